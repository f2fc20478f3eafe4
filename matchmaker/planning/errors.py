"""What the planner refuses, as typed errors that carry data."""

from __future__ import annotations

from typing import Any

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_


class InvalidProblem(MatchmakerError):
    """A planning problem or plan that contradicts itself; `field` names the place, `problem` the mend."""

    code = "planning.invalid"
    message = N_("%(field)s: %(problem)s")


class LocksExcludeEachOther(MatchmakerError):
    """Hard locks that no plan can keep together; giving up any one of `conflict` resolves this conflict.

    `conflict` holds locks, `limits` the names of the rules that stand against them, both as tuples.
    """

    code = "planning.locks_conflict"
    message = N_("These locks exclude each other: %(locks)s. Give up one of them.")

    def __init__(self, *, conflict: tuple[Any, ...], limits: tuple[str, ...]) -> None:
        self.conflict = conflict
        self.limits = limits
        super().__init__(locks=", ".join(_told(lock) for lock in conflict))


class LockCannotBeKept(LocksExcludeEachOther):
    """A single lock that no plan can keep, whatever the others."""

    code = "planning.lock_impossible"
    message = N_("This lock cannot be kept at all: %(locks)s. Give it up.")


def locks_exclude(conflict: tuple[Any, ...], limits: tuple[str, ...]) -> LocksExcludeEachOther:
    """The error for an irreducible conflict of locks."""
    kind = LockCannotBeKept if len(conflict) == 1 else LocksExcludeEachOther
    return kind(conflict=conflict, limits=limits)


def _told(lock: Any) -> str:
    """A lock in words; a plain pair is one of a pairing problem."""
    return f"row {lock[0]} with column {lock[1]}" if isinstance(lock, tuple) else str(lock)


class LoadsExcludeEachOther(MatchmakerError):
    """Demands and loads that contradict each other without any lock; relaxing any one of `conflict` resolves it.

    `conflict` holds (code, row or column, limit): "pair_demand.min", "pair_demand.max", "pair_load.min",
    "pair_load.max"; of an institution with schools "pair_school.load.max" and "pair_school.once.max".
    """

    code = "planning.loads_conflict"
    message = N_("These demands and loads exclude each other: %(limits)s. Change one of them.")

    def __init__(self, *, conflict: tuple[tuple[str, int, float], ...]) -> None:
        self.conflict = conflict
        super().__init__(limits=", ".join(_limit_told(*limit) for limit in conflict))


def _limit_told(code: str, number: int, limit: float) -> str:
    name, _, side = code.rpartition(".")
    kind = "row" if name == "pair_demand" else "column" if name == "pair_load" else "institution"
    return f"{kind} {number} {'at least' if side == 'min' else 'at most'} {limit:g}"


class SolverFailed(MatchmakerError):
    """HiGHS ended in a state that the model cannot cause."""

    code = "planning.solver_failed"
    message = N_("The solver ended with the state %(status)s in the step %(step)s. Report this with the problem file.")
