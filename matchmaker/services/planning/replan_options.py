"""The answers to a cause, best first: each as what it removes, adds and gives to other needs, by keys of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matchmaker.models import Visit
from matchmaker.planning.checker import check_visits
from matchmaker.planning.errors import LocksExcludeEachOther
from matchmaker.planning.values.changes import EnterpriseDates, ExpertDates, Rejection, Replan
from matchmaker.planning.values.visits import Lock, VisitProblem
from matchmaker.planning.visits.changes import Touched, changed
from matchmaker.planning.visits.replan import replan_touched
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.current_plan import CurrentPlan, about_row, told
from matchmaker.services.planning.replan_cause import ANOTHER_DATE, PARTY_OUT, FoundCause
from matchmaker.services.planning.stored import proven

ALTERNATIVES = 2
MOST_OPTIONS = 4
WITHOUT, TO_DATE, AROUND, COLLEAGUE = "without", "to_date", "around", "colleague"


@dataclass(frozen=True)
class Variant:
    """One way to answer: `code` without (the visit ends), to_date (it moves to `day`), colleague (`colleague` comes
    instead) or around (the rest adapts).
    """

    code: str
    problem: VisitProblem
    touched: Touched
    day: date | None = None
    colleague: int | None = None


def options_for(current: CurrentPlan, cause: FoundCause, watch: Watch) -> list[dict[str, Any]]:
    """Up to MOST_OPTIONS documents, the best first; LocksExcludeEachOther if no way keeps all orders.

    The best option with the colleague who was recommended is among them, whatever it is worth.
    """
    found: list[tuple[float, dict[str, Any]]] = []
    seen: list[object] = []
    refused: LocksExcludeEachOther | None = None
    for variant in variants_of(current, cause):
        try:
            proposals = replan_touched(
                variant.problem, current.visits, variant.touched, alternatives=ALTERNATIVES, watch=watch
            )
        except LocksExcludeEachOther as error:
            refused = error
            continue
        for one in (proposals.best, *proposals.others):
            if one.plan.visits not in seen and check_visits(variant.problem, one.plan.visits).clean:
                seen.append(one.plan.visits)
                found.append((one.worth, option_document(current, variant, one)))
    if not found and refused is not None:
        raise refused
    found.sort(key=lambda pair: -pair[0])
    return shortened([document for _, document in found])


def shortened(ranked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The best, the best one with the colleague who was named among them."""
    named = next((one for one in ranked if one["code"] == COLLEAGUE), None)
    shown = ranked[:MOST_OPTIONS]
    return shown if named is None or named in shown else [*shown[:-1], named]


def variants_of(current: CurrentPlan, cause: FoundCause) -> Iterator[Variant]:
    """Every way to answer: on each of the other dates, with the colleague who was named, without the visit."""
    problem, numbers = current.built.problem, current.built.index.numbers
    expert = numbers["experts"].get(cause.expert.id) if cause.expert is not None else None
    enterprise = numbers["enterprises"].get(cause.enterprise.id) if cause.enterprise is not None else None
    touched = Touched(
        frozenset() if expert is None else frozenset({expert}),
        frozenset() if enterprise is None else frozenset({enterprise}),
    )
    if cause.pair is not None and expert is not None and enterprise is not None:
        if cause.code == ANOTHER_DATE:
            yield from _other_dates(current, cause, expert, enterprise, touched)
        after, _ = changed(problem, [Rejection(expert, enterprise)])
        if cause.stand_in is not None:
            named = Variant(COLLEAGUE, after, touched, colleague=cause.stand_in)
            yield from _with_colleague(current, cause, named, enterprise)
        yield Variant(WITHOUT, after, touched)
    elif cause.code == PARTY_OUT and (expert is not None or enterprise is not None):
        out = ExpertDates(expert, ()) if expert is not None else EnterpriseDates(enterprise or 0, ())
        after, _ = changed(problem, [out])
        yield Variant(AROUND, after, touched)
    else:
        yield Variant(AROUND, problem, touched)


