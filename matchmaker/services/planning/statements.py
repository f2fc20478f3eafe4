"""What the planner and the checker say, by keys of records instead of numbers of the problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matchmaker.planning.values.explanations import Reason
from matchmaker.planning.values.plans import Shortfall, Violation
from matchmaker.services.planning.index import Index

# name of a parameter -> the part of the index that its number belongs to
PARTS: dict[str, str] = {
    "expert": "experts",
    "traveller": "experts",
    "leader": "experts",
    "enterprise": "enterprises",
    "need": "needs",
    "institution": "institutions",
    "column": "institutions",
    "row": "rows",
    "district": "districts",
    "chain": "chains",
    "date": "dates",
}
Statement = dict[str, Any]


def violations_told(index: Index, violations: Iterable[Violation]) -> list[Statement]:
    """{code, params} of each."""
    return [{"code": one.code, "params": by_key(index, one.about)} for one in violations]


def shortfalls_told(index: Index, shortfalls: Iterable[Shortfall]) -> list[Statement]:
    """{code, params, amount, cost} of each wish that is not met."""
    return [
        {"code": one.code, "params": by_key(index, one.about), "amount": one.amount, "cost": one.cost}
        for one in shortfalls
    ]


def reasons_told(index: Index, reasons: Iterable[Reason]) -> list[Statement]:
    """{code, params} of each."""
    return [{"code": one.code, "params": by_key(index, one.params)} for one in reasons]


def by_key(index: Index, params: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers of the problem as keys of records (dates as ISO texts); what is no such number stays."""
    return {name: _value(index, name, value) for name, value in params.items()}


def _value(index: Index, name: str, value: Any) -> Any:
    if name == "districts":
        return [index.districts[number] for number in value]
    if name not in PARTS or isinstance(value, bool) or not isinstance(value, int):
        return value
    part = getattr(index, PARTS[name])
    if not 0 <= value < len(part):
        return value
    found = part[value]
    if name == "date":
        return found.isoformat()
    return list(found) if isinstance(found, tuple) else found
