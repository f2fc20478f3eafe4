"""Doctor: what is wrong with this installation, and the mend of each."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import schema
from matchmaker.database import SQLITE_WAL_RESET_BUG, Database, sqlite_is_in_corruption_range
from matchmaker.locale import N_
from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.sealing import Sealer
from matchmaker.settings import Settings

Level = Literal["error", "warning"]
MIN_SECRET = 32
FREE_BYTES = 1 << 30


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: `problem` and `mend` are messages filled by `params`."""

    level: Level
    check: str
    problem: str
    mend: str
    params: dict[str, str]


def finding(level: Level, check: str, problem: str, mend: str, **params: object) -> Finding:
    return Finding(level, check, problem, mend, {name: str(value) for name, value in params.items()})


def examine(
    *,
    settings: Settings,
    database: Database,
    model_problem: str | None,
    weights_problem: str | None = None,
    graph_problem: str | None = None,
    production: bool,
) -> list[Finding]:
    """All findings; with `production` the rules of a public service apply too (S18)."""
    found = [*_storage(settings), *_database(database), *_model(model_problem), *_weights(weights_problem)]
    found.extend(_graph(graph_problem, settings))
    if production:
        for check in PRODUCTION_CHECKS:
            found.extend(check(settings))
        found.extend(_accounts(database, settings))
        found.extend(_seals(database, settings))
    return found


def _storage(settings: Settings) -> list[Finding]:
    found = []
    folder = settings.data_dir if settings.data_dir.exists() else settings.data_dir.absolute().parent
    if not os.access(folder, os.W_OK):
        found.append(finding("error", "data_dir", N_("The data folder %(folder)s cannot be written."),
                             N_("Give the service's user the right to write there."), folder=folder))  # fmt: skip
    elif _free_bytes(folder) < FREE_BYTES:
        found.append(finding("warning", "disk", N_("Less than 1 GB is free in %(folder)s."),
                             N_("Make room, or move it (MATCHMAKER_DATA_DIR)."), folder=folder))  # fmt: skip
    return found


def _free_bytes(folder: Path) -> int:
    state = os.statvfs(folder)
    return state.f_bavail * state.f_frsize


def _database(database: Database) -> list[Finding]:
    found = []
    if database.is_sqlite and sqlite_is_in_corruption_range():
        first, last = (".".join(map(str, version)) for version in SQLITE_WAL_RESET_BUG)
        found.append(finding("warning", "sqlite", N_("SQLite %(version)s has the WAL-reset bug of %(first)s-%(last)s."),
                             N_("Upgrade SQLite, or use PostgreSQL; keep backups."), first=first, last=last,
                             version=sqlite3.sqlite_version))  # fmt: skip
    try:
        current = schema.current_revision(database)
    except SQLAlchemyError as error:
        return [*found, finding("error", "database", N_("The database does not answer: %(error)s"),
                                N_("Check MATCHMAKER_DATABASE_URL and start the server."),
                                error=type(error).__name__)]  # fmt: skip
    if current != schema.head_revision():
        found.append(finding("error", "schema", N_("The database has another program's schema (%(found)s)."),
                             N_("Run: matchmaker db upgrade"), found=current or "empty"))  # fmt: skip
    return found


def _model(problem: str | None) -> list[Finding]:
    if problem is None:
        return []
    return [finding("error", "model", N_("The embedding model cannot be used: %(error)s"),
                    N_("Run: matchmaker model fetch"), error=problem)]  # fmt: skip


def _weights(problem: str | None) -> list[Finding]:
    if problem is None:
        return []
    return [finding("error", "weights", N_("Nothing can be graded: %(error)s"),
                    N_("Set MATCHMAKER_WEIGHTS to a folder made by: matchmaker evaluate train"),
                    error=problem)]  # fmt: skip


def _graph(problem: str | None, settings: Settings) -> list[Finding]:
    """Nothing where none was exported and none is asked for: sentence-transformers serves then as it should."""
    if problem is None:
        return []
    if settings.encoder == "exported":
        return [finding("error", "graph", N_("MATCHMAKER_ENCODER wants an exported graph: %(error)s"),
                        N_("Run: matchmaker model export (or set MATCHMAKER_ENCODER=auto)"),
                        error=problem)]  # fmt: skip
    return [finding("warning", "graph", N_("sentence-transformers serves in place of the exported graph: %(error)s"),
                    N_("Run: matchmaker model export"), error=problem)]  # fmt: skip


def _environment(settings: Settings) -> list[Finding]:
    if settings.environment == "production":
        return []
    return [finding("error", "environment", N_("MATCHMAKER_ENVIRONMENT is %(value)s."),
                    N_("Set it to production."), value=settings.environment)]  # fmt: skip


