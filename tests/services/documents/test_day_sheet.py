"""Day sheets and itineraries: what each side reads, contacts only after both agreed, names only with consent."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Event, Plan
from matchmaker.models.codes import Role
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.documents.arrangements import set_arrangements
from matchmaker.services.documents.day_sheet import DaySheet, day_sheets
from matchmaker.services.documents.itinerary import itinerary
from matchmaker.services.documents.program import get_party, published_plans
from matchmaker.services.invitations.reveal import reveal_contact
from matchmaker.services.need import approve_public_version
from matchmaker.services.planning.publish_others import publish_other_plan
from tests.services.documents.scene import (
    HEADING,
    SAID,
    a_meeting_plan,
    a_visit_plan,
    accept,
    lines,
    opened,
    table,
    with_contacts,
)
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.scenes import Round, plan_of
from tests.support.builders import XINTAI, a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    return with_contacts(database, world)


@pytest.fixture
def plan_id(database: Database, world: World, made: Round) -> int:
    return a_visit_plan(database, world, made)


def is_house(made: Round, sheet: DaySheet) -> bool:
    return sheet.party.ref in {place.ref for place in made.enterprises}


def reveals(database: Database) -> list[str]:
    with database.read() as session:
        rows = session.query(Event).filter(Event.action == "contact.reveal").order_by(Event.id)
        return sorted(row.subject_ref for row in rows)


def test_before_they_agree_neither_side_reads_the_other_s_contact(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        sheets = day_sheets(work=work, plans=[plan])
        assert all(person.contact is None for sheet in sheets for entry in sheet.entries for person in entry.people)
        assert not any(entry.agreed for sheet in sheets for entry in sheet.entries)
        houses = [sheet for sheet in sheets if is_house(made, sheet)]
        # a public profile is not named to an enterprise before the expert accepts
        assert {person.name for sheet in houses for entry in sheet.entries for person in entry.people} == {""}
        assert {entry.needs[0].title for sheet in houses for entry in sheet.entries} <= {
            need.title for need in made.needs
        }
        mine = [sheet for sheet in sheets if not is_house(made, sheet)]
        assert {need.title for sheet in mine for entry in sheet.entries for need in entry.needs} == {""}
        assert all(entry.arrangements == SAID for sheet in sheets for entry in sheet.entries)
    assert reveals(database) == []


def test_once_both_agreed_each_reads_whom_to_call(database: Database, world: World, made: Round, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        visit = plan.visits[0]
        expert = next(one for one in made.experts if one.id == visit.expert_id)
        house = next(one for one in made.enterprises if one.id == visit.enterprise_id)
        approve_public_version(work=work, need=next(one for one in made.needs if one.id == visit.need_ids[0]),
                               title="公开题目", text="公开内容")  # fmt: skip
        accept(work, plan, [expert])
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        found = entry_for(work, plan, house, visit.on_date)
        assert (found.people[0].name, found.people[0].contact) == (expert.name, None)  # named, not to be called yet
        accept(work, plan, [house])
        number = made.experts.index(expert)
        found = entry_for(work, plan, house, visit.on_date)
        assert found.people[0].contact is not None
        assert found.people[0].contact.mobile == f"1390000000{number}"
        theirs = entry_for(work, plan, expert, visit.on_date)
        assert theirs.people[0].contact is not None
        assert theirs.people[0].contact.mobile == f"1390000000{len(made.experts) + made.enterprises.index(house)}"
        assert theirs.place == house.name
    assert reveals(database) == sorted([expert.ref, house.ref])
    with database.read() as session:
        assert session.query(Event).filter(Event.action == "document.day_sheet").count() == 2  # those with contacts


def entry_for(work, plan: Plan, party, day):  # type: ignore[no-untyped-def]
    sheets = day_sheets(work=work, plans=[plan], party=party, on_date=day)
    assert [(sheet.party.ref, sheet.on_date) for sheet in sheets] == [(party.ref, day)]
    return sheets[0].entries[0]


def test_one_sheet_holds_the_day_over_all_plans_of_the_round(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    meeting_id = a_meeting_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plans = published_plans(work=work, campaign=made.campaign)
        assert {plan.id for plan in plans} == {plan_id, meeting_id}
        expert = made.experts[0]
        sheets = day_sheets(work=work, plans=plans, party=expert)
        entries = [(entry.kind, entry.starts_at) for sheet in sheets for entry in sheet.entries]
        talks = [talk for talk in plan_of(work, meeting_id).talks if talk.expert_id == expert.id]
        visits = [visit for visit in plan_of(work, plan_id).visits if visit.expert_id == expert.id]
        assert sorted(kind for kind, _ in entries) == ["talk"] * len(talks) + ["visit"] * len(visits)
        assert all([entry.starts_at for entry in sheet.entries] == sorted(entry.starts_at for entry in sheet.entries)
                   for sheet in sheets)  # fmt: skip
        seat = next(entry for sheet in sheets for entry in sheet.entries if entry.kind == "talk")
        assert (seat.place, seat.table) == ("泰安会议中心（示例）", talks[0].table_number + 1)


def test_a_county_prints_the_sheets_of_its_own_only(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session)
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code=XINTAI))
        plan = plan_of(work, plan_id)
        sheets = day_sheets(work=county, plans=[plan])
        houses = {sheet.party.name for sheet in sheets if is_house(made, sheet)}
        own = {visit.enterprise_id for visit in plan.visits} & {made.enterprises[1].id, made.enterprises[3].id}
        assert houses == {place.name for place in made.enterprises if place.id in own}
        with pytest.raises(NotFound):
            get_party(work=county, ref=made.enterprises[0].ref)
        auditor = world.work(session, a_user(work, Role.AUDITOR, "auditor"))
        with pytest.raises(Forbidden):
            day_sheets(work=auditor, plans=[plan])


def test_a_visit_s_own_arrangements_stand_over_the_plan_s(
    database: Database, world: World, made: Round, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        visit = plan.visits[0]
        set_arrangements(work=work, plan=plan, of=visit, values={"pickup": "到校接", "note": "带安全帽"})
        set_arrangements(work=work, plan=plan, values={"escort": ""})
        expert = next(one for one in made.experts if one.id == visit.expert_id)
        entry = entry_for(work, plan, expert, visit.on_date)
        assert entry.arrangements == {
            **{k: v for k, v in SAID.items() if k != "escort"},
            "pickup": "到校接",
            "note": "带安全帽",
        }


def test_the_itinerary_holds_every_day(database: Database, world: World, made: Round, plan_id: int) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        visits = sorted((one for one in plan.visits), key=lambda one: one.on_date)
        expert = next(one for one in made.experts if one.id == visits[0].expert_id)
        mine = [one for one in visits if one.expert_id == expert.id]
        accept(work, plan, [expert, *made.enterprises])
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        paper = opened(itinerary(work=work, plans=[plan], party=expert, heading=HEADING))
        text = lines(paper)
        assert text[0] == f"{expert.name}行程安排"
        assert "示例理工大学" in text[1]
        days = sorted({one.on_date for one in mine})
        names = "一二三四五六日"
        assert [line for line in text if "（星期" in line] == [
            f"2026年{day.month}月{day.day}日（星期{names[day.weekday()]}）" for day in days
        ]
        places = {place.id: place for place in made.enterprises}
        needs = {need.id: need.title for need in made.needs}
        assert [row[0] for number in range(len(days)) for row in table(paper, number)[1:]] == [
            one.starts_at for one in sorted(mine, key=lambda one: (one.on_date, one.starts_at or ""))
        ]
        first = table(paper)[1]
        assert (first[1].split("\n")[0], first[3]) == (
            places[mine[0].enterprise_id].name, "；".join(needs[key] for key in mine[0].need_ids)
        )  # fmt: skip
        number = [place.id for place in made.enterprises].index(mine[0].enterprise_id)
        contact = f"联系人{len(made.experts) + number} 1390000000{len(made.experts) + number}"
        assert any(contact in line for line in text)
        idle = [one for one in made.experts if one.id not in {visit.expert_id for visit in visits}]
        for nobody in idle:
            with pytest.raises(NotFound):
                itinerary(work=work, plans=[plan], party=nobody, heading=HEADING)


def test_on_a_trip_each_enterprise_and_the_institution_agree_for_themselves(database: Database, world: World) -> None:
    with database.write() as session:
        made = hosts(world.work(session))
        for number, party in enumerate((*made.institutions, *made.enterprises)):
            set_contact(
                work=world.work(session), owner=party, values={"name": f"联系人{number}", "mobile": "13900000000"}
            )
    plan_id = worked_out(database, world, made, "trips")
    with database.write() as session:
        work = world.work(session, made.city)
        plan = publish_other_plan(work=work, plan=plan_of(work, plan_id))
        trip = max(plan.trips, key=lambda one: len(one.delegates))
        host = next(one for one in made.institutions if one.id == trip.institution_id)
        first, second = (
            next(one for one in made.enterprises if one.id == going.enterprise_id) for going in trip.delegates[:2]
        )
        accept(work, plan, [first, second])
        assert not entry_for(work, plan, first, trip.on_date).agreed
        accept(work, plan, [host])
        theirs = entry_for(work, plan, first, trip.on_date)
        assert [(one.name, one.contact and one.contact.mobile) for one in theirs.people] == [(host.name, "13900000000")]
        ours = {one.name: one.contact is not None for one in entry_for(work, plan, host, trip.on_date).people}
        going = {one.enterprise_id for one in trip.delegates}
        assert ours == {one.name: one in (first, second) for one in made.enterprises if one.id in going}
        other, contact = reveal_contact(work=work, plan=plan, party=second, ref=trip.ref)
        assert (other.ref, contact is not None) == (host.ref, True)
        with pytest.raises(NotFound):  # whom of the delegation?
            reveal_contact(work=work, plan=plan, party=host, ref=trip.ref)
