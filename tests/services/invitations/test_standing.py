"""RSVP of a plan: what each side said to each visit; the guests; who must be told when the plan changes."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Event, Expert, Invitation, Plan, Visit
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services.invitations.plans import counts_of, is_untold, plans_with_guests
from matchmaker.services.invitations.prepare import guests_of, prepare_invitations
from matchmaker.services.invitations.reply import Reply
from matchmaker.services.invitations.sending import hand_out
from matchmaker.services.invitations.standing import rsvp_of
from matchmaker.services.planning.change_visits import Change, apply_change
from matchmaker.services.planning.publish_plan import copy_plan, publish_plan
from tests.services.invitations.scene import Invited, invited, of, say
from tests.services.planning.scenes import a_round, planned
from tests.support.builders import TAISHAN, a_user
from tests.support.world import World


def visit_of(database: Database, world: World, scene: Invited, expert: Expert) -> Visit:
    with database.read() as session:
        row = of(world.work(session), scene, expert)[0].row
        assert isinstance(row, Visit)
        return row


def test_each_side_of_a_visit_stands_where_it_stands(database: Database, world: World) -> None:
    scene = invited(database, world)
    visit = visit_of(database, world, scene, scene.made.experts[0])
    say(database, world, scene, scene.made.experts[0], Reply("accept"))
    with database.read() as session:
        found = rsvp_of(work=world.work(session), plan=session.get_one(Plan, scene.plan_id))
        expert, enterprise = found.of_visit(session.get_one(Visit, visit.id))
        assert (expert.code, expert.answered, enterprise.code, enterprise.answered) == ("accept", True, "sent", False)
        assert found.counts() == {"accept": 1}


def test_nobody_is_invited_by_publishing_and_everybody_by_preparing(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
    plan_id = planned(sqlite_database, world, made, rounds=5)
    with sqlite_database.write() as session:
        work = world.work(session)
        assert plans_with_guests(work=work) == []
        plan = publish_plan(work=work, plan=session.get_one(Plan, plan_id))
        guests = guests_of(work=work, plan=plan)
        assert {guest.invitation for guest in guests} == {None}
        assert {state.code for guest in guests for state in guest.states} == {"not_invited"}
        assert len(prepare_invitations(work=work, plan=plan)) == len(guests)
        assert prepare_invitations(work=work, plan=plan) == []
        counts = counts_of(guests_of(work=work, plan=plan))
        assert (counts.guests, counts.sent, counts.waiting, counts.untold) == (len(guests), 0, 0, 0)
        assert [(row.id, campaign.id) for row, campaign in plans_with_guests(work=work)] == [
            (plan.id, made.campaign.id)
        ]


def test_a_county_sees_its_enterprises_and_the_experts_who_come_to_them(
    sqlite_database: Database, world: World
) -> None:
    scene = invited(sqlite_database, world)
    with sqlite_database.write() as session:
        work = world.work(session)
        county = work.as_actor(a_user(work, Role.COUNTY, "taishan", county_code=TAISHAN))
        guests = guests_of(work=county, plan=session.get_one(Plan, scene.plan_id))
        places = [one.party for one in guests if not isinstance(one.party, Expert)]
        assert {place.county_code for place in places} == {TAISHAN}
        assert {one.kind for one in places} == {OrganizationKind.ENTERPRISE}
        reached = {place.county_code for guest in guests for one in guest.engagements for place in one.organizations}
        assert reached == {TAISHAN}
        assert any(isinstance(one.party, Expert) for one in guests)


def test_who_knew_of_a_visit_that_was_taken_out_is_to_be_told_until_the_text_is_handed_out(
    database: Database, world: World
) -> None:
    scene = invited(database, world)
    visit = visit_of(database, world, scene, scene.made.experts[0])
    with database.write() as session:
        work = world.work(session)
        plan = session.get_one(Plan, scene.plan_id)
        apply_change(work=work, plan=plan, change=Change(remove={visit.ref: "专家出国"}))
        untold = [guest for guest in guests_of(work=work, plan=plan) if is_untold(guest)]
        keys = {(type(guest.party).__name__, guest.party.id) for guest in untold}
        assert keys == {("Expert", visit.expert_id), ("Organization", visit.enterprise_id)}
        texts = [hand_out(work=work, invitation=guest.invitation, base_url="http://localhost")
                 for guest in untold if guest.invitation is not None]  # fmt: skip
        assert ["有调整" in one.text for one in texts] == [True, True]
        assert [guest for guest in guests_of(work=work, plan=plan) if is_untold(guest)] == []
    with database.read() as session:
        actions = session.scalars(select(Event.action).where(Event.action.like("invitation.changed"))).all()
        assert actions == ["invitation.changed"] * 2


def test_links_and_answers_go_over_to_the_plan_that_supersedes(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world)
    expert = scene.made.experts[0]
    visit = visit_of(sqlite_database, world, scene, expert)
    say(sqlite_database, world, scene, expert, Reply("accept"))
    with sqlite_database.write() as session:
        work = world.work(session)
        draft = copy_plan(work=work, plan=session.get_one(Plan, scene.plan_id))
        gone = next(row for row in draft.visits if row.expert_id != expert.id)
        lost = {gone.expert_id, gone.enterprise_id}
        apply_change(work=work, plan=draft, change=Change(remove={gone.ref: ""}))
        session.expire(draft)
        new = publish_plan(work=work, plan=draft, instead=True)
        assert set(session.scalars(select(Invitation.plan_id))) == {new.id}
        first, _ = rsvp_of(work=work, plan=new).of_visit(session.get_one(Visit, visit.id))
        assert (first.code, session.get_one(Visit, visit.id).plan_id) == ("accept", new.id)
        told = [guest for guest in guests_of(work=work, plan=new) if is_untold(guest)]
        assert {guest.party.id for guest in told} == lost
