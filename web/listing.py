"""A page of a list: its rows, how it is sorted and filtered, and where the next page begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Listing:
    """`cursor` is where this page began (None: at the start), `after` where the next one does (None: there is none).

    `filters` are the query's fields as given (empty ones left out); `total` counts all rows of the filtered list and
    is None where counting would cost too much.
    """

    rows: Sequence[Any]
    sort: str = ""
    descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    total: int | None = None
    cursor: str | None = None
    after: str | None = None
