"""A 对接洽谈会: asked for, worked out, checked; thirty experts and sixty enterprises within seconds."""

from __future__ import annotations

import time
from collections import Counter
from datetime import time as clock_time

import pytest

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Campaign, Plan
from matchmaker.models.codes import Role
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_ask import ask_for_meeting, event_of, plan_meeting_again
from matchmaker.services.planning.meeting_change import lock_talk
from matchmaker.services.planning.meeting_event import Break, MeetingEvent, read_event
from matchmaker.services.planning.meeting_participants import possible_participants
from matchmaker.services.planning.meeting_schedule import schedule_of
from tests.services.planning.meeting_scene import EVENT, met
from tests.services.planning.scenes import DAYS, Round, a_round, plan_of, say, work_out
from tests.support.builders import a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session), experts=4, enterprises=6)


def test_thirty_experts_meet_sixty_enterprises_within_seconds(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session), experts=30, enterprises=60)
    began = time.monotonic()
    plan_id = met(sqlite_database, world, made, tables=20, slots=8)
    assert time.monotonic() - began < 20
    with sqlite_database.read() as session:
        plan = session.get_one(Plan, plan_id)
        schedule = schedule_of(work=world.work(session, made.city), plan=plan)
        assert plan.report["stage"] == "ready"
        assert plan.value is not None
        assert plan.bound is not None
        assert plan.bound <= plan.value * 1.001
        talks = [row.talk for row in schedule.talks]
        for place in ("expert_id", "enterprise_id", "table_number"):  # nobody and nothing in two places at once
            assert max(Counter((getattr(talk, place), talk.slot) for talk in talks).values()) == 1
        assert max(Counter((talk.expert_id, talk.enterprise_id) for talk in talks).values()) == 1
        assert max(Counter(talk.expert_id for talk in talks).values()) <= 5
        assert max(Counter(talk.enterprise_id for talk in talks).values()) <= 4
        assert len({talk.expert_id for talk in talks}) == 30
        assert {talk.slot for talk in talks} <= set(range(8))
        assert {talk.table_number for talk in talks} <= set(range(20))
        assert len(talks) == 30 * 5  # as many as thirty experts may have


def test_a_schedule_reads_by_table_expert_and_enterprise(database: Database, world: World, made: Round) -> None:
    plan_id = met(database, world, made)
    with database.read() as session:
        schedule = schedule_of(work=world.work(session, made.city), plan=plan_of(world.work(session), plan_id))
        assert [f"{slot.begins:%H:%M}-{slot.ends:%H:%M}" for slot in schedule.slots] == [
            "09:30-09:50", "09:55-10:15", "10:35-10:55", "11:00-11:20",
        ]  # fmt: skip
        assert len(schedule.talks) == 12
        assert set(schedule.cells) == {(slot, table) for slot in range(4) for table in range(3)}
        for grouped in (schedule.by_expert, schedule.by_enterprise):
            assert sorted(row.talk.ref for rows in grouped.values() for row in rows) == sorted(
                row.talk.ref for row in schedule.talks
            )
        row = schedule.talks[0]
        assert [need.organization_id for need in row.needs] == [row.enterprise.id]


def test_each_reader_sees_the_talks_of_its_own(database: Database, world: World, made: Round) -> None:
    plan_id = met(database, world, made)
    with database.write() as session:
        work = world.work(session)
        plan_of(work, plan_id).state = "published"
        county = a_user(work, Role.COUNTY, "county", county_code=made.enterprises[0].county_code)
        own = a_user(work, Role.ENTERPRISE, "own", organization_id=made.enterprises[1].id)
        liaison = a_user(work, Role.LIAISON, "liaison", organization_id=made.experts[0].institution_id)
    with database.read() as session:
        plan = plan_of(world.work(session), plan_id)
        seen = {
            actor.name: {row.enterprise.name for row in schedule_of(work=world.work(session, actor), plan=plan).talks}
            for actor in (made.city, county, own, liaison)
        }
        assert not schedule_of(work=world.work(session, county), plan=plan).whole
    everybody = {enterprise.name for enterprise in made.enterprises}
    assert seen == {
        "city": everybody,
        "county": {enterprise.name for enterprise in made.enterprises[::2]},
        "own": {made.enterprises[1].name},
        "liaison": everybody,
    }


