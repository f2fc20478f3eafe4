"""The only place that wires settings, database, encoder and indexes together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from matchmaker.database import Database, open_database
from matchmaker.reference import load_scheme
from matchmaker.services.work import SYSTEM, Actor, Work
from matchmaker.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from matchmaker.services.search_index import SearchIndex


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


@dataclass
class Application:
    """Everything a process of the service holds. Search is built when it is first asked for."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime] = utc_now
    entropy: Callable[[int], bytes] = secrets.token_bytes
    threads: int = 1

    def work(self, session: Session, actor: Actor = SYSTEM, request_id: str = "") -> Work:
        """A unit of work on `session` for `actor`."""
        return Work(
            session=session,
            actor=actor,
            clock=self.clock,
            entropy=self.entropy,
            request_id=request_id,
            schemes=partial(load_scheme, overrides=self.settings.reference_dir),
            answer_days=self.settings.answer_days,
        )

    @cached_property
    def search(self) -> SearchIndex:
        """The search index of this process (imports the encoder's libraries on first use)."""
        from matchmaker.wiring import build_search  # torch and FAISS only where search is used

        return build_search(self.settings, self.database, threads=self.threads)


def build_application(settings: Settings | None = None) -> Application:
    """The application that `settings` (by default the environment) describe."""
    settings = settings or Settings()
    return Application(settings=settings, database=open_database(settings.resolved_database_url))
