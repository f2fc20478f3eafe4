"""The console as people of each role use it: an application over a fresh database, signed-in clients, seeded
records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.models import User
from matchmaker.models.codes import Role
from matchmaker.services.work import Work, actor_of
from matchmaker.settings import Settings
from tests.support.accounts import (
    add_organization,
    add_user,
    cheap_passwords,  # noqa: F401  (a fixture)
    sign_in_as,
    works_of,
)
from tests.support.builders import TAISHAN
from tests.support.world import World
from tests.web.conftest import SECRET, make_settings, reference_label
from web.app import create_app
from web.readiness import Readiness

Made = TypeVar("Made")
RAW_TOKEN = "form token of the tests"


def form_token() -> str:
    return URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(RAW_TOKEN)


@dataclass
class Person:
    """A signed-in browser. Posts carry the form token unless told not to."""

    client: FlaskClient
    user: User | None = None

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, *, token: bool = True, **options: Any
    ) -> TestResponse:
        with self.client.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN
        sent = dict(data or {}) | ({"csrf_token": form_token()} if token else {})
        return self.client.post(path, data=sent, **options)


@dataclass
class Office:
    """The application with its database: works in transactions of its own, and signs people in."""

    app: Flask
    database: Database
    world: World
    people: dict[str, Person] = field(default_factory=dict)

    def do(self, act: Callable[[Work], Made]) -> Made:
        """Act as the system, in one transaction."""
        with self.database.write() as session:
            return act(self.world.work(session))

    def act_as(self, name: str, act: Callable[[Work], Made]) -> Made:
        """Act as somebody of `person`."""
        with self.database.write() as session:
            user = self.people[name].user
            assert user is not None
            return act(self.world.work(session, actor_of(session.get_one(User, user.id))))

    def person(self, role: Role | None, name: str = "", **values: Any) -> Person:
        """Somebody of `role`, signed in; None is nobody. The same name gives the same person."""
        if role is None:
            return Person(self.app.test_client())
        name = name or role.value
        if name not in self.people:
            if role is Role.COUNTY:
                values.setdefault("county_code", TAISHAN)
            if role in (Role.ENTERPRISE, Role.LIAISON) and "organization_id" not in values:
                values["organization_id"] = add_organization(self.database, self.world, f"{name}的单位").id
            user = add_user(self.database, self.world, name, role, **values)
            done = sign_in_as(works_of(self.database, self.world), name)
            client = self.app.test_client()
            client.set_cookie("sign-in", done.token)
            self.people[name] = Person(client, user)
        return self.people[name]

    @property
    def city(self) -> Person:
        return self.person(Role.CITY)

    @property
    def county(self) -> Person:
        """An officer of 泰山区."""
        return self.person(Role.COUNTY)

    def actions(self) -> list[str]:
        """All events so far, the oldest first."""
        from matchmaker.models import Event

        with self.database.read() as session:
            return [row.action for row in session.query(Event).order_by(Event.id)]

    def count_queries(self, act: Callable[[], Any]) -> int:
        """How many statements the database is asked while `act` runs."""
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            asked.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)
        return len([statement for statement in asked if statement.startswith("SELECT")])


def make_office(database: Database, world: World, folder: Path, **changes: Any) -> Office:
    settings = Settings(_env_file=None, data_dir=folder, environment="testing", second_factor_required=False)
    application = Application(settings=settings, database=database, clock=world.clock, entropy=world.random.randbytes)
    app = create_app(
        make_settings(**changes),
        readiness=lambda: Readiness("ready", {"database": "ready"}),
        labels=reference_label,
        services=application,
    )
    return Office(app, database, world)


@pytest.fixture
def office(sqlite_database: Database, world: World, tmp_path: Path) -> Office:
    return make_office(sqlite_database, world, tmp_path)
