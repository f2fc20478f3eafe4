"""Personal links: stored as a hash, readable until the end, answered until the deadline, taken back at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, TooMany, WrongState
from matchmaker.models import Event, Invitation, PersonalLink, Willingness
from matchmaker.models.codes import Role
from matchmaker.services.campaign import close_campaign
from matchmaker.services.invitations.errors import AnswersClosed, LinkOver, LinkRevoked, LinkUnknown
from matchmaker.services.invitations.records import get_invitation, revoke_invitation
from matchmaker.services.personal_link import admit_wrong_link, issue_link, open_link, revoke_links
from matchmaker.services.willingness import NewAnswer
from matchmaker.services.willingness_asking import answer_by_link, ask_willingness
from matchmaker.services.work import token_hash
from tests.services.planning.scenes import Round, a_round
from tests.support.accounts import works_of
from tests.support.builders import TAISHAN, a_user
from tests.support.world import World

UNTIL = date(2026, 11, 30)


def asked(
    database: Database, world: World, *, until: date | None = UNTIL, enterprise: bool = False
) -> tuple[Round, str]:
    """A round in which the first expert (or enterprise) was asked; the token of its link."""
    with database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        party = made.enterprises[0] if enterprise else made.experts[0]
        invitation = ask_willingness(work=work, campaign=made.campaign, party=party, until=until)
        return made, issue_link(work=work, invitation=invitation)


def answer(database: Database, world: World, token: str, code: str = "willing") -> None:
    with database.write() as session:
        answer_by_link(opened=open_link(work=world.work(session), token=token), new=NewAnswer(code))


def test_only_the_hash_of_a_token_is_kept(database: Database, world: World) -> None:
    _, token = asked(database, world)
    with database.read() as session:
        assert session.scalars(select(PersonalLink.token_hash)).all() == [token_hash(token)]
        assert token not in str([(event.before, event.after) for event in session.scalars(select(Event))])


def test_the_holder_answers_as_the_party_and_may_change_it_until_the_deadline(database: Database, world: World) -> None:
    made, token = asked(database, world)
    answer(database, world, token, "unwilling")
    answer(database, world, token)
    with database.read() as session:
        row = session.scalars(select(Willingness)).one()
        assert (row.expert_id, row.answer, row.how, row.recorded_by_id) == (made.experts[0].id, "willing", "link", None)
        invitation = session.scalars(select(Invitation)).one()
        assert invitation.answered_at == world.clock.now
        events = session.scalars(select(Event).where(Event.action == "willingness.answer")).all()
        assert {(one.actor_kind, one.actor_ref, one.actor_name) for one in events} == {
            ("link", invitation.ref, "expert link")
        }
    world.clock.advance(days=7)  # 1 December: the deadline was the end of 30 November
    with pytest.raises(AnswersClosed, match="2026-11-30"):
        answer(database, world, token, "unwilling")
    with database.read() as session:
        assert not open_link(work=world.work(session), token=token).open


def test_opening_a_link_changes_nothing(sqlite_database: Database, world: World) -> None:
    _, token = asked(sqlite_database, world)
    with sqlite_database.read() as session:
        before = session.scalars(select(Event.id)).all()
        assert open_link(work=world.work(session), token=token).open
        assert session.scalars(select(Event.id)).all() == before
        assert not session.dirty


@pytest.mark.parametrize("token", ["", "0" * 64, "z" * 63, "é" * 64, "0" * 64 + "\x00", "../" * 21 + "a"])
def test_what_is_no_link_opens_nothing(sqlite_database: Database, world: World, token: str) -> None:
    asked(sqlite_database, world)
    with sqlite_database.read() as session, pytest.raises(LinkUnknown):
        open_link(work=world.work(session), token=token)


def test_a_link_that_was_taken_back_or_is_over_says_so(sqlite_database: Database, world: World) -> None:
    made, token = asked(sqlite_database, world)
    with sqlite_database.write() as session:
        work = world.work(session)
        invitation = session.scalars(select(Invitation)).one()
        second = issue_link(work=work, invitation=invitation)
        assert revoke_links(work=work, invitation=invitation) == 2
        third = issue_link(work=work, invitation=invitation)
        for gone in (token, second):
            with pytest.raises(LinkRevoked):
                open_link(work=work, token=gone)
        assert open_link(work=work, token=third).party.id == made.experts[0].id
        world.clock.advance(days=200)  # the round has ended
        with pytest.raises(LinkOver):
            open_link(work=work, token=third)


def test_a_revoked_invitation_ends_all_its_links_and_a_new_one_may_be_made(
    sqlite_database: Database, world: World
) -> None:
    made, token = asked(sqlite_database, world)
    with sqlite_database.write() as session:
        work = world.work(session)
        invitation = session.scalars(select(Invitation)).one()
        revoke_invitation(work=work, invitation=invitation, why="发错了人")
        revoke_invitation(work=work, invitation=invitation)
        with pytest.raises(LinkRevoked):
            open_link(work=work, token=token)
        with pytest.raises(LinkRevoked):
            issue_link(work=work, invitation=invitation)
        again = ask_willingness(work=work, campaign=made.campaign, party=made.experts[0])
        assert again.id != invitation.id
    with sqlite_database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "invitation.revoke")).all()
        assert [event.why for event in events] == ["发错了人"]


def test_asking_twice_is_one_invitation_whose_deadline_moves(sqlite_database: Database, world: World) -> None:
    made, _ = asked(sqlite_database, world)
    with sqlite_database.write() as session:
        work = world.work(session)
        row = ask_willingness(work=work, campaign=made.campaign, party=made.experts[0], until=date(2026, 12, 5))
        assert session.query(Invitation).count() == 1
        assert row.answer_until is not None
        assert row.answer_until.isoformat() == "2026-12-05T23:59:59+08:00"
        with pytest.raises(InvalidInput):
            ask_willingness(work=work, campaign=made.campaign, party=made.experts[0], until=date(2026, 11, 20))


def test_links_are_made_for_whom_one_sees_only(sqlite_database: Database, world: World) -> None:
    made, _ = asked(sqlite_database, world, enterprise=True)
    with sqlite_database.write() as session:
        work = world.work(session)
        invitation = session.scalars(select(Invitation)).one()
        own = work.as_actor(a_user(work, Role.COUNTY, "taishan", county_code=TAISHAN))
        other = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code="370982"))
        assert get_invitation(work=own, ref=invitation.ref).id == invitation.id
        assert len(issue_link(work=own, invitation=invitation)) == 64
        with pytest.raises(Forbidden):
            issue_link(work=other, invitation=invitation)
        auditor = work.as_actor(a_user(work, Role.AUDITOR, "auditor"))
        with pytest.raises(Forbidden):
            ask_willingness(work=auditor, campaign=made.campaign, party=made.experts[1])


def test_nobody_is_asked_for_a_closed_round(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        close_campaign(work=work, campaign=made.campaign)
        with pytest.raises(WrongState):
            ask_willingness(work=work, campaign=made.campaign, party=made.experts[0])


def test_many_wrong_links_are_refused_and_time_heals(database: Database, world: World) -> None:
    works = works_of(database, world)
    for _ in range(60):
        admit_wrong_link(works=works, network="192.0.2.7")
    with pytest.raises(TooMany):
        admit_wrong_link(works=works, network="192.0.2.7")
    admit_wrong_link(works=works, network="192.0.2.8")
    world.clock.now += timedelta(hours=2)
    admit_wrong_link(works=works, network="192.0.2.7")
