"""A search index with the weights that ship over the fake encoder: every path is run, no meaning is known."""

from __future__ import annotations

import json

from flask import Flask

from embeddings import FakeEncoder
from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.ranking.engine import SHIPPED, WEIGHTS, load_engine
from matchmaker.services.index_state import Tools
from matchmaker.services.search_index import SearchIndex
from tests.support.search import SEGMENTER, encode_all
from tests.support.world import World

TRAINED_FOR: str = json.loads((SHIPPED / WEIGHTS).read_text())["encoder"]
DIMENSION = 384


class StandIn(FakeEncoder):
    """The fake encoder under the name of the model that the weights were trained for."""

    def __init__(self) -> None:
        super().__init__(DIMENSION)

    @property
    def model_id(self) -> str:
        return TRAINED_FOR


ENCODER = StandIn()
ENGINE = load_engine(TRAINED_FOR, segmenter=SEGMENTER)


def with_search(app: Flask, world: World) -> None:
    """Give the application an index that can rank, over what is stored now."""
    application: Application = app.extensions["services"]
    database: Database = application.database
    tools = Tools(segmenter=SEGMENTER, model_id=TRAINED_FOR, dimension=DIMENSION, engine=ENGINE)
    application.search_if_built = SearchIndex(database=database, tools=tools, encoder=ENCODER)
    encode_all(database, world, ENCODER)