def _other_dates(
    current: CurrentPlan, cause: FoundCause, expert: int, enterprise: int, touched: Touched
) -> Iterator[Variant]:
    """The visit on each offered day; who offered a day is free on it."""
    problem, dates = current.built.problem, current.built.index.numbers["dates"]
    for day in cause.days:
        if day not in dates:
            continue
        number = dates[day]
        change: ExpertDates | EnterpriseDates
        if cause.by == "enterprise":
            free = {*problem.enterprises[enterprise].dates, number}
            change = EnterpriseDates(enterprise, tuple(sorted(free)))
        else:
            change = ExpertDates(expert, tuple(sorted({*problem.experts[expert].dates, number})))
        after, _ = changed(problem, [change])
        yield Variant(TO_DATE, replace(after, locks=(*after.locks, Lock(expert, enterprise, number))), touched, day)


def _with_colleague(current: CurrentPlan, cause: FoundCause, variant: Variant, enterprise: int) -> Iterator[Variant]:
    """The colleague comes instead: on the day of the visit where they can, else on any day."""
    numbers, problem = current.built.index.numbers, variant.problem
    expert = numbers["experts"][variant.colleague]
    touched = Touched(variant.touched.experts | {expert}, variant.touched.enterprises)
    day = numbers["dates"].get(cause.visit.on_date) if cause.visit is not None else None
    days = [day, None] if day is not None and day in problem.experts[expert].dates else [None]
    for one in days:
        locked = replace(problem, locks=(*problem.locks, Lock(expert, enterprise, one)))
        yield replace(variant, problem=locked, touched=touched)


def option_document(current: CurrentPlan, variant: Variant, one: Replan) -> dict[str, Any]:
    """{code, day, remove, add, needs, moved, price, cost, worth, value, bound}.

    `remove`: visits (by reference) with whether they are `lost` (made impossible) or moved; `add`: visits by keys;
    `needs`: reference of a kept visit -> its needs. `price`: the value that is lost against the plan as it stands.
    """
    rows = {_key(about_row(row)): row for row in current.rows}
    after = {_key(visit): visit for visit in (told(current, planned) for planned in one.plan.visits)}
    lost = {(lost.expert, lost.enterprise, lost.date) for lost in one.lost}
    index = current.built.index
    lost_keys = {(index.experts[e], index.enterprises[h], index.dates[d].isoformat()) for e, h, d in lost}
    known = {_key(told(current, visit)) for visit in current.visits}
    removed = [(key, row) for key, row in rows.items() if key not in after]
    return {
        "code": variant.code,
        "day": variant.day.isoformat() if variant.day else None,
        "remove": [
            {"visit": row.ref, **about_row(row), "lost": key in lost_keys or key not in known} for key, row in removed
        ],
        "add": [visit for key, visit in after.items() if key not in rows],
        "needs": _changed_needs(rows, after),
        "moved": len(one.moved),
        "price": current.value - one.plan.value,
        "cost": one.cost,
        "worth": one.worth,
        "value": one.plan.value,
        "bound": proven(one.plan.bound, one.plan.value),
        **({} if variant.colleague is None else {"colleague": variant.colleague}),
    }


def _changed_needs(rows: dict[tuple[Any, ...], Visit], after: dict[tuple[Any, ...], Any]) -> dict[str, list[int]]:
    both = rows.keys() & after.keys()
    return {rows[key].ref: after[key]["needs"] for key in sorted(both)
            if sorted(rows[key].need_ids) != sorted(after[key]["needs"])}  # fmt: skip


def _key(visit: dict[str, Any]) -> tuple[Any, ...]:
    return visit["expert"], visit["enterprise"], visit["date"]


def removed_refs(options: Iterable[dict[str, Any]]) -> set[str]:
    """The references of all visits that some option removes."""
    return {one["visit"] for option in options for one in option["remove"]}
