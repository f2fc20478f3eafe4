"""The only place that wires settings, database, encoder and indexes together."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from matchmaker.database import Database, open_database
from matchmaker.errors import WeakSecret
from matchmaker.reference import load_scheme
from matchmaker.services.work import SYSTEM, Actor, Work
from matchmaker.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from matchmaker.sealing import Sealer
    from matchmaker.services.search_index import SearchIndex

log = structlog.get_logger(__name__)
SECRET_FILE = "secret_key"
SHORTEST_SECRET = 32


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
    search_if_built: SearchIndex | None = None
    _search_lock: threading.Lock = field(default_factory=threading.Lock)
    _sealer: Sealer | None = None
    _sealer_lock: threading.Lock = field(default_factory=threading.Lock)

    def sealer(self) -> Sealer:
        """What seals secrets at rest; the key is of the service's secret."""
        with self._sealer_lock:
            if self._sealer is None:
                from matchmaker.sealing import Sealer  # a cipher library only where something is sealed

                self._sealer = Sealer([secret_key(self.settings, self.entropy), *earlier_secrets(self.settings)])
            return self._sealer

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
            sealer=self.sealer,
        )

    @property
    def search(self) -> SearchIndex:
        """The search index of this process (imports the encoder's libraries on first use)."""
        with self._search_lock:
            if self.search_if_built is None:
                from matchmaker.wiring import build_search  # FAISS only where search is used

                self.search_if_built = build_search(self.settings, self.database, threads=self.threads)
            return self.search_if_built

    def warm_up(self) -> None:
        """Load model and index in a thread, so that the first search does not wait for them."""
        threading.Thread(target=self._warm_up, daemon=True, name="warm-up").start()

    def _warm_up(self) -> None:
        try:
            self.search.current()
            if self.search.encoder is not None:
                self.search.encoder.encode_queries(["启动"])
        except Exception:
            log.exception("warm-up failed; the first search will say why")


def build_application(settings: Settings | None = None) -> Application:
    """The application that `settings` (by default the environment) describe."""
    settings = settings or Settings()
    return Application(settings=settings, database=open_database(settings.resolved_database_url))


def secret_key(settings: Settings, entropy: Callable[[int], bytes]) -> str:
    """The secret that signs cookies: from the settings, else (outside production) one kept in the data folder.

    Raises WeakSecret in production without one, or with one of fewer than 32 characters anywhere.
    """
    if settings.secret_key is not None:
        secret = settings.secret_key.get_secret_value()
        if len(secret) < SHORTEST_SECRET:
            raise WeakSecret()
        return secret
    if settings.environment == "production":
        raise WeakSecret()
    path = secret_file(settings)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(entropy(32).hex(), encoding="ascii")
    return path.read_text(encoding="ascii")


def earlier_secrets(settings: Settings) -> list[str]:
    """The secrets before the present one: what they sealed can still be read."""
    old = settings.secret_key_old
    return [secret.strip() for secret in old.get_secret_value().split(",") if secret.strip()] if old else []


def secret_file(settings: Settings) -> Path:
    """Where a generated secret lies."""
    return settings.data_dir / SECRET_FILE


def present_secrets(settings: Settings) -> list[str]:
    """The secrets that there are, the present one first; unlike `secret_key` it makes none."""
    if settings.secret_key is not None:
        return [settings.secret_key.get_secret_value(), *earlier_secrets(settings)]
    path = secret_file(settings)
    return [*([path.read_text(encoding="ascii")] if path.exists() else []), *earlier_secrets(settings)]
