"""The visit plan, and what the checker says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matchmaker.planning.watch import relative_gap


@dataclass(frozen=True, slots=True, order=True)
class Visit:
    """An expert at an enterprise on a date, serving these needs of it (perhaps none)."""

    date: int
    expert: int
    enterprise: int
    needs: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[int, int, int]:
        return self.expert, self.enterprise, self.date


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A wish that the plan does not meet, by name: unmet need, quota, target, invited expert without a visit."""

    code: str
    about: Mapping[str, int]
    amount: float
    cost: float


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """Visits with their value and the proven bound on what any plan could reach, in units of affinity.

    `stopped` says why the search ended: "gap", "optimal", "time", "rounds" or "cancelled".
    """

    value: float
    bound: float
    seconds: float
    visits: tuple[Visit, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    stopped: str = ""

    @property
    def gap(self) -> float | None:
        return relative_gap(self.value, self.bound)


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its code and what it is about."""

    code: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The checker's own value of a plan and every violated rule."""

    value: float
    violations: tuple[Violation, ...]

    @property
    def clean(self) -> bool:
        return not self.violations
