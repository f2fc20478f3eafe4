"""The real encoder and relevance engine, loaded once for the tests that need them."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import EmbeddingsError, Encoder
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.ranking.engine import Engine, load_engine
from matchmaker.settings import Settings
from tests.services.real_needs import Directions, directions_of, read_needs
from tests.support.search import SEGMENTER


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The default model; skips loudly where it has not been fetched."""
    settings = Settings(_env_file=None)
    try:
        return open_ranking_encoder(settings.model, cache_dir=settings.cache_path, threads=1)
    except EmbeddingsError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def engine(real_encoder: Encoder) -> Engine:
    """The shipped weights."""
    return load_engine(real_encoder.model_id, segmenter=SEGMENTER)


@pytest.fixture(scope="session")
def real_directions(shared_data: Path, real_encoder: Encoder, engine: Engine) -> Directions:
    return directions_of(read_needs(shared_data), real_encoder, engine)
