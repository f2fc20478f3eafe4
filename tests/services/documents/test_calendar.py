"""Calendars: the right times in China's zone, UIDs that stay, SEQUENCE that grows with each change, cancellations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar, Event

from matchmaker.database import Database
from matchmaker.services.documents.calendar import plan_calendar
from matchmaker.services.planning.meeting_ask import plan_meeting_again
from matchmaker.services.planning.meeting_change import cancel_talk, lock_talk, place_talk
from matchmaker.services.planning.publish_others import publish_other_plan
from tests.services.documents.scene import a_meeting_plan, a_visit_plan, with_contacts
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.scenes import Round, plan_of, work_out
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    return with_contacts(database, world)


def events(content: bytes) -> dict[str, Event]:
    calendar = Calendar.from_ical(content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] in (["Asia/Shanghai"], [])
    found = list(calendar.walk("VEVENT"))
    assert len({str(one["UID"]) for one in found}) == len(found)
    return {str(one["UID"]): one for one in found}


def test_a_talk_stands_at_its_hour_and_table(database: Database, world: World, made: Round) -> None:
    plan_id = a_meeting_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        found = events(plan_calendar(work=work, plans=[plan]))
        assert len(found) == len(plan.talks)
        talk = min(plan.talks, key=lambda one: (one.slot, one.table_number))
        expert = next(one for one in made.experts if one.id == talk.expert_id)
        house = next(one for one in made.enterprises if one.id == talk.enterprise_id)
        event = found[f"talk-{plan.ref}-{expert.ref}-{house.ref}-0@taian-matchmaker"]
        assert event.decoded("dtstart").isoformat() == "2026-11-26T09:30:00+08:00"
        assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=20)
        assert event["SUMMARY"] == f"对接洽谈：{expert.name}—{house.name}"
        assert event["LOCATION"] == f"泰安会议中心（示例） {talk.table_number + 1} 号桌"
        assert "接站：泰安站南出站口接站" in event["DESCRIPTION"]
        assert event["STATUS"] == "CONFIRMED"


def test_a_moved_talk_keeps_its_uid_and_counts_up(database: Database, world: World, made: Round) -> None:
    plan_id = a_meeting_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        before = events(plan_calendar(work=work, plans=[plan]))
        again = events(plan_calendar(work=work, plans=[plan]))
        assert {uid: one["SEQUENCE"] for uid, one in before.items()} == {
            uid: one["SEQUENCE"] for uid, one in again.items()
        }
        world.clock.advance(minutes=5)
        first, second = [talk for talk in plan.talks if talk.slot == 0][:2]
        place_talk(work=work, plan=plan, talk=first, slot=0, table=second.table_number)
        world.clock.advance(minutes=5)
        cancelled = plan.talks[-1]
        cancel_talk(work=work, plan=plan, talk=cancelled)
        after = events(plan_calendar(work=work, plans=[plan]))
        assert set(after) == set(before)
        moved = {uid for uid in before if after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]}
        assert len(moved) == 3
        assert {str(after[uid]["STATUS"]) for uid in moved} == {"CONFIRMED", "CANCELLED"}
        assert sum(one["STATUS"] == "CANCELLED" for one in after.values()) == 1


def test_a_schedule_that_takes_another_s_place_moves_its_events(database: Database, world: World, made: Round) -> None:
    plan_id = a_meeting_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        before = events(plan_calendar(work=work, plans=[plan]))
        kept = plan.talks[0]
        lock_talk(work=work, plan=plan, talk=kept, locked=True)
        world.clock.advance(hours=1)
        again_id = plan_meeting_again(work=work, plan=plan).id
    work_out(database, world, again_id)
    with database.write() as session:
        work = world.work(session, made.city)
        again = plan_of(work, again_id)
        gone = next(talk for talk in again.talks if not talk.locked)
        cancel_talk(work=work, plan=again, talk=gone)
        publish_other_plan(work=work, plan=again)
        assert (plan_of(work, plan_id).state, again.state) == ("superseded", "published")
        after = events(plan_calendar(work=work, plans=[again]))
        assert set(before) <= set(after)
        assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in before)
        assert sum(one["STATUS"] == "CONFIRMED" for one in after.values()) == len(again.talks)


def test_one_s_own_calendar_names_nobody_who_may_not_be_named(database: Database, world: World, made: Round) -> None:
    plan_id = a_visit_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        visit = plan.visits[0]
        house = next(one for one in made.enterprises if one.id == visit.enterprise_id)
        expert = next(one for one in made.experts if one.id == visit.expert_id)
        mine = plan_calendar(work=work, plans=[plan], party=house).decode()
        assert "专家入企：一位专家—" in mine.replace("\r\n ", "")
        assert not any(one.name in mine for one in made.experts)
        theirs = events(plan_calendar(work=work, plans=[plan], party=expert))
        assert len(theirs) == sum(one.expert_id == expert.id for one in plan.visits)
        assert all(one["SUMMARY"].startswith(f"专家入企：{expert.name}—") for one in theirs.values())
        whole = plan_calendar(work=work, plans=[plan]).decode()
        assert "1390000000" not in whole + mine


def test_a_trip_fills_its_days(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = hosts(world.work(session), rules={"trips": {"far_km": 100.0, "min_delegation": 2}})
    plan_id = worked_out(sqlite_database, world, made, "trips")
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        publish_other_plan(work=work, plan=plan)
        far = {row.id for row in made.institutions if row.address == "青岛"}
        lengths = {
            str(one["SUMMARY"]): one.decoded("dtend") - one.decoded("dtstart")
            for one in events(plan_calendar(work=work, plans=[plan])).values()
        }
        assert {f"赴{row.name}对接": timedelta(days=2 if row.id in far else 1) for row in made.institutions
                if row.id in {trip.institution_id for trip in plan.trips}} == lengths  # fmt: skip
