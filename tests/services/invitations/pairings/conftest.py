"""A published plan of pairings, and links of everybody who is in it."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.personal_link import issue_link
from tests.services.invitations.pairings.scene import Tokens
from tests.services.planning.institution_scene import Hosts, hosts
from tests.services.planning.local.scenes import published_pairs
from tests.services.planning.scenes import plan_of
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    with database.write() as session:
        return hosts(world.work(session))


@pytest.fixture
def plan_id(database: Database, world: World, made: Hosts) -> int:
    return published_pairs(database, world, made)


@pytest.fixture
def tokens(database: Database, world: World, made: Hosts, plan_id: int) -> Tokens:
    """Key of an organization -> the token of its link; everybody of the plan is invited."""
    found: Tokens = {}
    with database.write() as session:
        work = world.work(session, made.city)
        for row in prepare_invitations(work=work, plan=plan_of(work, plan_id)):
            row.state, row.sent_at = "sent", work.now()
            assert row.organization_id is not None
            found[row.organization_id] = issue_link(work=work, invitation=row)
    return found
