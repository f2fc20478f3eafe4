"""Writes records of a kind under the headers that the importer knows, so that an export can be imported again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matchmaker.interchange.mapping.fields import Kind, load_kind
from matchmaker.interchange.rows.achievement import AchievementRow
from matchmaker.interchange.rows.need import NeedRow
from matchmaker.interchange.rows.repeats import AnyRow
from matchmaker.interchange.writing.delimited import write_csv
from matchmaker.interchange.writing.texts import Exported
from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.reference import load_scheme

Record = Mapping[str, Exported]


def as_record(row: AnyRow, overrides: Path | None = None) -> Record:
    """An imported row as it can be exported: every field's text as written, and the columns that are no field.

    Where a text meant what it means only under its own header (an amount in yuan, 是 under 是否保密), the meaning is
    written out.
    """
    record: dict[str, Exported] = {**row.original, **row.extra}
    if isinstance(row, NeedRow):
        if row.funds is not None:
            record["funds"] = row.funds.text
        if row.confidentiality is not None:
            levels = load_scheme("confidentiality_levels", overrides)
            record["confidentiality"] = levels.get(row.confidentiality.code).zh
    if isinstance(row, AchievementRow) and row.price is not None:
        record["price"] = row.price.text
    return record


def columns_for(kind: Kind, records: Sequence[Record]) -> tuple[tuple[str, Column], ...]:
    """Key and column of everything to write: the template's columns, then other fields and columns that are used."""
    used = dict.fromkeys(key for record in records for key, value in record.items() if value not in (None, ""))
    fields = [field for field in kind if field.template or field.name in used]
    others = [key for key in used if key not in kind.fields]
    return (
        *((field.name, Column(field.header, field.width)) for field in fields),
        *((key, Column(key)) for key in others),
    )


def write_records(kind: str, records: Sequence[Record], *, format: str = "xlsx") -> bytes:
    """Records (field name, or another header -> value) as a workbook (`xlsx`) or delimited text (`csv`).

    Raises `KindUnknown`, `CellTooLong`, and ValueError for another format.
    """
    known = load_kind(kind)
    columns = columns_for(known, records)
    rows = ([record.get(key) for key, _ in columns] for record in records)
    shown = [column for _, column in columns]
    if format == "csv":
        return write_csv(shown, rows)
    if format != "xlsx":
        raise ValueError(f"unknown format {format!r}, known: csv, xlsx")
    return write_workbook(shown, rows, sheet=known.zh)
