"""The visit problem and the visit plan as JSON documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from matchmaker.planning.forms import fields as take
from matchmaker.planning.forms.shortfalls import shortfall_documents
from matchmaker.planning.values.plans import Visit, VisitPlan
from matchmaker.planning.values.validation import check_problem, of_length
from matchmaker.planning.values.visits import (
    Chain,
    Enterprise,
    Expert,
    Group,
    Lock,
    Need,
    PublishedVisit,
    Targets,
    VisitProblem,
    Weights,
)

Document = Mapping[str, Any]


def read_visit_problem(document: Any) -> VisitProblem:
    """The problem of a document; raises InvalidProblem naming the first field that is missing or wrong.

    Fields beyond the form are ignored; the fields of rules that a problem need not have may be left out.
    """
    form = take.fields_of(document, "problem")
    problem = VisitProblem(
        dates=take.whole(take.need(form, "dates"), "dates"),
        districts=take.whole(take.need(form, "districts"), "districts"),
        experts=tuple(_expert(one, f"expert[{k}].") for k, one in enumerate(_list(form, "expert"))),
        enterprises=tuple(_enterprise(one, f"enterprise[{k}].") for k, one in enumerate(_list(form, "enterprise"))),
        needs=tuple(_need(one, f"need[{k}].") for k, one in enumerate(_list(form, "need"))),
        affinity=take.triples(take.need(form, "affinity"), "affinity"),
        weights=_weights(take.fields_of(form.get("weights", {}), "weights")),
        max_enterprises_per_trip=take.whole(form.get("max_enterprises_per_trip", 3), "max_enterprises_per_trip"),
        max_experts_per_need=take.whole(form.get("max_experts_per_need", 2), "max_experts_per_need"),
        district_min_covered_needs=take.wholes(
            form.get("district_min_covered_needs", []), "district_min_covered_needs"
        ),
        seed=take.whole(form.get("seed", 0), "seed"),
        **_further(form),
    )
    for count, parts in (("experts", problem.experts), ("enterprises", problem.enterprises), ("needs", problem.needs)):
        of_length(count, parts, take.whole(form.get(count, len(parts)), count))
    check_problem(problem)
    return problem


def _further(form: Document) -> dict[str, Any]:
    """The rules that a problem may have."""
    km = form.get("max_km_per_trip")
    escorts = form.get("escorts")
    return {
        "district_max_visits": tuple(
            None if most is None else take.whole(most, "district_max_visits")
            for most in take.items(form.get("district_max_visits", []), "district_max_visits")
        ),
        "max_km_per_trip": None if km is None else take.number(km, "max_km_per_trip"),
        "chains": tuple(_chain(one) for one in take.items(form.get("chains", []), "chains")),
        "groups": tuple(_group(one) for one in take.items(form.get("groups", []), "groups")),
        "escorts": None
        if escorts is None
        else tuple(take.wholes(d, "escorts") for d in take.items(escorts, "escorts")),
        "conflicts": take.pairs(form.get("conflicts", []), "conflicts"),
        "forbidden": take.pairs(form.get("forbidden", []), "forbidden"),
        "locks": tuple(_lock(one, f"locks[{k}]") for k, one in enumerate(take.items(form.get("locks", []), "locks"))),
        "targets": _targets(take.fields_of(form.get("targets", {}), "targets")),
        "published": tuple(_published(one) for one in take.items(form.get("published", []), "published")),
    }


def _list(form: Document, name: str) -> list[Any]:
    return take.items(take.need(form, name), name)


def _expert(value: Any, place: str) -> Expert:
    form = take.fields_of(value, place)
    most = form.get("max_visits")
    return Expert(
        dates=take.wholes(take.need(form, "dates", place), f"{place}dates"),
        max_days=take.whole(take.need(form, "max_days", place), f"{place}max_days"),
        km_round_trip=take.numbers(take.need(form, "km_round_trip", place), f"{place}km_round_trip"),
        invited=take.flag(form.get("invited", False), f"{place}invited"),
        max_visits=None if most is None else take.whole(most, f"{place}max_visits"),
    )


def _enterprise(value: Any, place: str) -> Enterprise:
    form = take.fields_of(value, place)
    return Enterprise(
        district=take.whole(take.need(form, "district", place), f"{place}district"),
        dates=take.wholes(take.need(form, "dates", place), f"{place}dates"),
        max_visits=take.whole(take.need(form, "max_visits", place), f"{place}max_visits"),
        max_visits_per_date=take.whole(form.get("max_visits_per_date", 1), f"{place}max_visits_per_date"),
        chains=take.wholes(form.get("chains", []), f"{place}chains"),
    )


def _need(value: Any, place: str) -> Need:
    form = take.fields_of(value, place)
    return Need(enterprise=take.whole(take.need(form, "enterprise", place), f"{place}enterprise"))


def _weights(form: Document) -> Weights:
    known = {one.name for one in fields(Weights)}
    return Weights(**{name: take.number(value, f"weights.{name}") for name, value in form.items() if name in known})


def _chain(value: Any) -> Chain:
    form = take.fields_of(value, "chains")
    most = form.get("max_visits")
    return Chain(
        min_covered_needs=take.whole(form.get("min_covered_needs", 0), "chains"),
        max_visits=None if most is None else take.whole(most, "chains"),
    )


def _group(value: Any) -> Group:
    form = take.fields_of(value, "groups")
    members = take.wholes(take.need(form, "members", "groups."), "groups")
    return Group(members=members, leader=take.whole(take.need(form, "leader", "groups."), "groups"))


def _lock(value: Any, place: str) -> Lock:
    form = take.fields_of(value, place)
    date = form.get("date")
    return Lock(
        expert=take.whole(take.need(form, "expert", f"{place}."), f"{place}.expert"),
        enterprise=take.whole(take.need(form, "enterprise", f"{place}."), f"{place}.enterprise"),
        date=None if date is None else take.whole(date, f"{place}.date"),
    )


def _targets(form: Document) -> Targets:
    return Targets(
        experts=take.whole(form.get("experts", 0), "targets"),
        enterprises=take.whole(form.get("enterprises", 0), "targets"),
    )


def _published(value: Any) -> PublishedVisit:
    visit = _visit(value)
    return PublishedVisit(expert=visit.expert, enterprise=visit.enterprise, date=visit.date)


def _visit(value: Any) -> Visit:
    form = take.fields_of(value, "visits")
    return Visit(
        expert=take.whole(take.need(form, "expert", "visits."), "visits"),
        enterprise=take.whole(take.need(form, "enterprise", "visits."), "visits"),
        date=take.whole(take.need(form, "date", "visits."), "visits"),
        needs=take.wholes(form.get("needs", []), "visits"),
    )


def read_visit_plan(document: Any) -> VisitPlan:
    """The plan of a document; only its visits are needed."""
    form = take.fields_of(document, "plan")
    visits = take.items(take.need(form, "visits"), "visits")
    return VisitPlan(
        value=take.number(form.get("value", 0.0), "value"),
        bound=take.number(form["bound"], "bound") if form.get("bound") is not None else float("inf"),
        seconds=take.number(form.get("seconds", 0.0), "seconds"),
        visits=tuple(sorted(_visit(one) for one in visits)),
    )


def visit_plan_document(plan: VisitPlan) -> dict[str, Any]:
    """The plan in the form of the command line, with what falls short."""
    return {
        "value": plan.value,
        "bound": plan.bound,
        "seconds": plan.seconds,
        "visits": [visit_document(visit) for visit in plan.visits],
        "gap": plan.gap,
        "stopped": plan.stopped,
        "shortfalls": shortfall_documents(plan.shortfalls),
    }


def visit_document(visit: Visit) -> dict[str, Any]:
    return {
        "expert": visit.expert,
        "enterprise": visit.enterprise,
        "date": visit.date,
        "needs": list(visit.needs),
    }


def lock_document(lock: Lock) -> dict[str, int]:
    found = {"expert": lock.expert, "enterprise": lock.enterprise}
    return found if lock.date is None else {**found, "date": lock.date}
