"""Turns an example's texts into attacks: everything that a person could have typed or sent in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sqlalchemy import Enum, String, inspect

from matchmaker.models.base import Base
from web.form_state import FormState
from web.listing import Listing

ATTACK = (
    """"'`></textarea></script><script>window.hit=1</script><img src=x onerror=window.hit=1 """ + "{{7*191}}{% raw %}"
)
# Keys of example mappings that hold what people wrote; the others are codes, addresses and numbers.
FREE_KEYS = frozenset(
    [
        "name",
        "line",
        "text",
        "note",
        "why",
        "title",
        "reason",
        "header",
        "agent",
        "filename",
        "actor",
        "subject",
        "remarks",
        "samples",
        "terms",
        "need_text",
        "own_text",
        "marks",
        "moved",
        "stage",
        "definition",
        "hints",
        "reasons",
        "against",
        "mobile",
        "email",
        "county",
        "network",
        "by",
        "secret",
        "words",
        "expert_words",
        "enterprise_words",
    ]
)
CODED_COLUMNS = (
    *("grade", "ref", "code", "mode", "stage", "ip_state", "sha256", "kind", "cooperation_mode"),
    *("answer", "how", "level", "purpose", "side", "starts_at", "state"),
)
CODED_LISTS = ("available_dates", "dates")
CODED_ENTRIES = ("answer", "begins", "confirm_by", "dated", "dates", "intake", "kind", "side", "tables")


def hostile(value: Any, *, free: bool = False) -> Any:
    """A copy of `value` with every free text replaced. Records are changed in place: each example makes its own."""
    if isinstance(value, str):
        return ATTACK if free else value
    if isinstance(value, Base):
        return hostile_record(value)
    if isinstance(value, Listing):
        return replace(value, rows=hostile(list(value.rows)))
    if isinstance(value, FormState):
        return FormState(
            {name: hostile(entered, free=name not in CODED_ENTRIES) for name, entered in value.values.items()},
            {name: ATTACK for name in value.errors},
        )
    if isinstance(value, Mapping):
        return {key: hostile(part, free=key in FREE_KEYS) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(hostile(part, free=free) for part in value)
    if isinstance(value, list):
        return [hostile(part, free=free) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                field.name: hostile(getattr(value, field.name), free=field.name in FREE_KEYS)
                for field in fields(value)
                if field.init
            },
        )
    return value


def hostile_record(record: Base, seen: set[int] | None = None) -> Base:
    seen = seen if seen is not None else set()
    if id(record) in seen:
        return record
    seen.add(id(record))
    mapper = inspect(type(record))
    for column in mapper.columns:
        held = getattr(record, column.key)
        coded = column.key.endswith(CODED_COLUMNS) or isinstance(column.type, Enum)
        if isinstance(column.type, String) and not coded and isinstance(held, str):
            setattr(record, column.key, ATTACK)
        elif isinstance(held, list) and column.key not in CODED_LISTS:
            setattr(record, column.key, hostile(held, free=True))
    for relation in mapper.relationships:
        near = record.__dict__.get(relation.key)
        for one in near if isinstance(near, list) else [near] if near is not None else []:
            hostile_record(one, seen)
    return record
