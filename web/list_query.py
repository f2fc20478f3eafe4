"""What the query of a list page asks for: filters, order, where to begin; and the list with them for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.services.paging import Page, PageRequest
from web.choices import Choice, caption
from web.listing import Listing

Code = TypeVar("Code", bound=StrEnum)
LONGEST = 200
# name of a filter -> what it is called and what it offers; None: whatever was written
Offers = Mapping[str, tuple[str, Sequence[Choice] | None]]


@dataclass(frozen=True)
class ListQuery:
    """The query's fields that are filters and not empty, and the rest."""

    filters: Mapping[str, str]
    cursor: str | None
    sort: str
    descending: bool

    def get(self, name: str) -> str | None:
        return self.filters.get(name)

    def code(self, name: str, kind: type[Code]) -> Code | None:
        """The filter as one of the program's codes."""
        given = self.filters.get(name)
        return None if given is None else code_of(given, kind, name)

    @property
    def page(self) -> PageRequest:
        return PageRequest(cursor=self.cursor)

    def listing(self, page: Page[Any]) -> Listing:
        return Listing(page.items, self.sort, self.descending, self.filters, page.total, self.cursor, page.next_cursor)

    def active(self, offers: Offers) -> dict[str, tuple[str, str]]:
        """Name -> (what it is called, what its value is called), of the filters that are set."""
        return {
            name: (text, caption(self.filters[name], list(offered)) if offered is not None else self.filters[name])
            for name, (text, offered) in ({"q": (gettext("Words"), None)} | dict(offers)).items()
            if name in self.filters
        }


def read_query(names: Sequence[str], sorts: Sequence[str] = ("",)) -> ListQuery:
    """The query of this request; of several orders the first, descending, is the usual one."""
    given = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("q", *names)}
    sort = request.args.get("sort", "")
    return ListQuery(
        filters={name: value for name, value in given.items() if value},
        cursor=request.args.get("after") or None,
        sort=sort if sort in sorts else sorts[0],
        descending=request.args.get("order") != "asc",
    )


def code_of(given: str, kind: type[Code], name: str) -> Code:
    """One of the program's codes; InvalidInput names the known ones."""
    try:
        return kind(given)
    except ValueError:
        raise InvalidInput(
            field=name, problem=N_("Unknown value. Known: %(known)s."), known=", ".join(code.value for code in kind)
        ) from None
