"""What the service says of its own state: whoever starts it passes a function that finds out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# A degraded service serves: posting works, search answers by words, what needs the missing part waits.
STATES = ("ready", "degraded", "down")


@dataclass(frozen=True)
class Readiness:
    """`status`: one of STATES. `parts`: part (database, model, index, worker) -> its state in a word."""

    status: str
    parts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.status not in STATES:
            raise ValueError(f"No readiness {self.status!r}; known are {', '.join(STATES)}.")


ReadinessCheck = Callable[[], Readiness]
