"""How long to plan: deadline, work, gap, cancelling, and the reports on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Clock = Callable[[], float]


def never() -> bool:
    """The cancel hook of whoever does not cancel."""
    return False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the planner is. `bound` is proven at any time; `gap` = bound / value - 1, None without a value > 0."""

    stage: str
    value: float | None
    bound: float
    seconds: float

    @property
    def gap(self) -> float | None:
        return relative_gap(self.value, self.bound)


def silent(progress: Progress) -> None:
    """The report of whoever does not listen."""


def relative_gap(value: float | None, bound: float) -> float | None:
    """(bound - value) / |value|; None without a value or when the value is 0."""
    if value is None or value == 0:
        return None
    return max(0.0, bound - value) / abs(value)


MANY_ROUNDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: `seconds` on the clock (None: no deadline), `rounds` of improvement, the relative `gap`.

    With `seconds=None` the result depends on the problem, the seed and `rounds` alone.
    """

    seconds: float | None = None
    rounds: int = 400
    gap: float = 1e-3


@dataclass(slots=True)
class Watch:
    """Asked by every stage whether to go on."""

    effort: Effort = field(default_factory=Effort)
    clock: Clock = time.monotonic
    cancelled: Callable[[], bool] = never
    report: Callable[[Progress], None] = silent
    began: float = field(init=False)
    reserved: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def elapsed(self) -> float:
        return self.clock() - self.began

    def remaining(self) -> float:
        """Seconds to the deadline less what is reserved, infinite without a deadline."""
        return float("inf") if self.effort.seconds is None else self.effort.seconds - self.reserved - self.elapsed()

    def reserve(self, seconds: float) -> None:
        """Keep so many seconds before the deadline for what comes after the search, at most half of what is left."""
        self.reserved = max(0.0, min(seconds, self.remaining() / 2))

    def share(self, part: float) -> float:
        """Seconds for a step that may take this part of all the time, and no more than is left."""
        return self.remaining() if self.effort.seconds is None else min(self.remaining(), part * self.effort.seconds)

    def over(self) -> bool:
        """No more time, or cancelled."""
        return self.remaining() <= 0 or self.cancelled()

    def tell(self, stage: str, value: float | None, bound: float) -> None:
        self.report(Progress(stage=stage, value=value, bound=bound, seconds=self.elapsed()))

    def reached(self, value: float | None, bound: float) -> bool:
        """Whether the gap is as small as asked for."""
        if value is None:
            return False
        return bound - value <= max(self.effort.gap * abs(value), 1e-7)
