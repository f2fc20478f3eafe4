"""An uploaded file between the steps of an import: kept in the data folder, for its sender only, and not for long."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from matchmaker.errors import NotFound

FOLDER = "imports"
KEPT = timedelta(hours=24)
_TOKEN = re.compile(r"[0-9a-f]{64}")
_ABOUT, _CONTENT = "about.json", "content"


@dataclass(frozen=True)
class Parked:
    """A file with what its sender said of it.

    `mapping` corrects columns (header or letter -> field, "" for none), `sheet` chooses one; `job` is the reference of
    the job that reads or writes it, if it is a large one.
    """

    token: str
    owner: int
    kind: str
    filename: str
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    job: str | None = None


def park_file(*, folder: Path, parked: Parked, content: bytes, now: datetime) -> Parked:
    """Keep `content` under `folder` (the data folder's `imports`); files that nobody came back for are removed."""
    purge_parked(folder=folder, now=now)
    place = _place(folder, parked.token)
    place.mkdir(mode=0o700, parents=True)
    (place / _CONTENT).write_bytes(content)
    return amend_parked(folder=folder, parked=parked)


def load_parked(*, folder: Path, token: str, owner: int | None) -> Parked:
    """The file of this token, or NotFound if there is none of this owner."""
    about = _place(folder, token) / _ABOUT
    if not about.is_file():
        raise NotFound(kind="file", ref="-")
    parked = Parked(**json.loads(about.read_text(encoding="utf-8")))
    if owner is None or parked.owner != owner:
        raise NotFound(kind="file", ref="-")
    return parked


def amend_parked(*, folder: Path, parked: Parked, **changes: Any) -> Parked:
    """Keep what the sender said meanwhile. A preview of before a new mapping or sheet is thrown away."""
    changed = replace(parked, **changes)
    if {"mapping", "sheet"} & set(changes):
        (_place(folder, parked.token) / "preview.json").unlink(missing_ok=True)
    _write(_place(folder, parked.token) / _ABOUT, asdict(changed))
    return changed


def content_of(*, folder: Path, parked: Parked) -> bytes:
    """The file itself, or NotFound once it was imported."""
    path = _place(folder, parked.token) / _CONTENT
    if not path.is_file():
        raise NotFound(kind="file", ref="-")
    return path.read_bytes()


def keep_report(*, folder: Path, parked: Parked, name: str, report: Mapping[str, Any]) -> None:
    """Keep what was found (`preview`) or done (`result`)."""
    _write(_place(folder, parked.token) / f"{name}.json", dict(report))


def report_kept(*, folder: Path, parked: Parked, name: str) -> dict[str, Any] | None:
    """What `keep_report` kept, or None."""
    path = _place(folder, parked.token) / f"{name}.json"
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def forget_content(*, folder: Path, parked: Parked) -> None:
    """Remove the file and its preview; the report of what was done stays until it is purged."""
    for name in (_CONTENT, "preview.json"):
        (_place(folder, parked.token) / name).unlink(missing_ok=True)


def drop_parked(*, folder: Path, parked: Parked) -> None:
    """Remove the file and all that was kept with it."""
    shutil.rmtree(_place(folder, parked.token), ignore_errors=True)


def purge_parked(*, folder: Path, now: datetime) -> int:
    """Remove what is older than a day; returns how many files."""
    old = [
        place
        for place in (folder.iterdir() if folder.is_dir() else ())
        if _TOKEN.fullmatch(place.name) and datetime.fromtimestamp(place.stat().st_mtime, UTC) < now - KEPT
    ]
    for place in old:
        shutil.rmtree(place, ignore_errors=True)
    return len(old)


def _place(folder: Path, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotFound(kind="file", ref="-")
    return folder / token


def _write(path: Path, values: Mapping[str, Any]) -> None:
    """Beside and renamed, so that a reader never sees half of it."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
