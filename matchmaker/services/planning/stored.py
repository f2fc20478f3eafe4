"""A stored plan as the values that planning works on: problem, index, inputs, visits."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sqlalchemy import select

from matchmaker.errors import WrongState
from matchmaker.models import Plan, Visit
from matchmaker.planning.forms.visits import read_visit_problem
from matchmaker.planning.values.plans import Violation
from matchmaker.planning.values.plans import Visit as PlannedVisit
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.services.planning.access import PLANNED
from matchmaker.services.planning.index import Index, read_index
from matchmaker.services.planning.inputs import Inputs, read_inputs
from matchmaker.services.work import Work

# how far two sums of the same terms may differ by rounding
SAME = 1e-6
READY = "ready"


def require_ready(plan: Plan) -> None:
    """Raise WrongState for a plan that is still being worked out, or that could not be."""
    if plan.report.get("stage") != READY:
        raise WrongState(kind="plan", state=plan.report.get("stage", "empty"))


def stored_problem(plan: Plan) -> VisitProblem:
    """The problem that a visit plan was made for."""
    return read_visit_problem(plan.problem["problem"])


def stored_index(plan: Plan) -> Index:
    """Which number of the stored problem is which record."""
    return read_index(plan.problem["index"])


def stored_inputs(plan: Plan) -> Inputs:
    return read_inputs(plan.problem.get("inputs", {}))


def visit_rows(work: Work, plan: Plan) -> list[Visit]:
    """The visits of a plan that stand, in the order of days."""
    query = select(Visit).where(Visit.plan_id == plan.id, Visit.state == PLANNED)
    return list(work.session.scalars(query.order_by(Visit.on_date, Visit.expert_id, Visit.enterprise_id)))


def planned_visits(index: Index, rows: Iterable[Visit]) -> tuple[tuple[PlannedVisit, ...], list[Violation]]:
    """Rows as visits of the problem, and a violation "outdated" for each row that the problem does not know.

    A need that the problem does not know (it was closed, or its suggestion was taken back) is one, too.
    """
    number = index.numbers
    visits, outdated = [], []
    for row in rows:
        about = {"expert": row.expert_id, "enterprise": row.enterprise_id, "date": row.on_date.isoformat()}
        known = row.expert_id in number["experts"] and row.enterprise_id in number["enterprises"]
        if not known or row.on_date not in number["dates"]:
            outdated.append(Violation("outdated.visit", about))
            continue
        gone = [need for need in row.need_ids if need not in number["needs"]]
        outdated += [Violation("outdated.need", {**about, "need": need}) for need in gone]
        visits.append(
            PlannedVisit(
                date=number["dates"][row.on_date],
                expert=number["experts"][row.expert_id],
                enterprise=number["enterprises"][row.enterprise_id],
                needs=tuple(sorted(number["needs"][need] for need in row.need_ids if need in number["needs"])),
            )
        )
    return tuple(sorted(visits)), outdated


def proven(bound: float, value: float) -> float | None:
    """The bound as it is stored: never below the value, None where nothing was proven."""
    return max(bound, value) if math.isfinite(bound) else None
