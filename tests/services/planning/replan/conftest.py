"""A round of visits to plan anew."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from tests.services.planning.scenes import (
    Round,
    a_round,
)
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    with database.write() as session:
        return a_round(world.work(session))
