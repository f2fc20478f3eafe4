"""Where units of work come from: for use cases that must commit more than once, such as a sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.sealing import SealerSource, no_sealer
from matchmaker.services.work import ANONYMOUS, Actor, Work


@dataclass(frozen=True)
class WorkSource:
    """Opens units of work on one database, with one clock, one source of random bytes and one request id.

    A use case that is given a `Work` is one transaction. One that is given a `WorkSource` opens its own: it counts a
    refused attempt in a transaction that is committed before the refusal is raised, and keeps no lock while a
    password is hashed.
    """

    database: Database
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    request_id: str = ""
    sealer: SealerSource = no_sealer

    def at_one_moment(self) -> WorkSource:
        """The same with a still clock: for what has to be counted and given back in one window of time."""
        now = self.clock()
        return replace(self, clock=lambda: now)

    @contextmanager
    def reading(self, actor: Actor = ANONYMOUS) -> Iterator[Work]:
        """A unit of work that only reads."""
        with self.database.read() as session:
            yield self._work(session, actor)

    @contextmanager
    def writing(self, actor: Actor = ANONYMOUS) -> Iterator[Work]:
        """A unit of work that commits at the end of the block and rolls back on any error."""
        with self.database.write() as session:
            yield self._work(session, actor)

    def _work(self, session: Session, actor: Actor) -> Work:
        return Work(session, actor, self.clock, self.entropy, self.request_id, sealer=self.sealer)
