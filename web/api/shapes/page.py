"""A page of a list: entries, where it goes on, and how many there are if that was asked for."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import Field

from matchmaker.locale import N_
from web.api.shapes.base import Out

Item = TypeVar("Item", bound=Out)


class PageOf(Out, Generic[Item]):
    """Newest first. Entries that come or go while somebody reads on are neither repeated nor skipped."""

    items: list[Item]
    next_cursor: str | None = Field(description=N_("Give it as `cursor` to get the next page; null at the end."))
    total: int | None = Field(description=N_("How many entries match; null unless `total=true` was asked for."))
