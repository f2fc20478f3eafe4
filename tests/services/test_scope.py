"""What a search leaves out is what the scope leaves out, for every actor and every kind of need."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality, NeedState, Role
from matchmaker.services.scope import needs_in_scope, needs_out_of_scope
from matchmaker.services.work import Actor
from tests.support.accounts import add_user
from tests.support.builders import a_need, an_enterprise
from tests.support.world import World

SHORT = (Role.CITY, Role.AUDITOR, Role.ADMINISTRATOR)
READING = frozenset({"needs:read"})


@pytest.fixture
def officer(database: Database, world: World) -> int:
    """An officer beside needs of each state, confidential or not, entered by nobody, by that officer, by another."""
    one, other = (add_user(database, world, name, Role.CITY).id for name in ("one", "other"))
    with database.write() as session:
        work = world.work(session)
        owner = an_enterprise(work)
        for number, (state, level, writer) in enumerate(product(NeedState, Confidentiality, (None, one, other))):
            need = a_need(work, owner, f"需求{number}")
            need.state, need.confidentiality, need.entered_by_id = state, level, writer
    return one


def actors(officer: int) -> Iterator[Actor]:
    for role in Role:
        yield Actor(kind="user", ref="u", name="u", role=role, user_id=officer, county_code="370902")
    for scopes in (frozenset(), READING, READING | {"needs:confidential"}):
        yield Actor(kind="client", ref="c", name="c", scopes=frozenset(scopes))


def test_readable_and_left_out_needs_are_all_needs_and_share_none(database: Database, officer: int) -> None:
    short = []
    with database.read() as session:
        every = set(session.scalars(select(Need.id)))
        for actor in actors(officer):
            left_out = needs_out_of_scope(actor)
            if left_out is None:
                continue
            short.append(actor.role or actor.scopes)
            readable = set(session.scalars(select(Need.id).where(needs_in_scope(actor))))
            assert set(session.scalars(select(Need.id).where(left_out))) == every - readable != set()
    assert short == [*(role for role in Role if role in SHORT), READING, READING | {"needs:confidential"}]
