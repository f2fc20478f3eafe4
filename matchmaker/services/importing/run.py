"""Import a parsed file: all good rows, or all or nothing, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matchmaker.errors import ImportRefused, MatchmakerError
from matchmaker.interchange import AchievementRow, ExpertRow, Message, NeedRow, OrganizationRow, Parsed, Skipped
from matchmaker.interchange.messages import message
from matchmaker.ledger import savepoint
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit_plain
from matchmaker.services.importing.achievements import write_achievement
from matchmaker.services.importing.experts import write_expert
from matchmaker.services.importing.needs import write_need
from matchmaker.services.importing.organizations import write_organization
from matchmaker.services.importing.result import ImportResult, RowResult
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

IMPORTERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
DEFAULT_SOURCE = "workbook"
# What the parameters of a refusal begin with that belong to the error behind it.
PART = "error_"
WRITERS: dict[type[Any], Callable[..., RowResult]] = {
    NeedRow: write_need,
    ExpertRow: write_expert,
    AchievementRow: write_achievement,
    OrganizationRow: write_organization,
}


def import_rows(
    *,
    work: Work,
    parsed: Parsed,
    filename: str,
    all_or_nothing: bool = False,
    source: str = DEFAULT_SOURCE,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Write every row of `parsed`; a row that cannot be written is reported and leaves nothing behind.

    With `all_or_nothing`, ImportRefused is raised if any row is left out for another reason than being a repeat
    (the caller rolls back). Running it again on the same file changes nothing.
    """
    require_role(work, "import", *IMPORTERS)
    result = ImportResult(skipped=list(parsed.skipped), warnings=list(parsed.warnings), notes=parsed.notes)
    for number, row in enumerate(parsed.rows, start=1):
        _write(work, row, source, result)
        if progress is not None:
            progress(number, len(parsed.rows))
    result.skipped.sort(key=lambda entry: entry.row)
    result.warnings.sort(key=lambda warning: warning.row)
    refused = refused_rows(result)
    if all_or_nothing and refused:
        raise ImportRefused(count=len(refused), rows=refused)
    counts = {"taken": result.taken, "updated": result.updated, "unchanged": result.unchanged}
    audit_plain(work=work, action=f"import.{parsed.kind}", subject_kind="file", subject_ref=filename[:32], after=counts)
    return result


def refused_rows(result: ImportResult) -> list[Skipped]:
    """The rows that were left out for another reason than being a repeat."""
    return [entry for entry in result.skipped if not entry.reason.code.startswith("row.repeat")]


def _write(work: Work, row: Any, source: str, result: ImportResult) -> None:
    try:
        with savepoint(work.session):
            written = WRITERS[type(row)](work=work, row=row, source=source)
    except MatchmakerError as error:
        result.skipped.append(Skipped(row.row, _refused(error)))
        return
    result.add(written)


def _refused(error: MatchmakerError) -> Message:
    """The error in English, and beside it what another language is made of (see `refused_because`)."""
    parts = {f"{PART}{name}": value for name, value in error.params.items() if isinstance(value, str | int)}
    return message("row.refused", problem=str(error), **{PART: error.message}, **parts)


def refused_because(params: Mapping[str, Any]) -> MatchmakerError | None:
    """The error that left a row out, to be said in a language; None for a message that holds none."""
    if PART not in params:
        return None
    error = MatchmakerError()
    error.params = {name.removeprefix(PART): params[name] for name in params if name.startswith(PART) and name != PART}
    error.message = params[PART]  # type: ignore[misc]  # an error of the kind that was raised, for its words only
    return error
