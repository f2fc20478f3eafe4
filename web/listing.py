"""A page of a list: its rows, how it is sorted and filtered, and where the neighbouring pages begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Listing:
    """`after` and `before` are cursors of the next and the earlier page, or None at the ends.

    `filters` are the query's fields as given (empty ones left out); `total` counts all rows of the filtered list and
    is None where counting would cost too much.
    """

    rows: Sequence[Any]
    sort: str = ""
    descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    total: int | None = None
    after: str | None = None
    before: str | None = None
