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

    `conflict` holds locks, `limits` the codes of the rules that stand against them, both as tuples.
    """

    code = "planning.locks_conflict"
    message = N_("These locks exclude each other: %(locks)s. Give up one of them.")

    def __init__(self, *, conflict: tuple[Any, ...], limits: tuple[str, ...]) -> None:
        self.conflict = conflict
        self.limits = limits
        super().__init__(locks=", ".join(str(lock) for lock in conflict))


class SolverFailed(MatchmakerError):
    """HiGHS ended in a state that the model cannot cause."""

    code = "planning.solver_failed"
    message = N_("The solver ended with the state %(status)s in the step %(step)s. Report this with the problem file.")
