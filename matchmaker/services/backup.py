"""Backup and restore through the database's own means, under load (N10).

A backup holds what a fresh machine cannot make again: the database, and from the data folder the files that its rows
name. It never holds the service's secret: whoever finds a backup must not be able to open what is sealed in it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.engine import make_url

from matchmaker.database import open_database
from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_
from matchmaker.models import Ledger

Progress = Callable[[int, int], None]
DATABASE_MEMBER = "database.sqlite3"
DUMP_MEMBER = "database.dump"
UPLOADS_MEMBER = "uploads"
# Weights as they run with this database: they replace what lies there. The pointer under way is not theirs.
WEIGHTS_MEMBER = "weights"
# Named by content or by a random token: they are laid beside what is there.
FILE_MEMBERS = (UPLOADS_MEMBER, "imports", "outbox")


class BackupFailed(MatchmakerError):
    """The backup could not be made; there is no new file."""

    code = "backup_failed"
    message = N_("The backup failed: %(problem)s")


class RestoreFailed(MatchmakerError):
    """The backup could not be put in place; the database that was there still is."""

    code = "restore_failed"
    message = N_("Nothing was restored: %(problem)s")


def write_backup(*, database_url: str, data_dir: Path, target: Path, progress: Progress | None = None) -> Path:
    """Write one .tar file with a consistent copy of the database and the files of the data folder that belong to it.

    The files are uploads, imports that wait, mails written as files, and weights learnt from decisions. `target`
    appears when it is whole, and only its owner can read it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = _dump(database_url, Path(folder), progress)
        partial = Path(folder) / "backup.tar"
        with tarfile.open(partial, "w") as archive:
            archive.add(copy, arcname=copy.name)
            for member in (*FILE_MEMBERS, WEIGHTS_MEMBER):
                if (data_dir / member).is_dir():
                    archive.add(data_dir / member, arcname=member, filter=_finished)
        partial.chmod(0o600)
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.replace(target)
    return target


def restore_backup(*, source: Path, database_url: str, data_dir: Path, lineage: str, overwrite: bool = False) -> None:
    """Put a backup in place. Refused where a database is already, unless `overwrite`; stop the service first.

    `lineage` is a new random name of the database: caches of what was there before are not taken for its own.
    """
    if not source.is_file():
        raise RestoreFailed(problem=f"{source} does not exist")
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restore-") as folder:
        _unpack(source, Path(folder))
        for member in FILE_MEMBERS:
            if (Path(folder) / member).is_dir():
                shutil.copytree(Path(folder) / member, data_dir / member, dirs_exist_ok=True)
        _load(database_url, Path(folder), overwrite)
        _begin_lineage(database_url, lineage)
        _replace_weights(Path(folder), data_dir / WEIGHTS_MEMBER)


def _unpack(source: Path, folder: Path) -> None:
    """Only plain files and folders, only inside of `folder`; Pythons before 3.11.4 have no filter that sees to it."""
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
                if not (inside and (member.isreg() or member.isdir())):
                    raise RestoreFailed(problem=f"{source} holds {member.name}, which no backup of this service has")
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(folder)
    except (tarfile.ReadError, EOFError) as error:
        raise RestoreFailed(problem=f"{source} is no backup of this service, or only a part of one") from error


def _finished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without files that a running service is just writing beside their place."""
    name = Path(member.name).name
    return None if name.startswith(".") or name.endswith(".new") else member


def _replace_weights(folder: Path, place: Path) -> None:
    """The weights that ran with the database of the backup; where it has none, those that ship run again."""
    if place.exists():
        place.replace(folder / "replaced")
    if (folder / WEIGHTS_MEMBER).is_dir():
        (folder / WEIGHTS_MEMBER).replace(place)


def _dump(database_url: str, folder: Path, progress: Progress | None) -> Path:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        target = folder / DUMP_MEMBER
        _run(BackupFailed, "pg_dump", "--format=custom", f"--file={target}", f"--dbname={_libpq(database_url)}")
        return target
    target = folder / DATABASE_MEMBER
    with sqlite3.connect(str(url.database)) as source, sqlite3.connect(target) as copy:
        step = (lambda _status, left, total: progress(total - left, total)) if progress else None
        source.backup(copy, pages=1000, progress=step)
    check = sqlite3.connect(target).execute("PRAGMA integrity_check").fetchone()[0]
    if check != "ok":
        raise BackupFailed(problem=f"the copy is damaged: {check}")
    return target


def _load(database_url: str, folder: Path, overwrite: bool) -> None:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        dump = folder / DUMP_MEMBER
        if not dump.exists():
            raise RestoreFailed(problem="the backup is of another kind of database (SQLite)")
        clean = ("--clean", "--if-exists") if overwrite else ()
        _run(RestoreFailed, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", *clean,
             f"--dbname={_libpq(database_url)}", str(dump))  # fmt: skip
        return
    copy, target = folder / DATABASE_MEMBER, Path(str(url.database))
    if not copy.exists():
        raise RestoreFailed(problem="the backup is of another kind of database (PostgreSQL)")
    if target.exists() and not overwrite:
        raise RestoreFailed(problem=f"{target} exists: name another data folder, or restore with --overwrite")
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy.replace(target)


def _begin_lineage(database_url: str, lineage: str) -> None:
    database = open_database(database_url)
    with database.write() as session:
        session.execute(update(Ledger).values(lineage=lineage))
    database.dispose()


def _libpq(database_url: str) -> str:
    return make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(failed: type[MatchmakerError], *command: str) -> None:
    if shutil.which(command[0]) is None:
        raise failed(problem=f"{command[0]} is not installed (Debian package postgresql-client)")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise failed(problem=done.stderr.strip() or f"{command[0]} ended with {done.returncode}")
