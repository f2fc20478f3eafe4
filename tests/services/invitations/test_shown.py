"""What one side reads of the other: public versions before, more after yes, contacts once both agreed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import NotFound
from matchmaker.models import Event, Need, Plan
from matchmaker.models.codes import Confidentiality, ProfileBasis
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.invitations.reply import Reply
from matchmaker.services.invitations.reveal import reveal_contact
from matchmaker.services.invitations.shown import (
    ShownNeed,
    expert_for_enterprise,
    needs_for_outsider,
    needs_for_owner,
)
from matchmaker.services.need import approve_public_version
from matchmaker.services.personal_link import open_link
from tests.services.invitations.scene import invited, of, say
from tests.services.planning.scenes import a_round
from tests.support.world import World


def test_an_expert_reads_the_public_version_until_yes_and_of_a_confidential_need_always(
    sqlite_database: Database, world: World
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work)
        approved, silent, secret = made.needs[:3]
        approve_public_version(work=work, need=approved, title="公开的题目", text="公开的说明", how="电话")
        secret.confidentiality = Confidentiality.CONFIDENTIAL
        keys = [approved.id, silent.id, secret.id]
        assert needs_for_outsider(work=work, keys=keys, accepted=False) == [
            ShownNeed("公开的题目", "公开的说明"), ShownNeed("", ""), ShownNeed("", ""),
        ]  # fmt: skip
        after = needs_for_outsider(work=work, keys=keys, accepted=True)
        assert [one.title for one in after] == [approved.title, silent.title, ""]
        mine = needs_for_owner(work=work, keys=keys, organization=made.enterprises[0])
        assert [one.title for one in mine] == [approved.title]


def test_a_name_is_passed_on_with_a_confirmed_profile_or_after_yes(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
        expert = made.experts[0]
        expert.title = "教授"
        shown = expert_for_enterprise(expert, accepted=False)
        assert (shown.name, shown.title, shown.institution) == ("", "", "示例理工大学")
        assert expert_for_enterprise(expert, accepted=True).name == expert.name
        expert.basis = ProfileBasis.CONFIRMED
        assert expert_for_enterprise(expert, accepted=False).name == expert.name


def test_contacts_are_shown_once_both_agreed_and_each_time_noted(database: Database, world: World) -> None:
    scene = invited(database, world)
    expert = scene.made.experts[0]
    with database.write() as session:
        work = world.work(session)
        visit = of(work, scene, expert)[0]
        enterprise = visit.organizations[0]
        at = [one.ref for one in of(work, scene, enterprise)].index(visit.ref)
        set_contact(work=work, owner=enterprise, values={"name": "周示例", "mobile": "10000000001"})
    for party, which in ((expert, slice(1)), (enterprise, slice(at, at + 1))):
        with database.write() as session:
            work, plan = world.work(session), session.get_one(Plan, scene.plan_id)
            with pytest.raises(NotFound):
                reveal_contact(work=work, plan=plan, party=expert, ref=visit.ref)
        say(database, world, scene, party, Reply("accept"), which)
    with database.write() as session:
        opened = open_link(work=world.work(session), token=scene.token(expert))
        assert opened.plan is not None
        other, contact = reveal_contact(work=opened.work, plan=opened.plan, party=opened.party, ref=visit.ref)
        assert contact is not None
        assert (other.id, contact.name, contact.mobile) == (enterprise.id, "周示例", "10000000001")
        elsewhere = of(world.work(session), scene, scene.made.experts[1])[0].ref
        with pytest.raises(NotFound):
            reveal_contact(work=opened.work, plan=opened.plan, party=opened.party, ref=elsewhere)
    with database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "contact.reveal")).all()
        assert [(one.actor_kind, one.subject_ref) for one in events] == [("link", enterprise.ref)]
        assert session.get_one(Need, scene.made.needs[0].id).state.value == "verified"
