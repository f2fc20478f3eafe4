"""The pairing problem (校企合作): which row (an enterprise, or a chain) pairs with which columns (institutions)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matchmaker.planning.values.plans import Violation

Pair = tuple[int, int]
Objective = Literal["total", "floor"]
OBJECTIVES: tuple[Objective, ...] = ("total", "floor")


@dataclass(frozen=True, slots=True)
class PairProblem:
    """Each row gets exactly `demand` different columns; a column carries between `min_load` and `max_load` places.

    `affinity`: (row, column, value), any finite number; a pair that is absent is possible and worth 0. `forbidden`
    pairs never, `locked` pairs always. `places`: what a row takes of a column's load (a chain more than an
    enterprise); empty for 1 each. `objective` "total": the largest sum of affinity; "floor": first the largest
    possible worst row sum, then the largest total. Rows that demand nothing have no say in the worst.

    A column may be a school of an institution: `institution_of` gives each column's institution (numbers of their own,
    from 0; empty: every column stands alone), `institution_load` what all schools of an institution carry together
    (None or empty: no limit beyond theirs). A row pairs with at most one school of an institution.
    """

    demand: tuple[int, ...]
    max_load: tuple[int, ...]
    min_load: tuple[int, ...]
    affinity: tuple[tuple[int, int, float], ...]
    forbidden: tuple[Pair, ...] = ()
    locked: tuple[Pair, ...] = ()
    places: tuple[int, ...] = ()
    objective: Objective = "total"
    institution_of: tuple[int, ...] = ()
    institution_load: tuple[int | None, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.demand)

    @property
    def columns(self) -> int:
        return len(self.max_load)


@dataclass(frozen=True, slots=True)
class PairPlan:
    """Pairs sorted by row and column. `bound`: no plan with this floor has a larger total (no plan at all for the
    objective "total"). `worst`: the smallest row sum; `floor_bound`: no plan has a larger one."""

    total: float
    worst: float
    bound: float
    floor_bound: float
    seconds: float
    pairs: tuple[Pair, ...]
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class PairReplan:
    """Pairs near the published ones.

    `lost`: published pairs that the changes make impossible. `moved`: all other published pairs that the plan does not
    keep. `added`: pairs that were not published. `cost`: what the moves cost; `plan.total` does not count it.
    """

    plan: PairPlan
    lost: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    added: tuple[Pair, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """The checker's own figures of pairs, and every violated rule."""

    total: float
    worst: float
    violations: tuple[Violation, ...]

    @property
    def clean(self) -> bool:
        return not self.violations
