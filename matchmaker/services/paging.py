"""Pages of a list by cursor: stable while rows come and go, no counting of what was skipped."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_

Row = TypeVar("Row")
DEFAULT_LIMIT = 25
MAX_LIMIT = 200


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list is wanted: at most `limit` rows after `cursor` (None: from the start)."""

    cursor: str | None = None
    limit: int = DEFAULT_LIMIT


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows with the cursor of the next page (None at the end); `total` where it was asked for."""

    items: Sequence[Row]
    next_cursor: str | None
    total: int | None = None


def page_of(*, session: Session, query: Select[Any], key: Any, request: PageRequest, count: bool = False) -> Page[Any]:
    """One page of `query` (over one entity with an `id`), newest `key` first."""
    limit = max(1, min(request.limit, MAX_LIMIT))
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) if count else None
    if request.cursor:
        query = query.where(key < decode_cursor(request.cursor))
    rows = list(session.scalars(query.order_by(None).order_by(key.desc()).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, encode_cursor(getattr(rows[-1], key.key)) if more else None, total)


def page_by(
    *, session: Session, query: Select[Any], value: Any, key: Any, request: PageRequest, descending: bool,
    count: bool = False,
) -> Page[Any]:  # fmt: skip
    """One page of `query` in the order of `value` (never null), rows of the same value in the order of `key`.

    The cursor names the last row shown; a row that was deleted since ends the list.
    """
    limit = max(1, min(request.limit, MAX_LIMIT))
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) if count else None
    if request.cursor:
        mark = decode_cursor(request.cursor)
        at = select(value).where(key == mark).scalar_subquery()
        beyond = (value < at, key < mark) if descending else (value > at, key > mark)
        query = query.where(or_(beyond[0], and_(value == at, beyond[1])))
    order = (value.desc(), key.desc()) if descending else (value.asc(), key.asc())
    rows = list(session.scalars(query.order_by(None).order_by(*order).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, encode_cursor(getattr(rows[-1], key.key)) if more else None, total)


def encode_cursor(value: int) -> str:
    """An opaque cursor for the row with key `value`."""
    return base64.urlsafe_b64encode(f"v1:{value}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """The key in a cursor; InvalidInput if it is not one of ours."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        version, _, value = text.partition(":")
        if version == "v1" and 0 <= int(value) < 2**62:
            return int(value)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise InvalidInput(field="cursor", problem=N_("This is no cursor of this list: begin at the first page."))
