"""Apply changes to a visit problem, and say whom they touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from matchmaker.planning.values.changes import Change, EnterpriseDates, ExpertDates, NewNeed, Rejection
from matchmaker.planning.values.validation import check_problem, inside
from matchmaker.planning.values.visits import Need, VisitProblem


@dataclass(frozen=True)
class Touched:
    """The experts and enterprises for whom a better plan may now exist."""

    experts: frozenset[int] = frozenset()
    enterprises: frozenset[int] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.experts | other.experts, self.enterprises | other.enterprises)


def reject(problem: VisitProblem, change: Rejection) -> VisitProblem:
    return replace(problem, forbidden=(*problem.forbidden, (change.expert, change.enterprise)))


def change_expert(problem: VisitProblem, change: ExpertDates) -> VisitProblem:
    inside("changes", change.expert, len(problem.experts))
    experts = list(problem.experts)
    experts[change.expert] = replace(experts[change.expert], dates=change.dates)
    return replace(problem, experts=tuple(experts))


def change_enterprise(problem: VisitProblem, change: EnterpriseDates) -> VisitProblem:
    inside("changes", change.enterprise, len(problem.enterprises))
    enterprises = list(problem.enterprises)
    enterprises[change.enterprise] = replace(enterprises[change.enterprise], dates=change.dates)
    return replace(problem, enterprises=tuple(enterprises))


def add_need(problem: VisitProblem, change: NewNeed) -> VisitProblem:
    number = len(problem.needs)
    serving = tuple((expert, number, value) for expert, value in change.affinity)
    needs = (*problem.needs, Need(enterprise=change.enterprise))
    return replace(problem, needs=needs, affinity=problem.affinity + serving)


CHANGES: dict[type[Change], tuple[Callable[[VisitProblem, Any], VisitProblem], Callable[[Any], Touched]]] = {
    Rejection: (reject, lambda c: Touched(frozenset({c.expert}), frozenset({c.enterprise}))),
    ExpertDates: (change_expert, lambda c: Touched(experts=frozenset({c.expert}))),
    EnterpriseDates: (change_enterprise, lambda c: Touched(enterprises=frozenset({c.enterprise}))),
    NewNeed: (add_need, lambda c: Touched(enterprises=frozenset({c.enterprise}))),
}


def changed(problem: VisitProblem, changes: Iterable[Change]) -> tuple[VisitProblem, Touched]:
    """The problem after all changes, in their order, and whom they touch. Raises InvalidProblem for unknown numbers."""
    touched = Touched()
    for change in changes:
        apply, whom = CHANGES[type(change)]
        problem = apply(problem, change)
        touched |= whom(change)
    check_problem(problem)
    return problem, touched