def _secret(settings: Settings) -> list[Finding]:
    secret = settings.secret_key.get_secret_value() if settings.secret_key else ""
    if len(secret) >= MIN_SECRET and len(set(secret)) >= 12:
        return []
    return [finding("error", "secret_key", N_("MATCHMAKER_SECRET_KEY is missing or weak."),
                    N_("Set it to 32 random bytes or more: openssl rand -hex 32"))]  # fmt: skip


def _address(settings: Settings) -> list[Finding]:
    parts = urlsplit(settings.base_url)
    found = []
    if parts.scheme != "https":
        found.append(finding("error", "base_url", N_("MATCHMAKER_BASE_URL is not an https address."),
                             N_("Put the service behind TLS and set its public address.")))  # fmt: skip
    if parts.hostname not in settings.trusted_host_list:
        found.append(finding("error", "trusted_hosts", N_("%(host)s is not in MATCHMAKER_TRUSTED_HOSTS."),
                             N_("Add the public host name."), host=parts.hostname))  # fmt: skip
    if "*" in settings.trusted_hosts:
        found.append(finding("error", "trusted_hosts", N_("MATCHMAKER_TRUSTED_HOSTS allows any host."),
                             N_("Name the hosts.")))  # fmt: skip
    if parts.scheme == "https" and settings.proxy_hops == 0:
        found.append(finding("warning", "proxy_hops", N_("MATCHMAKER_PROXY_HOPS is 0 behind TLS."),
                             N_("Set it to the number of reverse proxies in front of the service.")))  # fmt: skip
    return found


def _database_kind(settings: Settings) -> list[Finding]:
    if settings.web_workers > 1 and settings.resolved_database_url.startswith("sqlite"):
        return [finding("warning", "web_workers", N_("Several web workers share one SQLite file."),
                        N_("Use PostgreSQL, or one worker with more threads."))]  # fmt: skip
    return []


def _second_factor(settings: Settings) -> list[Finding]:
    if settings.second_factor_required:
        return []
    return [finding("error", "second_factor", N_("The second factor is switched off for organizers."),
                    N_("Set MATCHMAKER_SECOND_FACTOR_REQUIRED=true."))]  # fmt: skip


def _data_dir(settings: Settings) -> list[Finding]:
    if not settings.data_dir.is_absolute():
        return [finding("error", "data_dir", N_("MATCHMAKER_DATA_DIR is not an absolute path."),
                        N_("Set an absolute path outside the program's folder."))]  # fmt: skip
    mode = settings.data_dir.stat().st_mode if settings.data_dir.exists() else 0
    if mode & 0o007:
        return [finding("error", "data_dir_mode", N_("Everybody on the machine can read the data folder."),
                        N_("Run: chmod o-rwx %(folder)s"), folder=settings.data_dir)]  # fmt: skip
    return []


def _accounts(database: Database, settings: Settings) -> list[Finding]:
    found = []
    try:
        with database.read() as session:
            administrators = list(session.scalars(select(User).where(User.role == Role.ADMINISTRATOR, User.active)))
            demo = session.scalars(select(User.username).where(User.username.like("demo-%"), User.active)).all()
    except SQLAlchemyError:
        return []  # `_database` has told of it
    if not administrators:
        found.append(finding("error", "administrator", N_("There is no administrator."),
                             N_("Run: matchmaker user create NAME --role administrator")))  # fmt: skip
    if settings.second_factor_required and any(user.totp_confirmed_at is None for user in administrators):
        found.append(finding("error", "administrator_factor", N_("An administrator has no second factor."),
                             N_("Sign in and set it up.")))  # fmt: skip
    if demo:
        found.append(finding("error", "demo_accounts", N_("Demo accounts are active: %(names)s."),
                             N_("Deactivate them, or start anew."), names=", ".join(demo)))  # fmt: skip
    return found


def _seals(database: Database, settings: Settings) -> list[Finding]:
    """Second-factor secrets that the present secret did not seal."""
    if settings.secret_key is None:
        return []  # `_secret` has told of it
    sealer = Sealer([settings.secret_key.get_secret_value()])
    try:
        with database.read() as session:
            stored = session.scalars(select(User.totp_secret).where(User.totp_secret.isnot(None))).all()
    except SQLAlchemyError:
        return []  # `_database` has told of it
    count = sum(not sealer.is_present(secret or "") for secret in stored)
    if count == 0:
        return []
    return [finding("error", "seals", N_("%(count)s second-factor secrets are not sealed with the present key."),
                    N_("Run: matchmaker user reseal (with MATCHMAKER_SECRET_KEY_OLD set to the earlier key)"),
                    count=count)]  # fmt: skip


PRODUCTION_CHECKS: tuple[Callable[[Settings], list[Finding]], ...] = (
    _environment, _secret, _address, _database_kind, _second_factor, _data_dir,
)  # fmt: skip
