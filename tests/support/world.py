"""Builders for tests: a clock that moves only when told, seeded random bytes, and units of work."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.sealing import Sealer
from matchmaker.services.work import SYSTEM, Actor, Work

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class FakeClock:
    """Tells `now`, moves by `advance` only."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class World:
    """A clock and an entropy source shared by all work of one test."""

    def __init__(self, seed: int = 7) -> None:
        self.clock = FakeClock()
        self.random = random.Random(seed)
        self.secrets = ["not a secret: seals values in tests"]

    def sealer(self) -> Sealer:
        return Sealer(self.secrets)

    def work(self, session: Session, actor: Actor = SYSTEM, request_id: str = "test") -> Work:
        return Work(
            session=session,
            actor=actor,
            clock=self.clock,
            entropy=self.random.randbytes,
            request_id=request_id,
            sealer=self.sealer,
        )
