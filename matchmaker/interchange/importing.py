"""The way in: a file becomes typed rows, with everything that was left out or doubtful named by its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from matchmaker.interchange.errors import ColumnsMissing
from matchmaker.interchange.looking import Looked, is_example, look_at
from matchmaker.interchange.mapping.fields import load_kind
from matchmaker.interchange.mapping.matching import ColumnMapping
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.table import CellProblem, Skipped
from matchmaker.interchange.rows.achievement import read_achievement
from matchmaker.interchange.rows.drafts import RowWarning
from matchmaker.interchange.rows.expert import read_expert
from matchmaker.interchange.rows.lists import Lists
from matchmaker.interchange.rows.need import read_need
from matchmaker.interchange.rows.organization import read_organization
from matchmaker.interchange.rows.repeats import AnyRow, without_repeats
from matchmaker.interchange.rows.row_reader import RowReader

# kind of table -> how one of its rows is read
READERS: dict[str, Callable[[RowReader], AnyRow | Skipped]] = {
    "needs": read_need,
    "experts": read_expert,
    "achievements": read_achievement,
    "organizations": read_organization,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds.

    `rows` are taken. `skipped` are rows of data that were not, `set_aside` what is no data (titles, blank rows, sums,
    notes, the header again, a template's example): every row of the sheet but its header is in one of the three.
    `warnings` are those of the taken rows, in order; `notes` are about the file as a whole.
    """

    kind: str
    rows: tuple[AnyRow, ...]
    skipped: tuple[Skipped, ...]
    set_aside: tuple[Skipped, ...]
    warnings: tuple[RowWarning, ...]
    notes: tuple[Message, ...]
    mapping: ColumnMapping
    sheet: str
    header_row: int


def read_file(
    kind: str,
    source: Path | bytes,
    filename: str,
    *,
    mapping: Mapping[str, str] | None = None,
    overrides: Path | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
) -> Parsed:
    """Read a file of needs, experts, achievements or organizations.

    `mapping` corrects which column is which (header or column letter -> field, "" to leave a column out; see
    `load_mapping`), `overrides` is the operator's folder of reference lists, `sheet` chooses another sheet than the
    one with the best header. Raises the subclasses of `FileRefused`, `MappingRefused` and `KindUnknown`; a row never
    raises.
    """
    looked = look_at(kind, source, filename, mapping=mapping, limits=limits, sheet=sheet)
    _check_needed(looked, filename)
    table = looked.table
    examples = [Skipped(row.number, message("row.example")) for row in table.rows if is_example(row)]
    outcomes = _read_rows(looked, Lists(overrides))
    unreadable = [outcome for outcome in outcomes if isinstance(outcome, Skipped)]
    rows, repeats = without_repeats(outcome for outcome in outcomes if not isinstance(outcome, Skipped))
    return Parsed(
        kind=kind,
        rows=rows,
        skipped=_in_order(table.skipped, unreadable, repeats),
        set_aside=_in_order(table.set_aside, examples),
        warnings=tuple(warning for row in rows for warning in row.warnings),
        notes=looked.notes,
        mapping=looked.mapping,
        sheet=table.sheet,
        header_row=table.header_row,
    )


def _in_order(*parts: Iterable[Skipped]) -> tuple[Skipped, ...]:
    return tuple(sorted((entry for part in parts for entry in part), key=lambda entry: entry.row))


def _check_needed(looked: Looked, filename: str) -> None:
    """At least one of the fields without which no row can be taken must have a column."""
    kind, table = load_kind(looked.kind), looked.table
    if not table.columns and table.skipped:
        return
    if looked.mapping.fields.isdisjoint(kind.needed):
        raise ColumnsMissing(
            filename=filename,
            sheet=table.sheet,
            row=table.header_row,
            columns="、".join(column.header or column.letter for column in table.columns),
            needed=" / ".join(kind.fields[name].header for name in kind.needed),
        )


def _read_rows(looked: Looked, lists: Lists) -> list[AnyRow | Skipped]:
    """Every row of data as a draft, or why it cannot be one."""
    fields = {match.column: match.field for match in looked.mapping.mapped}
    problems: dict[int, list[CellProblem]] = {}
    for problem in looked.table.problems:
        problems.setdefault(problem.row, []).append(problem)
    outcomes: list[AnyRow | Skipped] = []
    for row in looked.table.rows:
        if is_example(row):
            continue
        reader = RowReader(row, looked.mapping, looked.given, lists)
        for problem in problems.get(row.number, ()):
            reader.warn(fields.get(problem.column, ""), problem.problem)
        outcomes.append(READERS[looked.kind](reader))
    return outcomes
