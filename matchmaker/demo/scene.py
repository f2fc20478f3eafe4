"""What an act of the demo's story works with: its moment, its actors, and the rows that earlier acts made."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.demo.data import DemoData
from matchmaker.models import Achievement, Campaign, Expert, FollowUp, Need, Organization, Pairing, User, Visit
from matchmaker.reference import load_scheme
from matchmaker.services.work import ANONYMOUS, Actor, Work, actor_of
from matchmaker.settings import Settings

SOURCE = "demo"
USER_PREFIX = "demo-"
STORYTELLER = Actor(kind="system", ref="system", name="demo data")
Known = TypeVar("Known", Achievement, Campaign, Expert, FollowUp, Need, Organization, Pairing, Visit)


@dataclass
class Scene:
    """One act at the moment `at`. Its random bytes come from the act's key alone, so that references never change.

    `known` is shared by the acts of one run: actors, and keys of rows that were looked up before.
    """

    key: str
    at: datetime
    session: Session
    data: DemoData
    settings: Settings
    known: dict[object, Any]
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.key)

    def work(self, actor: Actor = STORYTELLER) -> Work:
        """A unit of work of `actor` at this moment."""
        return Work(
            session=self.session,
            actor=actor,
            clock=lambda: self.at.astimezone(UTC),
            entropy=self._random.randbytes,
            request_id=self.key,
            schemes=partial(load_scheme, overrides=self.settings.reference_dir),
            answer_days=self.settings.answer_days,
        )

    def work_as(self, username: str) -> Work:
        """A unit of work of a demo account (named without its prefix)."""
        if username not in self.known:
            self.known[username] = actor_of(self.user(username))
        return self.work(self.known[username])

    def organizer(self, county: str | None) -> Work:
        """A unit of work of whoever looks after a county: its own officer, or the city's where it has no account."""
        return self.work_as(self.organizer_name(county))

    def organizer_name(self, county: str | None) -> str:
        accounts = (row for row in self.data.rows("account") if row["role"] == "county")
        return next((row["username"] for row in accounts if row["county"] == county), "city")

    def keeper(self, institution: str) -> Work:
        """A unit of work of an institution's liaison, or of the city where it has none."""
        return self.work_as(self._account_of(institution) or "city")

    def enterprise(self, key: str) -> Work:
        """A unit of work of an enterprise: of its account, or of somebody at the public form."""
        account = self._account_of(key)
        return self.work(ANONYMOUS) if account is None else self.work_as(account)

    def row(self, kind: type[Known], key: str) -> Known:
        """The row that an earlier act made of the data row `key`."""
        if (kind, key) not in self.known:
            query = select(kind.id).where(kind.source == SOURCE, kind.external_id == key)
            self.known[kind, key] = self.session.scalars(query).one()
        return self.session.get_one(kind, self.known[kind, key])

    def user(self, username: str) -> User:
        return self.session.scalars(select(User).where(User.username == USER_PREFIX + username)).one()

    def _account_of(self, organization: str) -> str | None:
        accounts = (row for row in self.data.rows("account") if row.get("organization") == organization)
        return next((str(row["username"]) for row in accounts), None)
