"""The six operations that every kind of record has, made from its handlers, shapes and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.locale import N_
from web.api.operation import Call, Lock, Operation, Result
from web.api.shapes.base import In, Out

Handler = Callable[[Call], Result]
CONTACTS = "contacts:read"
EXTERNAL = "by-external/{source}/{external_id}"
PAGED = N_("Newest first, a page at a time. Contact data is masked in lists.")
LEFT_OUT = N_("What is left out stays as it is; null clears it.")
STORED = N_(
    "Creates the record, or changes the one that has this id: what is left out stays as it is. Sending the same again "
    "changes nothing."
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the document calls the operations of one kind of record."""

    index: str
    create: str
    get: str
    change: str
    get_external: str
    store: str


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One kind of record. `path` is also the name of its scopes; `recorded` are scopes whose looks leave an event."""

    noun: str
    path: str
    words: Words
    index: Handler
    create: Handler
    get: Handler
    change: Handler
    store: Handler
    query: type[In]
    page: type[Out]
    answer: type[Out]
    post: type[In]
    patch: type[In]
    put: type[In]
    recorded_list: frozenset[str] = frozenset()
    recorded_get: frozenset[str] = frozenset()


def record_operations(kind: Resource) -> tuple[Operation, ...]:
    """List, post, get, change, and get and store by external id."""
    return (*_by_reference(kind), *_by_external_id(kind))


def _by_reference(kind: Resource) -> tuple[Operation, ...]:
    read, write, path = f"{kind.path}:read", f"{kind.path}:write", f"/{kind.path}"
    return (
        Operation(
            name=f"list{kind.noun}s", method="GET", path=path, summary=kind.words.index, description=PAGED,
            scopes=(read,), handle=kind.index, query=kind.query, answer=kind.page, recorded=kind.recorded_list,
        ),
        Operation(
            name=f"create{kind.noun}", method="POST", path=path, summary=kind.words.create, scopes=(write,),
            handle=kind.create, body=kind.post, answer=kind.answer, writes=True, statuses=(201,), tagged=True,
        ),
        Operation(
            name=f"get{kind.noun}", method="GET", path=f"{path}/{{ref}}", summary=kind.words.get, scopes=(read,),
            handle=kind.get, answer=kind.answer, recorded=kind.recorded_get, tagged=True,
        ),
        Operation(
            name=f"change{kind.noun}", method="PATCH", path=f"{path}/{{ref}}", summary=kind.words.change,
            description=LEFT_OUT, scopes=(read, write), handle=kind.change, body=kind.patch, answer=kind.answer,
            writes=True, tagged=True, lock=Lock.OPTIONAL,
        ),
    )  # fmt: skip


def _by_external_id(kind: Resource) -> tuple[Operation, ...]:
    read, write, path = f"{kind.path}:read", f"{kind.path}:write", f"/{kind.path}/{EXTERNAL}"
    return (
        Operation(
            name=f"get{kind.noun}ByExternalId", method="GET", path=path, summary=kind.words.get_external,
            scopes=(read,), handle=kind.get, answer=kind.answer, recorded=kind.recorded_get, tagged=True,
        ),
        Operation(
            name=f"store{kind.noun}ByExternalId", method="PUT", path=path, summary=kind.words.store,
            description=STORED, scopes=(read, write), handle=kind.store, body=kind.put, answer=kind.answer,
            writes=True, statuses=(200, 201), tagged=True, lock=Lock.OPTIONAL, retries=True,
        ),
    )  # fmt: skip
