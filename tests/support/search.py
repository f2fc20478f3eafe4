"""A search index over the fake encoder, and the work of the background jobs done at once."""

from __future__ import annotations

from embeddings import Encoder, FakeEncoder, Segmenter
from matchmaker.database import Database
from matchmaker.ranking.engine import Engine
from matchmaker.services.encode import encode_waiting
from matchmaker.services.index_snapshot import SnapshotFile
from matchmaker.services.index_state import Tools
from matchmaker.services.search_index import SearchIndex
from tests.support.world import World

SEGMENTER = Segmenter()


def a_search_index(
    database: Database,
    encoder: Encoder | None = None,
    snapshot: SnapshotFile | None = None,
    engine: Engine | None = None,
) -> SearchIndex:
    """An index over the fake encoder unless another is given; without an engine it holds vectors and words only."""
    encoder = encoder or FakeEncoder()
    tools = Tools(segmenter=SEGMENTER, model_id=encoder.model_id, dimension=encoder.dimension, engine=engine)
    return SearchIndex(database=database, tools=tools, encoder=encoder, snapshot=snapshot)


def encode_all(database: Database, world: World, encoder: Encoder | None = None) -> int:
    """What the `encode` job does."""
    return encode_waiting(database=database, encoder=encoder or FakeEncoder(), clock=world.clock)
