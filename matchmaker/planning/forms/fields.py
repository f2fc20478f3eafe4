"""Take typed values out of a JSON document; a wrong one is named by its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matchmaker.locale import N_
from matchmaker.planning.errors import InvalidProblem

MISSING = N_("This field is missing.")
NOT_A = N_("%(value)s is not %(kind)s.")
WHOLE, NUMBER, LIST, OBJECT, FLAG = "a whole number", "a number", "a list", "an object", "true or false"


def _refuse(field: str, value: Any, kind: str) -> InvalidProblem:
    return InvalidProblem(field=field, problem=NOT_A, value=repr(value)[:60], kind=kind)


def whole(value: Any, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refuse(field, value, WHOLE)
    return value


def number(value: Any, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse(field, value, NUMBER)
    return float(value)


def flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise _refuse(field, value, FLAG)
    return value


def items(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise _refuse(field, value, LIST)
    return value


def fields_of(value: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _refuse(field, value, OBJECT)
    return value


def wholes(value: Any, field: str) -> tuple[int, ...]:
    return tuple(whole(one, field) for one in items(value, field))


def numbers(value: Any, field: str) -> tuple[float, ...]:
    return tuple(number(one, field) for one in items(value, field))


def tuple_of(value: Any, field: str, length: int) -> tuple[Any, ...]:
    """A list with exactly `length` entries."""
    if len(items(value, field)) != length:
        raise _refuse(field, value, f"a list of {length}")
    return tuple(value)


def need(document: Mapping[str, Any], name: str, place: str = "") -> Any:
    """The value of a field that must be there."""
    if name not in document:
        raise InvalidProblem(field=f"{place}{name}", problem=MISSING)
    return document[name]


def pairs(value: Any, field: str) -> tuple[tuple[int, int], ...]:
    """[[row, column], ...]"""
    found = (tuple_of(one, field, 2) for one in items(value, field))
    return tuple((whole(first, field), whole(second, field)) for first, second in found)


def triples(value: Any, field: str) -> tuple[tuple[int, int, float], ...]:
    """[[row, column, value], ...]"""
    found = (tuple_of(one, field, 3) for one in items(value, field))
    return tuple((whole(a, field), whole(b, field), number(c, field)) for a, b, c in found)
