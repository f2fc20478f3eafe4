"""What the operations on records have in common: find, page, answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matchmaker.errors import NotFound
from matchmaker.models import Organization
from matchmaker.services.external_id import find_external
from matchmaker.services.paging import Page
from matchmaker.services.preloading import preload
from matchmaker.services.scope import Row, find_visible, get_visible
from matchmaker.services.work import SYSTEM
from web.api.operation import Call, Result
from web.api.shapes.base import Out

BASE = "/api/v1"
NOBODY = -1


def record_of(call: Call, kind: type[Row]) -> Row:
    """The record that the address names, by reference or by external id; checks If-Match. Raises NotFound."""
    if "ref" in call.path:
        row = get_visible(work=call.work, kind=kind, ref=call.path["ref"])
    else:
        found = external_record(call, kind)
        if found is None:
            raise NotFound(kind=kind.__tablename__, ref=f"{call.path['source']}/{call.path['external_id']}")
        row = found
    call.precondition.check(row.version)
    return row


def external_record(call: Call, kind: type[Row]) -> Row | None:
    """The record that the address names by an external id, if there is one."""
    return find_external(work=call.work, kind=kind, source=call.path["source"], external_id=call.path["external_id"])


def key_for_filter(call: Call, ref: str | None) -> int | None:
    """The key of the organization with this reference; one that nobody has finds nothing.

    Looked up outside the caller's scope: the records that are listed tell their organization anyway.
    """
    if ref is None:
        return None
    row = find_visible(call.work.session, Organization, ref, SYSTEM)
    return NOBODY if row is None else row.id


def shown(
    call: Call, row: Any, shape: Callable[[Any, Any], Out], *, address: str = "", created: bool = False
) -> Result:
    """The answer with one record. Its version is that after the changes of this transaction."""
    call.work.session.flush()
    location = f"{BASE}/{address}/{row.ref}" if created else None
    return Result(shape(call, row), 201 if created else 200, version=row.version, location=location)


def paged_records(call: Call, page: Page[Any], answer: type[Any], shape: Callable[[Any, Any], Out]) -> Result:
    """The answer with one page of records that have codes and contacts of their own."""
    preload(call.work.session, page.items)
    return paged(call, page, answer, shape)


def paged(call: Call, page: Page[Any], answer: type[Any], shape: Callable[[Any, Any], Out]) -> Result:
    """The answer with one page of a list whose rows came with all that is shown of them."""
    rows: Sequence[Out] = [shape(call, row) for row in page.items]
    return Result(answer(items=rows, next_cursor=page.next_cursor, total=page.total))
