"""Checks of what people have decided: locks, forbidden pairs, conflicts of interest, invitations, targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matchmaker.planning.values.plans import Violation, Visit
from matchmaker.planning.values.visits import VisitProblem

Visits = Sequence[Visit]


def locks(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Every lock is kept."""
    for lock in problem.locks:
        dates = {v.date for v in visits if v.expert == lock.expert and v.enterprise == lock.enterprise}
        if not dates or (lock.date is not None and lock.date not in dates):
            yield Violation("locks", {"expert": lock.expert, "enterprise": lock.enterprise, "date": lock.date})


def forbidden(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """No forbidden pair meets."""
    yield from _meeting("forbidden", set(problem.forbidden), visits)


def conflicts(problem: VisitProblem, visits: Visits) -> Iterator[Violation]:
    """Nobody meets an enterprise with a conflict of interest."""
    yield from _meeting("conflicts", set(problem.conflicts), visits)


def _meeting(code: str, pairs: set[tuple[int, int]], visits: Visits) -> Iterator[Violation]:
    for visit in visits:
        if (visit.expert, visit.enterprise) in pairs:
            yield Violation(code, {"expert": visit.expert, "enterprise": visit.enterprise, "date": visit.date})


def invited_worth(problem: VisitProblem, visits: Visits) -> float:
    """Minus the price of each invited expert without a visit."""
    travelling = {visit.expert for visit in visits}
    idle = [e for e, expert in enumerate(problem.experts) if expert.invited and e not in travelling]
    return -problem.weights.idle_expert * len(idle)


def targets_worth(problem: VisitProblem, visits: Visits) -> float:
    """Minus the price of each expert and enterprise missing to the campaign's targets."""
    experts = len({visit.expert for visit in visits})
    enterprises = len({visit.enterprise for visit in visits})
    missing = max(0, problem.targets.experts - experts) + max(0, problem.targets.enterprises - enterprises)
    return -problem.weights.target_shortfall * missing
