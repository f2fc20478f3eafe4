"""What an import did, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from matchmaker.interchange import Message, RowWarning, Skipped

Fate = Literal["taken", "updated", "unchanged"]


@dataclass(frozen=True)
class RowResult:
    """What became of one row: its fate, the record, and what the user should know beside the row's own warnings."""

    row: int
    fate: Fate
    record: Any
    warnings: tuple[RowWarning, ...] = ()


@dataclass
class ImportResult:
    """Counts and reports of an import; `records` hold (row number, fate, reference of the record)."""

    taken: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)
    notes: Sequence[Message] = ()
    records: list[tuple[int, Fate, str]] = field(default_factory=list)

    def add(self, result: RowResult) -> None:
        """Count one row."""
        setattr(self, result.fate, getattr(self, result.fate) + 1)
        self.warnings.extend(result.warnings)
        self.records.append((result.row, result.fate, result.record.ref))
