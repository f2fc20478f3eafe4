"""The review queue: which needs are in it for whom, in which order, and who stands beside whom."""

from __future__ import annotations

from datetime import date

import pytest

from matchmaker.database import Database
from matchmaker.errors import NotFound
from matchmaker.models import Need, Suggestion
from matchmaker.models.codes import Grade, NeedState, Role, SuggestionState
from matchmaker.services.review_queue import (
    QueueCount,
    QueueFilter,
    candidates_of,
    count_open,
    find_place,
)
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World

EVERYTHING = QueueFilter()


def queue(work: Work) -> dict[str, str]:
    """A need due later, one due first, one of 新泰市 without a promised day, and one with weak relations only."""
    here, there = an_enterprise(work), an_enterprise(work, "新泰某厂", XINTAI)
    experts = [an_expert(work, f"专家{number}") for number in range(3)]
    later = a_need(work, here, "后到期", NeedState.VERIFIED)
    sooner = a_need(work, here, "先到期", NeedState.VERIFIED)
    undated = a_need(work, there, "没有期限", NeedState.VERIFIED)
    weak = a_need(work, here, "只有弱相关", NeedState.VERIFIED)
    later.answer_due_on, sooner.answer_due_on, undated.answer_due_on = date(2026, 12, 9), date(2026, 12, 1), None
    a_suggestion(work, later, experts[0], Grade.FAIR)
    a_suggestion(work, sooner, experts[0], Grade.FAIR)
    a_suggestion(work, sooner, experts[1], Grade.STRONG)
    a_suggestion(work, sooner, experts[2], Grade.WEAK)
    a_suggestion(work, undated, experts[0])
    a_suggestion(work, weak, experts[0], Grade.WEAK)
    return {"later": later.ref, "sooner": sooner.ref, "undated": undated.ref, "weak": weak.ref}


def walk(work: Work, where: QueueFilter = EVERYTHING) -> list[str]:
    """The references of the queue's needs, from place to place; the way back and the numbers agree with the way on."""
    places = [find_place(work=work, where=where)]
    while (ref := places[-1].next) is not None:
        places.append(find_place(work=work, where=where, ref=ref))
    refs = [place.need.ref for place in places if place.need is not None]
    assert [place.previous for place in places] == [None, *refs][: len(places)]
    assert [place.position for place in places] == list(range(1, len(refs) + 1)) or not refs
    assert {place.total for place in places} == {len(refs)}
    return refs


def test_needs_come_in_the_order_of_their_promised_days(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        refs = queue(work)
        assert walk(work) == [refs["sooner"], refs["later"], refs["undated"]]


def test_needs_of_one_day_and_those_without_come_in_the_order_of_their_arrival(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        owner, expert = an_enterprise(work), an_expert(work)
        days = (None, date(2026, 12, 1), None, date(2026, 12, 1), date(2026, 11, 30), None)
        needs = [a_need(work, owner, f"需求{number}", NeedState.VERIFIED) for number in range(len(days))]
        for need, day in zip(needs, days, strict=True):
            need.answer_due_on = day
            a_suggestion(work, need, expert)
        assert walk(work) == [needs[place].ref for place in (4, 1, 3, 0, 2, 5)]


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (QueueFilter(county_code=XINTAI), ["undated"]),
        (QueueFilter(grade=Grade.STRONG), ["sooner", "undated"]),
        (QueueFilter(grade=Grade.WEAK, county_code=TAISHAN), ["sooner", "weak"]),
    ],
)
def test_filters_choose_what_calls(database: Database, world: World, where: QueueFilter, names: list[str]) -> None:
    with database.write() as session:
        work = world.work(session)
        refs = queue(work)
        for need in session.query(Need).filter(Need.ref == refs["weak"]):
            need.answer_due_on = date(2026, 12, 31)
        assert walk(work, where) == [refs[name] for name in names]
        length, place = count_open(work=work, where=where), find_place(work=work, where=where)
    assert (length.needs, length.open) == (place.total, place.open) == (len(names), len(names))


def test_the_length_of_the_queue_tells_the_best_apart(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        assert count_open(work=work, where=EVERYTHING) == QueueCount(0, 0, 0)
        queue(work)
        assert count_open(work=work, where=EVERYTHING) == QueueCount(needs=3, open=4, strong=2)


def test_a_need_leaves_the_queue_when_nothing_of_it_is_open_or_it_is_closed(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        refs = queue(work)
        for row in session.query(Suggestion).join(Need).filter(Need.ref == refs["sooner"]):
            row.state = SuggestionState.HELD
        session.query(Need).filter(Need.ref == refs["later"]).one().state = NeedState.CLOSED
        session.flush()
        assert walk(work) == [refs["undated"]]


def test_a_place_knows_its_neighbours(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        refs = queue(work)
        first = find_place(work=work, where=EVERYTHING)
        middle = find_place(work=work, where=EVERYTHING, ref=refs["later"])
        outside = find_place(work=work, where=EVERYTHING, ref=refs["weak"])
        assert first.need is not None
        assert (first.need.ref, first.position, first.total, first.open) == (refs["sooner"], 1, 3, 4)
        assert (first.previous, first.next) == (None, refs["later"])
        assert (middle.previous, middle.position, middle.next) == (refs["sooner"], 2, refs["undated"])
        assert (outside.previous, outside.position, outside.next) == (None, 0, refs["sooner"])


def test_an_officer_has_the_own_county_s_queue(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        refs = queue(work)
        officer = world.work(session, a_user(work, Role.COUNTY, "officer", county_code=XINTAI))
        assert walk(officer) == [refs["undated"]]
        with pytest.raises(NotFound):
            find_place(work=officer, where=EVERYTHING, ref=refs["sooner"])


def test_an_empty_queue_has_no_need(database: Database, world: World) -> None:
    with database.read() as session:
        place = find_place(work=world.work(session), where=EVERYTHING)
    assert (place.need, place.position, place.total, place.next) == (None, 0, 0, None)


def test_candidates_come_best_first_without_outdated_ones(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        refs = queue(work)
        need = session.query(Need).filter(Need.ref == refs["sooner"]).one()
        fair = session.query(Suggestion).filter_by(need_id=need.id, grade=Grade.FAIR).one()
        assert [row.grade for row in candidates_of(work=work, need=need)] == [Grade.STRONG, Grade.FAIR, Grade.WEAK]
        fair.state = SuggestionState.OUTDATED
        session.flush()
        assert [row.grade for row in candidates_of(work=work, need=need)] == [Grade.STRONG, Grade.WEAK]
