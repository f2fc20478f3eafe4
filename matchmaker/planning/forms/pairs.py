"""The pairing problem and its result as JSON documents."""

from __future__ import annotations

from typing import Any

from matchmaker.planning.forms import fields as take
from matchmaker.planning.values.pair_validation import check_pair_problem
from matchmaker.planning.values.pairs import PairPlan, PairProblem
from matchmaker.planning.values.validation import of_length


def read_pair_problem(document: Any) -> PairProblem:
    """The problem of a document; raises InvalidProblem naming the first field that is missing or wrong.

    `rows` and `columns` may be left out; `min_load` is 0 and `objective` "total" where they are.
    """
    form = take.fields_of(document, "problem")
    demand = take.wholes(take.need(form, "demand"), "demand")
    most = take.wholes(take.need(form, "max_load"), "max_load")
    problem = PairProblem(
        demand=demand,
        max_load=most,
        min_load=take.wholes(form.get("min_load", [0] * len(most)), "min_load"),
        affinity=take.triples(take.need(form, "affinity"), "affinity"),
        forbidden=take.pairs(form.get("forbidden", []), "forbidden"),
        locked=take.pairs(form.get("locked", []), "locked"),
        places=take.wholes(form.get("places", []), "places"),
        objective=form.get("objective", "total"),
        institution_of=take.wholes(form.get("institution_of", []), "institution_of"),
        institution_load=tuple(
            None if most is None else take.whole(most, "institution_load")
            for most in take.items(form.get("institution_load", []), "institution_load")
        ),
    )
    of_length("demand", demand, take.whole(form.get("rows", len(demand)), "rows"))
    of_length("max_load", most, take.whole(form.get("columns", len(most)), "columns"))
    check_pair_problem(problem)
    return problem


def pair_plan_document(plan: PairPlan) -> dict[str, Any]:
    """The pairs in the form of the command line."""
    return {
        "total": plan.total,
        "worst": plan.worst,
        "bound": plan.bound,
        "seconds": plan.seconds,
        "pairs": [list(pair) for pair in plan.pairs],
        "floor_bound": plan.floor_bound,
        "stopped": plan.stopped,
    }
