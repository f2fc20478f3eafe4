"""Which number of a planning problem is which record: kept with the plan, so that it means the same for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

PARTS = ("experts", "enterprises", "needs", "institutions")


@dataclass(frozen=True)
class Index:
    """Keys of records by their number in the problem. What a kind of plan does not know is empty.

    `districts` are codes of zones or counties, `chains` of chains; `rows` are the rows of a pairing problem,
    ("enterprise", key) or ("chain", code).
    """

    experts: tuple[int, ...] = ()
    enterprises: tuple[int, ...] = ()
    needs: tuple[int, ...] = ()
    institutions: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    districts: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    rows: tuple[tuple[str, int | str], ...] = ()

    @cached_property
    def numbers(self) -> Mapping[str, Mapping[Any, int]]:
        """Part -> key (or date, or code) -> number."""
        parts = (*PARTS, "dates", "districts", "chains", "rows")
        return {part: {key: number for number, key in enumerate(getattr(self, part))} for part in parts}

    def document(self) -> dict[str, Any]:
        """As it is stored with the plan."""
        found: dict[str, Any] = {part: list(getattr(self, part)) for part in (*PARTS, "districts", "chains")}
        found["dates"] = [day.isoformat() for day in self.dates]
        found["rows"] = [list(row) for row in self.rows]
        return found


def read_index(document: Mapping[str, Any]) -> Index:
    """The index of a stored plan."""
    plain = {part: tuple(document.get(part, ())) for part in (*PARTS, "districts", "chains")}
    return Index(
        dates=tuple(date.fromisoformat(day) for day in document.get("dates", ())),
        rows=tuple((row[0], row[1]) for row in document.get("rows", ())),
        **plain,
    )