def test_only_who_was_chosen_takes_part(database: Database, world: World, made: Round) -> None:
    experts, enterprises = made.experts[:2], made.enterprises[1:4]
    plan_id = met(database, world, made, experts=tuple(row.id for row in experts),
                  enterprises=tuple(row.id for row in enterprises))  # fmt: skip
    with database.read() as session:
        talks = plan_of(world.work(session), plan_id).talks
        assert {talk.expert_id for talk in talks} == {row.id for row in experts}
        assert {talk.enterprise_id for talk in talks} == {row.id for row in enterprises}


def test_who_named_other_days_comes_only_when_chosen(database: Database, world: World, made: Round) -> None:
    expert = made.experts[0]
    with database.write() as session:
        work = world.work(session, made.city)
        set_conditions(work=work, campaign=made.campaign, party=expert, conditions=Conditions(dates=(DAYS[3],)))
    left = met(database, world, made)
    chosen = met(database, world, made, experts=tuple(row.id for row in made.experts))
    with database.read() as session:
        work = world.work(session)
        assert expert.id not in {talk.expert_id for talk in plan_of(work, left).talks}
        assert expert.id in {talk.expert_id for talk in plan_of(work, chosen).talks}


def test_the_choice_of_participants_says_what_is_known_of_each(database: Database, world: World, made: Round) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        say(work, made, made.experts[1], "unwilling")
        set_conditions(work=work, campaign=made.campaign, party=made.experts[0],
                       conditions=Conditions(dates=(DAYS[3],)))  # fmt: skip
    with database.read() as session:
        work = world.work(session, made.city)
        found = possible_participants(work=work, campaign=made.campaign, inputs=Inputs())
        assert {one.party.name: (one.answer, one.partners, one.dates) for one in found.experts} == {
            "专家0示例": ("willing", 4, (DAYS[3].isoformat(),)),
            "专家2示例": ("willing", 4, ()),
            "专家3示例": ("willing", 4, ()),
        }
        assert [one.partners for one in found.enterprises] == sorted(
            (one.partners for one in found.enterprises), reverse=True
        )
        county = a_user(work, Role.COUNTY, "county", county_code="370902")
        with pytest.raises(Forbidden):
            possible_participants(work=world.work(session, county), campaign=made.campaign, inputs=Inputs())


def test_the_round_s_numbers_are_fixed_when_the_meeting_is_asked_for(
    database: Database, world: World, made: Round
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        campaign = session.get_one(Campaign, made.campaign.id)
        plan = ask_for_meeting(work=work, campaign=campaign, event=MeetingEvent(on_date=DAYS[0], place="示例厅"))
        event = event_of(plan)
        assert (event.tables, event.slots, event.minutes, event.pause) == (15, 6, 25, 5)
        assert plan.name == "11月25日对接洽谈会"
        assert read_event(event.document()) == event


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("on_date", {"on_date": World().work(None).today()}),  # type: ignore[arg-type]
        ("slots", {"slots": 60}),
        ("breaks", {"breaks": (Break(4, 10),)}),
        ("place", {"place": " "}),
        ("tables", {"tables": 0}),
        ("pause", {"pause": -1}),
        ("slots", {"begins": clock_time(23, 30)}),
    ],
)
def test_what_a_meeting_cannot_be_is_refused_by_field(
    sqlite_database: Database, world: World, field: str, changes: dict[str, object]
) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session), experts=1, enterprises=1)
    with pytest.raises(InvalidInput) as refused:
        met(sqlite_database, world, made, **changes)
    assert refused.value.params["field"] == field


def test_locked_talks_keep_their_slot_when_planned_again(database: Database, world: World, made: Round) -> None:
    plan_id = met(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        locked = [talk for talk in plan.talks if talk.slot == 3][:2]
        for talk in locked:
            lock_talk(work=work, plan=plan, talk=talk, locked=True)
        kept = {(talk.expert_id, talk.enterprise_id, talk.slot) for talk in locked}
        again = plan_meeting_again(work=work, plan=plan)
        again_id, name = again.id, again.name
    work_out(database, world, again_id)
    with database.read() as session:
        work = world.work(session)
        plan = plan_of(work, again_id)
        assert (plan.supersedes_id, plan.name) == (plan_id, name)
        assert kept == {(talk.expert_id, talk.enterprise_id, talk.slot) for talk in plan.talks if talk.locked}
        assert event_of(plan).breaks == EVENT.breaks
