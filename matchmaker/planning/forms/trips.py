"""The trip problem and its plan as JSON documents."""

from __future__ import annotations

from typing import Any

from matchmaker.planning.forms import fields as take
from matchmaker.planning.forms.shortfalls import shortfall_documents
from matchmaker.planning.values.trip_validation import check_trip_problem
from matchmaker.planning.values.trips import (
    PublishedSeat,
    TripEnterprise,
    TripInstitution,
    TripLock,
    TripPlan,
    TripProblem,
)


def read_trip_problem(document: Any) -> TripProblem:
    """The problem of a document; raises InvalidProblem naming the first field that is missing or wrong.

    {dates, enterprises: [{dates, max_trips?}], institutions: [{dates, min_delegation?, max_delegation?, max_trips?,
    days?, cost?}], affinity: [[enterprise, institution, value]], leaders?: [per date], locks?: [{enterprise,
    institution, date?}], forbidden?: [[enterprise, institution]], unserved?, target?, target_shortfall?, published?:
    [{enterprise, institution, date}], moved?}.
    """
    form = take.fields_of(document, "problem")
    enterprises = take.items(take.need(form, "enterprises"), "enterprises")
    institutions = take.items(take.need(form, "institutions"), "institutions")
    problem = TripProblem(
        dates=take.whole(take.need(form, "dates"), "dates"),
        enterprises=tuple(_enterprise(one, f"enterprises[{n}].") for n, one in enumerate(enterprises)),
        institutions=tuple(_institution(one, f"institutions[{n}].") for n, one in enumerate(institutions)),
        affinity=take.triples(take.need(form, "affinity"), "affinity"),
        leaders=take.wholes(form.get("leaders", []), "leaders"),
        locks=tuple(_lock(one, f"locks[{n}]") for n, one in enumerate(take.items(form.get("locks", []), "locks"))),
        forbidden=take.pairs(form.get("forbidden", []), "forbidden"),
        unserved=take.number(form.get("unserved", 1.0), "unserved"),
        target=take.whole(form.get("target", 0), "target"),
        target_shortfall=take.number(form.get("target_shortfall", 1.0), "target_shortfall"),
        published=tuple(_published(one) for one in take.items(form.get("published", []), "published")),
        moved=take.number(form.get("moved", 0.5), "moved"),
    )
    check_trip_problem(problem)
    return problem


def _enterprise(value: Any, place: str) -> TripEnterprise:
    form = take.fields_of(value, place)
    return TripEnterprise(
        dates=take.wholes(take.need(form, "dates", place), f"{place}dates"),
        max_trips=_limit(form.get("max_trips"), f"{place}max_trips"),
    )


def _institution(value: Any, place: str) -> TripInstitution:
    form = take.fields_of(value, place)
    return TripInstitution(
        dates=take.wholes(take.need(form, "dates", place), f"{place}dates"),
        min_delegation=take.whole(form.get("min_delegation", 1), f"{place}min_delegation"),
        max_delegation=take.whole(form.get("max_delegation", 10), f"{place}max_delegation"),
        max_trips=_limit(form.get("max_trips"), f"{place}max_trips"),
        days=take.whole(form.get("days", 1), f"{place}days"),
        cost=take.number(form.get("cost", 0.0), f"{place}cost"),
    )


def _limit(value: Any, place: str) -> int | None:
    return None if value is None else take.whole(value, place)


def _published(value: Any) -> PublishedSeat:
    form = take.fields_of(value, "published")
    place = (take.need(form, name, "published.") for name in ("enterprise", "institution", "date"))
    return PublishedSeat(*(take.whole(one, "published") for one in place))


def _lock(value: Any, place: str) -> TripLock:
    form = take.fields_of(value, place)
    return TripLock(
        enterprise=take.whole(take.need(form, "enterprise", f"{place}."), f"{place}.enterprise"),
        institution=take.whole(take.need(form, "institution", f"{place}."), f"{place}.institution"),
        date=_limit(form.get("date"), f"{place}.date"),
    )


def trip_lock_document(lock: TripLock) -> dict[str, int]:
    found = {"enterprise": lock.enterprise, "institution": lock.institution}
    return found if lock.date is None else {**found, "date": lock.date}


def trip_plan_document(plan: TripPlan) -> dict[str, Any]:
    """{value, bound, seconds, trips: [{date, institution, enterprises}]} and why it ended there."""
    return {
        "value": plan.value,
        "bound": plan.bound,
        "seconds": plan.seconds,
        "trips": [
            {"date": trip.date, "institution": trip.institution, "enterprises": list(trip.enterprises)}
            for trip in plan.trips
        ],
        "gap": plan.gap,
        "stopped": plan.stopped,
        "shortfalls": shortfall_documents(plan.shortfalls),
    }
