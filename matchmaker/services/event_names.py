"""Names for the references that events of the record of actions hold, as far as the reader may know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, select, true
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.models import Achievement, Campaign, Event, Expert, Need, Organization, Plan, User
from matchmaker.models.codes import Confidentiality
from matchmaker.services.planning.access import plans_in_scope
from matchmaker.services.scope import achievements_in_scope, experts_in_scope, needs_in_scope, organizations_in_scope
from matchmaker.services.user_scope import users_in_scope
from matchmaker.services.work import REF_LENGTH, Actor, Work

# field of an event -> the kinds of records that its references, or keys, may point to
REFERENCES: dict[str, tuple[str, ...]] = {
    "expert": ("expert",),
    "organization": ("organization",),
    "institution": ("organization",),
    "enterprise": ("organization",),
    "enterprises": ("organization",),
    "party": ("expert", "organization"),
    "to": ("expert", "organization"),
    "need": ("need",),
    "needs": ("need",),
    "campaign": ("campaign",),
    "plan": ("plan",),
    "supersedes": ("plan",),
    "by": ("plan",),
    "from": ("plan",),
    "owner": ("user",),
    "owner_id": ("user",),
}


@dataclass(frozen=True)
class Named:
    """A record that the reader may know; `sort` is the kind of a plan, "" for everything else."""

    kind: str
    ref: str
    name: str
    sort: str = ""


@dataclass(frozen=True)
class EventNames:
    """Records by kind and reference, or by kind and key. What the reader may not see is not in it."""

    by_ref: Mapping[tuple[str, str], Named] = field(default_factory=dict)
    by_key: Mapping[tuple[str, int], Named] = field(default_factory=dict)

    def record(self, kind: str, value: str | int) -> Named | None:
        """The record of this kind with the reference, or the key, `value`."""
        return self.by_key.get((kind, value)) if isinstance(value, int) else self.by_ref.get((kind, value))

    def in_field(self, name: str, value: Any) -> Named | None:
        """The record that `value` means in the field `name` of an event; None where it means none, or a hidden one."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        return next(filter(None, (self.record(kind, value) for kind in REFERENCES.get(name, ()))), None)


NO_NAMES = EventNames()
Table = tuple[type[Any], InstrumentedAttribute[str] | ColumnElement[str], Callable[[Actor], ColumnElement[bool]]]
# A confidential need goes by its public title: its own is read on its page, and reading it is an act.
_NEED_TITLE = case((Need.confidentiality == Confidentiality.CONFIDENTIAL, Need.public_title), else_=Need.title)
# kind -> table, what a record is called, who may know it; a round is announced to everybody
_TABLES: dict[str, Table] = {
    "expert": (Expert, Expert.name, experts_in_scope),
    "organization": (Organization, Organization.name, organizations_in_scope),
    "achievement": (Achievement, Achievement.title, achievements_in_scope),
    "need": (Need, _NEED_TITLE, needs_in_scope),
    "campaign": (Campaign, Campaign.name, lambda _actor: true()),
    "plan": (Plan, Plan.name, plans_in_scope),
    "user": (User, User.display_name, users_in_scope),
}


def names_in(*, work: Work, events: Sequence[Event]) -> EventNames:
    """The names of all records that `events` are about or mention: one query for each kind that is among them."""
    refs: dict[str, set[str]] = {}
    keys: dict[str, set[int]] = {}
    for event in events:
        if event.subject_kind in _TABLES:
            refs.setdefault(event.subject_kind, set()).add(event.subject_ref)
        for name, value in (*event.before.items(), *event.after.items()):
            for kind in REFERENCES.get(name, ()):
                refs.setdefault(kind, set()).update(_refs(value))
                keys.setdefault(kind, set()).update(_keys(value))
    by_ref: dict[tuple[str, str], Named] = {}
    by_key: dict[tuple[str, int], Named] = {}
    for kind, (table, called, scope) in _TABLES.items():
        wanted, numbers = refs.get(kind, set()), keys.get(kind, set())
        if not wanted and not numbers:
            continue
        sort = (Plan.kind,) if table is Plan else ()
        query = select(table.id, table.ref, called, *sort).where(
            table.ref.in_(wanted) | table.id.in_(numbers), scope(work.actor)
        )
        for key, ref, name, *rest in work.session.execute(query):
            if name:
                by_ref[kind, ref] = by_key[kind, key] = Named(kind, ref, name, *rest)
    return EventNames(by_ref, by_key)


def _values(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else (value,)


def _refs(value: Any) -> set[str]:
    return {one for one in _values(value) if isinstance(one, str) and len(one) == REF_LENGTH}


def _keys(value: Any) -> set[int]:
    return {one for one in _values(value) if isinstance(one, int) and not isinstance(one, bool)}
