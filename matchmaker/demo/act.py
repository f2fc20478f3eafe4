"""An act of the demo's story: somebody does something at some moment, through the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matchmaker.demo.scene import Scene

PREFIX = "demo:"
LONGEST_KEY = 64


@dataclass(frozen=True)
class Act:
    """`do` leaves at least one audit event under the request id `key`: that is how a later run knows it is done."""

    key: str
    at: datetime
    do: Callable[[Scene], None]

    def __post_init__(self) -> None:
        if not self.key.startswith(PREFIX) or len(self.key) > LONGEST_KEY:
            raise ValueError(f"not a key of an act: {self.key}")


def act(name: str, at: datetime, do: Callable[[Scene], None]) -> Act:
    """The act `name` (kind, then whose it is, then what, joined by colons)."""
    return Act(PREFIX + name, at, do)
