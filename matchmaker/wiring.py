"""Makes the search of a process: encoder, engine and index, or the reason why meaning search is not available."""

from __future__ import annotations

from pathlib import Path

import structlog

from embeddings import EmbeddingsError, Segmenter, configure_threads
from embeddings.serving import Fallback
from matchmaker.database import Database
from matchmaker.errors import MatchmakerError
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.ranking.engine import SHIPPED, load_engine
from matchmaker.services.index_snapshot import SnapshotFile
from matchmaker.services.index_state import Tools
from matchmaker.services.learning.weights_store import WeightsStore
from matchmaker.services.search_index import SearchIndex
from matchmaker.settings import Settings

log = structlog.get_logger(__name__)
SNAPSHOT_NAME = "index.snapshot"
WEIGHTS_FOLDER = "weights"
# Vectors need some length for an empty index while there is no model.
NO_MODEL_DIMENSION = 1


def weights_folder(settings: Settings) -> Path:
    """Where the relevance weights lie: those that ship, or those trained for another model (MATCHMAKER_WEIGHTS)."""
    return settings.weights or SHIPPED


def relevance_problem(settings: Settings, *, fallback: Fallback | None = None) -> str | None:
    """Why the configured weights do not serve the configured model, None if they do; for `doctor`.

    Loads no torch. Raises EmbeddingsError where the model itself cannot be used, or the exported graph that
    MATCHMAKER_ENCODER wants; `fallback` hears why another encoder serves than the graph that is there.
    """
    folder = weights_folder(settings)
    try:
        encoder = open_ranking_encoder(
            settings.model,
            cache_dir=settings.cache_path,
            threads=1,
            folder=folder,
            choice=settings.encoder,
            fallback=fallback,
        )
        load_engine(encoder.model_id, folder=folder)
    except MatchmakerError as error:
        return str(error)
    return None


def build_search(settings: Settings, database: Database, *, threads: int) -> SearchIndex:
    """The search index of this process. Without a usable model it answers by words only and says why (N12)."""
    configure_threads(threads)
    segmenter = Segmenter()  # as in training: other words would be other features
    try:
        encoder = open_ranking_encoder(
            settings.model,
            cache_dir=settings.cache_path,
            threads=threads,
            folder=weights_folder(settings),
            choice=settings.encoder,
            fallback=lambda error: log.warning("the exported graph is not used", reason=str(error)),
        )
        engine = load_engine(encoder.model_id, folder=weights_folder(settings), segmenter=segmenter)
    except (EmbeddingsError, MatchmakerError) as error:
        log.error("search by meaning is not available", reason=str(error))
        tools = Tools(segmenter=segmenter, model_id=None, dimension=NO_MODEL_DIMENSION, engine=None)
        return SearchIndex(database=database, tools=tools, encoder=None, problem=str(error))
    log.info("encoder opened", encoder=type(encoder).__name__, vectors=encoder.model_id, setting=settings.encoder)
    tools = Tools(segmenter=segmenter, model_id=encoder.model_id, dimension=encoder.dimension, engine=engine)
    snapshot = SnapshotFile(settings.data_dir / SNAPSHOT_NAME)
    weights = WeightsStore(settings.data_dir / WEIGHTS_FOLDER, shipped=engine.model)
    return SearchIndex(database=database, tools=tools, encoder=encoder, snapshot=snapshot, weights=weights)
