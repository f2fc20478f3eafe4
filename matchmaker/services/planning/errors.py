"""What planning refuses, as typed errors that carry data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matchmaker.errors import Conflicting, InvalidInput
from matchmaker.locale import N_

Said = dict[str, Any]


class PlanRefused(InvalidInput):
    """The checker found violations, or another value than the planner: such a plan is never stored or published.

    `violations` are {code, params}, ready for `matchmaker.services.planning.words`.
    """

    code = "plan_refused"
    message = N_("The plan breaks %(count)s rules and was not taken: %(codes)s.")

    def __init__(self, *, violations: Sequence[Said]) -> None:
        self.violations = list(violations)
        codes = sorted({str(one["code"]) for one in violations})
        super().__init__(field="plan", count=len(self.violations), codes=", ".join(codes))


class LocksConflict(Conflicting):
    """Orders that exclude each other; `conflict` holds them as {expert, enterprise, ...} by reference.

    `limits` are the names of the planning rules that stand against them.
    """

    code = "plan_locks_conflict"
    message = N_("Orders exclude each other: %(locks)s. Give up one of them.")

    def __init__(self, *, conflict: Sequence[Said], limits: Sequence[str], locks: str) -> None:
        self.conflict = list(conflict)
        self.limits = list(limits)
        super().__init__(locks=locks, what="plan")


class AlreadyPublished(Conflicting):
    """After publication nothing is planned anew: only local changes."""

    code = "plan_published"
    message = N_(
        "A plan of this kind is published already. Ask for a local change instead; a new plan would move everybody."
    )
