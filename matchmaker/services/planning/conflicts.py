"""Locks and loads that exclude each other, by keys of records."""

from __future__ import annotations

from typing import Any

from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.forms.conflicts import conflict_document
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.statements import by_key


def conflict_told(index: Index, error: LocksExcludeEachOther | LoadsExcludeEachOther) -> dict[str, Any]:
    """{conflict, limits}: orders as {expert or institution, enterprise, date?}, pairs as {row, column}, loads as
    {code, row or column, limit}; `limits` are names of planning rules.
    """
    document = conflict_document(error)
    found = []
    for one in document["conflict"]:
        if isinstance(one, list):
            found.append(by_key(index, {"row": one[0], "column": one[1]}))
        elif "code" in one:
            side = "row" if one["code"].startswith("pair_demand") else "column"
            found.append({"code": one["code"], "limit": one["limit"], **by_key(index, {side: one["number"]})})
        else:
            found.append(by_key(index, one))
    return {"conflict": found, "limits": document["limits"]}
