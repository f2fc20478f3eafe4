"""Answers to a plan: stored for each appointment, changeable until the deadline, another word than yes re-plans."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Event, Plan, Proposal, Rsvp, Visit
from matchmaker.models.codes import Role
from matchmaker.services.invitations.errors import AnswersClosed, LinkOver, LinkUnknown
from matchmaker.services.invitations.reply import Reply, record_reply, reply_by_link, reply_in_portal
from matchmaker.services.personal_link import issue_link, open_link
from matchmaker.services.willingness_asking import ask_willingness
from tests.services.invitations.scene import UNTIL, invitation_of_party, invited, of, say
from tests.support.builders import XINTAI, a_user
from tests.support.world import World

ACCEPT, DECLINE = Reply("accept"), Reply("decline", reason="no_time", note=" 停产检修 ")


def pending(session: object) -> list[str]:
    rows = session.scalars(select(Proposal).order_by(Proposal.id))  # type: ignore[attr-defined]
    return [f"{row.cause['code']} {row.cause['by']} {row.state}" for row in rows]


def test_an_answer_is_stored_and_a_later_one_takes_its_place(database: Database, world: World) -> None:
    scene = invited(database, world)
    expert = scene.made.experts[0]
    say(database, world, scene, expert, ACCEPT, slice(None))
    say(database, world, scene, expert, DECLINE)
    with database.read() as session:
        work = world.work(session)
        mine = of(work, scene, expert)
        rows = {row.visit_id: row for row in session.scalars(select(Rsvp))}
        assert set(rows) == {one.row.id for one in mine}
        first = rows[mine[0].row.id]
        assert (first.answer, first.reason_code, first.note, first.how) == ("decline", "no_time", "停产检修", "link")
        assert {row.answer for key, row in rows.items() if key != first.visit_id} <= {"accept"}
        events = session.scalars(select(Event).where(Event.action == "invitation.answer").order_by(Event.id)).all()
        assert [(one.actor_kind, one.after["answer"]) for one in events] == [("link", "accept"), ("link", "decline")]
        assert "停产" not in str([one.after for one in events])


def test_another_word_than_yes_proposes_a_re_plan_and_yes_puts_it_away(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world)
    expert = scene.made.experts[0]
    with sqlite_database.read() as session:
        visit = of(world.work(session), scene, expert)[0].row
        assert isinstance(visit, Visit)
        enterprise = next(one for one in scene.made.enterprises if one.id == visit.enterprise_id)
        at = [one.row.id for one in of(world.work(session), scene, enterprise)].index(visit.id)
    say(sqlite_database, world, scene, expert, DECLINE)
    with sqlite_database.read() as session:
        assert pending(session) == ["declined expert waiting"]
    say(sqlite_database, world, scene, enterprise, Reply("another_date", dates=(date(2026, 12, 1),)), slice(at, at + 1))
    with sqlite_database.read() as session:
        assert pending(session) == ["declined expert outdated", "another_date enterprise waiting"]
    say(sqlite_database, world, scene, expert, ACCEPT)
    with sqlite_database.read() as session:  # the enterprise still wants another date
        assert pending(session)[1] == "another_date enterprise waiting"
    say(sqlite_database, world, scene, enterprise, ACCEPT, slice(at, at + 1))
    with sqlite_database.read() as session:
        assert pending(session)[1] == "another_date enterprise outdated"
        assert session.get_one(Visit, visit.id).state == "planned"


def test_the_colleague_who_could_come_instead_stands_with_the_proposal(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world)
    say(sqlite_database, world, scene, scene.made.experts[0], Reply("colleague", colleague="李示例（材料学院）"))
    with sqlite_database.read() as session:
        (row,) = session.scalars(select(Proposal)).all()
        assert (row.cause["code"], row.cause["colleague"]) == ("declined", "李示例（材料学院）")


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (Reply("decline"), "reason"),
        (Reply("decline", reason="other"), "note"),
        (Reply("another_date"), "dates"),
        (Reply("another_date", dates=(date(2026, 11, 24),)), "dates"),
        (Reply("colleague", colleague=" "), "colleague"),
        (Reply("accept", note="长" * 2001), "note"),
    ],
)
def test_what_an_answer_lacks_is_named(sqlite_database: Database, world: World, reply: Reply, field: str) -> None:
    scene = invited(sqlite_database, world)
    with pytest.raises(InvalidInput) as caught:
        say(sqlite_database, world, scene, scene.made.experts[0], reply)
    assert caught.value.params["field"] == field
    with sqlite_database.read() as session:
        assert session.scalars(select(Rsvp)).all() == []


def test_nobody_answers_for_anothers_appointment(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world)
    with sqlite_database.write() as session:
        work = world.work(session)
        mine = {one.ref for one in of(work, scene, scene.made.experts[0])}
        foreign = next(one.ref for one in of(work, scene, scene.made.experts[1]) if one.ref not in mine)
        opened = open_link(work=work, token=scene.token(scene.made.experts[0]))
        for refs in ([foreign], [], [*sorted(mine), foreign]):
            with pytest.raises(InvalidInput):
                reply_by_link(opened=opened, refs=refs, reply=ACCEPT)
        asked = ask_willingness(work=work, campaign=scene.made.campaign, party=scene.made.experts[0])
        other = open_link(work=work, token=issue_link(work=work, invitation=asked))
        with pytest.raises(LinkUnknown):
            reply_by_link(opened=other, refs=sorted(mine), reply=ACCEPT)


def test_after_the_deadline_an_officer_can_still_record_what_was_said(database: Database, world: World) -> None:
    scene = invited(database, world, until=UNTIL)
    expert = scene.made.experts[0]
    world.clock.advance(hours=16)  # 25 November, 1 a.m. in Tai'an
    with pytest.raises(AnswersClosed, match="2026-11-24"):
        say(database, world, scene, expert, ACCEPT)
    with database.write() as session:
        work = world.work(session)
        row = invitation_of_party(work, scene, expert)
        refs = [of(work, scene, expert)[0].ref]
        record_reply(work=work, invitation=row, refs=refs, reply=ACCEPT, how="telephone")
        with pytest.raises(InvalidInput):
            record_reply(work=work, invitation=row, refs=refs, reply=ACCEPT, how="portal")
    with database.read() as session:
        assert session.scalars(select(Rsvp.how)).all() == ["telephone"]


def test_a_link_can_be_read_until_the_last_visit_is_over(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world, until=UNTIL)
    expert = scene.made.experts[0]
    with sqlite_database.read() as session:
        work = world.work(session)
        last = of(work, scene, expert)[-1].on_date
        world.clock.advance(days=(last - date(2026, 11, 24)).days)
        assert not open_link(work=work, token=scene.token(expert)).open
        world.clock.advance(days=1)
        with pytest.raises(LinkOver):
            open_link(work=work, token=scene.token(expert))


def test_the_portal_is_for_ones_own_house(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world)
    enterprise = scene.made.enterprises[0]
    with sqlite_database.write() as session:
        work = world.work(session)
        row, refs = invitation_of_party(work, scene, enterprise), [of(work, scene, enterprise)[0].ref]
        own = work.as_actor(a_user(work, Role.ENTERPRISE, "own", organization_id=enterprise.id))
        other = work.as_actor(a_user(work, Role.ENTERPRISE, "other", organization_id=scene.made.enterprises[1].id))
        county = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        assert [one.how for one in reply_in_portal(work=own, invitation=row, refs=refs, reply=ACCEPT)] == ["portal"]
        with pytest.raises(Forbidden):
            reply_in_portal(work=other, invitation=row, refs=refs, reply=ACCEPT)
        with pytest.raises(Forbidden):  # an enterprise of 泰山区
            record_reply(work=county, invitation=row, refs=refs, reply=ACCEPT, how="telephone")
        assert session.get_one(Plan, scene.plan_id).state == "published"
