"""What an operation of the API is: one row of a resource's table, from which route, checks and document are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matchmaker.bootstrap import Application
from matchmaker.services.work import Work
from web.api.entity_tags import Precondition
from web.api.shapes.base import In, Out


class Lock(StrEnum):
    """Whether an operation looks at If-Match."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Call:
    """What a handler is given: everything of the request that it may look at, checked."""

    work: Work
    application: Application
    path: Mapping[str, str]
    query: Any
    body: Any
    precondition: Precondition

    def may(self, scope: str) -> bool:
        """Whether the caller's token has `scope`."""
        return scope in self.work.actor.scopes


@dataclass(frozen=True)
class Result:
    """What a handler gives: the answer's body, its status, the record's version and, for a new one, its address."""

    body: Out
    status: int = 200
    version: int | None = None
    location: str | None = None


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation.

    `scopes`: all of them are needed; `any_token` needs none in particular, `public` not even a token. `writes` opens a
    transaction that commits; so do the scopes in `recorded`, with which a mere look leaves an event. `statuses` are
    those that `handle` gives. `retries`: who loses a race for a key runs again. `tag`, the resource, is set by the
    table of resources. `summary` and `description` are messages for translation.
    """

    name: str
    method: str
    path: str
    summary: str
    handle: Callable[[Call], Result]
    answer: type[Out]
    description: str = ""
    scopes: tuple[str, ...] = ()
    any_token: bool = False
    public: bool = False
    query: type[In] | None = None
    body: type[In] | None = None
    writes: bool = False
    recorded: frozenset[str] = frozenset()
    tagged: bool = False
    lock: Lock = Lock.NONE
    statuses: tuple[int, ...] = (200,)
    retries: bool = False
    tag: str = ""

    def __post_init__(self) -> None:
        if bool(self.scopes) + self.any_token + self.public != 1:
            raise ValueError(f"{self.name}: an operation names scopes, or takes any token, or is public.")

    @property
    def takes_key(self) -> bool:
        """Whether the operation takes an Idempotency-Key: every POST that writes."""
        return self.method == "POST" and self.writes
