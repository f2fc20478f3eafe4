"""The steps of an import on a screen: look at the file, try it out, write it. Large files are left to a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.errors import ImportRefused
from matchmaker.interchange import Looked, Parsed, look_at, read_file
from matchmaker.interchange.mapping.fields import KINDS, load_kind
from matchmaker.services.importing.parked import FOLDER, Parked, content_of, forget_content, keep_report
from matchmaker.services.importing.report import refusal_of, report_of
from matchmaker.services.importing.result import ImportResult
from matchmaker.services.importing.run import import_rows, refused_rows
from matchmaker.services.work import Work
from matchmaker.settings import Settings

# From here on a worker reads and writes the rows: a request would take longer than a second.
LARGE = 60
# Rows of one transaction, about a second's work: other writers get their turn in between.
PART = 100
Progress = Callable[[int, int], None]
WorkOf = Callable[[Session], Work]
__all__ = ["KINDS", "LARGE", "folder_of", "import_parked", "look_at_parked", "read_parked", "template_of", "try_parked"]


def folder_of(settings: Settings) -> Path:
    """Where uploaded files wait."""
    return settings.data_dir / FOLDER


def look_at_parked(*, settings: Settings, parked: Parked) -> Looked:
    """The file with what each column was taken for. Raises the subclasses of `FileRefused`."""
    content = content_of(folder=folder_of(settings), parked=parked)
    return look_at(parked.kind, content, parked.filename, mapping=parked.mapping, sheet=parked.sheet)


def read_parked(*, settings: Settings, parked: Parked) -> Parsed:
    """The rows of the file as drafts."""
    content = content_of(folder=folder_of(settings), parked=parked)
    return read_file(
        parked.kind,
        content,
        parked.filename,
        mapping=parked.mapping,
        overrides=settings.reference_dir,
        sheet=parked.sheet,
    )


def try_parked(
    *, settings: Settings, database: Database, work_of: WorkOf, parked: Parked, progress: Progress | None = None
) -> dict[str, Any]:
    """Write every row as the import would, note the fate of each, and take all of it back."""
    parsed = read_parked(settings=settings, parked=parked)
    result = _in_parts(partial(_tried, database), work_of, parked, parsed, progress)
    report = report_of(parsed, result)
    keep_report(folder=folder_of(settings), parked=parked, name="preview", report=report)
    return report


def import_parked(
    *, settings: Settings, database: Database, work_of: WorkOf, parked: Parked, all_or_nothing: bool,
    progress: Progress | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Write the file's rows, in parts of which each is a transaction. The file is then removed.

    All or nothing: a file of one part is one transaction. Of a larger one every row is tried first, so that no other
    writer waits for the whole of it; a worker that is killed half way goes on: nothing is written twice.
    """
    parsed = read_parked(settings=settings, parked=parked)
    try:
        if all_or_nothing and len(parsed.rows) > PART:
            _require_all(_in_parts(partial(_tried, database), work_of, parked, parsed, None))
        write = partial(_written, database, all_or_nothing=all_or_nothing)
        result = _in_parts(write, work_of, parked, parsed, progress)
        report = report_of(parsed, result)
    except ImportRefused as error:
        report = refusal_of(parsed, error.params["rows"])
    keep_report(folder=folder_of(settings), parked=parked, name="result", report=report)
    if not report["refused"]:
        forget_content(folder=folder_of(settings), parked=parked)
    return report


def template_of(*, settings: Settings, kind: str) -> tuple[str, bytes]:
    """(file name, content) of the workbook to fill in. Raises `KindUnknown`."""
    from matchmaker.interchange.writing.template import write_template  # a library of 8 MB, only where one is made

    return f"{load_kind(kind).zh}导入模板.xlsx", write_template(kind, settings.reference_dir)


def _in_parts(
    write: Callable[[WorkOf, Parsed, str], ImportResult],
    work_of: WorkOf,
    parked: Parked,
    parsed: Parsed,
    progress: Progress | None,
) -> ImportResult:
    """`write` each part of the rows; what was left out before stands with the first."""
    whole = ImportResult(notes=parsed.notes)
    total = len(parsed.rows)
    for start in range(0, max(total, 1), PART):
        rows = parsed.rows[start : start + PART]
        warnings = tuple(warning for row in rows for warning in row.warnings)
        part = replace(parsed, rows=rows, skipped=parsed.skipped if start == 0 else (), warnings=warnings)
        done = write(work_of, part, parked.filename)
        whole.taken, whole.updated = whole.taken + done.taken, whole.updated + done.updated
        whole.unchanged += done.unchanged
        whole.skipped += done.skipped
        whole.warnings += done.warnings
        whole.records += done.records
        if progress is not None:
            progress(min(start + PART, total), total)
    return whole


def _tried(database: Database, work_of: WorkOf, part: Parsed, filename: str) -> ImportResult:
    with database.writing() as session:
        result = import_rows(work=work_of(session), parsed=part, filename=filename)
        session.rollback()
    return result


def _written(database: Database, work_of: WorkOf, part: Parsed, filename: str, *, all_or_nothing: bool) -> ImportResult:
    with database.write() as session:
        return import_rows(work=work_of(session), parsed=part, filename=filename, all_or_nothing=all_or_nothing)


def _require_all(tried: ImportResult) -> None:
    refused = refused_rows(tried)
    if refused:
        raise ImportRefused(count=len(refused), rows=refused)
