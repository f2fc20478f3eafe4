"""Builders for accounts: users with a known password, places, and hashing that costs nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from argon2 import PasswordHasher

from matchmaker.database import Database
from matchmaker.models import Organization, User
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services import password, sign_in
from matchmaker.services.origin import Origin, origin_of
from matchmaker.services.sign_in import SignedIn, attempt_sign_in
from matchmaker.services.user_session import SessionRules
from matchmaker.services.work import Actor, actor_of
from matchmaker.services.work_source import WorkSource
from tests.support.world import World

PASSWORD = "three-blue-wagons"
OFFICE = origin_of("192.0.2.10", "office browser")
HOME = origin_of("2001:db8:1:2::7", "home browser")
STRANGER = origin_of("198.51.100.7", "script")
RULES = SessionRules(idle=timedelta(minutes=60), absolute=timedelta(hours=12), second_factor_required=False)
STRICT = SessionRules(idle=timedelta(minutes=60), absolute=timedelta(hours=12), second_factor_required=True)


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with the least work, where a test is not about the hashing itself."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password, "HASHER", hasher)
    monkeypatch.setattr(sign_in, "DUMMY_HASH", hasher.hash("nobody", salt=b"0" * 16))


@cache
def cheap_hash(text: str) -> str:
    """A valid argon2id hash of `text` made with the least work."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(text, salt=b"1" * 16)


def works_of(database: Database, world: World) -> WorkSource:
    return WorkSource(
        database=database, clock=world.clock, entropy=world.random.randbytes, request_id="test", sealer=world.sealer
    )


def add_organization(
    database: Database, world: World, name: str, kind: OrganizationKind = OrganizationKind.ENTERPRISE,
    county_code: str | None = None,
) -> Organization:  # fmt: skip
    with database.write() as session:
        work = world.work(session)
        row = Organization(ref=work.new_ref(), kind=kind, name=name, name_key=name, county_code=county_code,
                           created_at=work.now(), updated_at=work.now())  # fmt: skip
        session.add(row)
    return row


def add_user(
    database: Database, world: World, username: str = "li.wei", role: Role = Role.AUDITOR, **values: object
) -> User:
    """A user with PASSWORD, stored without the services under test."""
    with database.write() as session:
        work = world.work(session)
        defaults = {"display_name": f"示例{username}", "password_hash": cheap_hash(PASSWORD)}
        user = User(ref=work.new_ref(), username=username, role=role, created_at=work.now(), updated_at=work.now(),
                    **defaults | values)  # fmt: skip
        session.add(user)
    return user


def actor_for(database: Database, user: User) -> Actor:
    with database.read() as session:
        return actor_of(session.get_one(User, user.id))


def sign_in_as(
    works: WorkSource, name: str = "li.wei", password: str = PASSWORD, origin: Origin = OFFICE,
    rules: SessionRules = RULES,
) -> SignedIn:  # fmt: skip
    return attempt_sign_in(works=works, name=name, password=password, origin=origin, rules=rules)
