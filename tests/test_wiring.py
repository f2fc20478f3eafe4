"""Which weights judge: those that ship fit the default model only; another model brings its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from embeddings import DEFAULT_MODEL, EmbeddingsError
from embeddings.model_store import ModelFolder
from matchmaker import schema
from matchmaker.bootstrap import build_application
from matchmaker.cli import main
from matchmaker.evaluation.train import write_engine
from matchmaker.matching.space import CHINESE, OTHER, Common, Space
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.ranking.engine import Engine
from matchmaker.services.encode import encode_waiting
from matchmaker.services.matching import rank_texts
from matchmaker.services.passage import need_texts
from matchmaker.settings import Settings
from matchmaker.wiring import relevance_problem
from tests.embeddings.conftest import tiny, tiny_folder, wheel  # noqa: F401  (fixtures)
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.support.builders import a_need, an_enterprise, an_expert


def of_this_model(engine: Engine, settings: Settings, folder: Path) -> None:  # noqa: F811
    """Weights for the configured model, as training would leave them in `folder`: the same numbers, its own space."""
    own = open_ranking_encoder(settings.model, cache_dir=settings.cache_path, threads=1, folder=folder)
    texts = ["电池材料", "废水处理", "矿山隧道", "锂离子电池"]
    vectors = own.encode_passages(texts)
    nothing = Common(np.zeros(own.dimension, np.float32), np.zeros(own.dimension, np.float32))
    both = {CHINESE: nothing, OTHER: nothing}
    made = Space(own.model_id, both, both, vectors, vectors)
    write_engine(replace(engine, model=replace(engine.model, encoder=own.model_id), space=made), folder)


def settings_of(folder: Path, model: ModelFolder, **values: Any) -> Settings:
    paths = {"data_dir": folder / "data", "cache_dir": folder / "cache", "model": str(model.path)}
    return Settings(_env_file=None, **(paths | values))


def test_another_model_without_weights_is_told_what_to_run(tmp_path: Path, tiny_folder: ModelFolder) -> None:  # noqa: F811
    settings = settings_of(tmp_path, tiny_folder)
    problem = relevance_problem(settings) or ""
    assert "matchmaker evaluate train ... --out FOLDER" in problem
    assert "MATCHMAKER_WEIGHTS=FOLDER" in problem
    application = build_application(settings)
    schema.upgrade(application.database)
    assert application.search.problem == problem
    assert application.search.encoder is None  # nothing is graded by weights of another model
    application.database.dispose()


def test_a_folder_that_holds_no_weights_is_named(tmp_path: Path, tiny_folder: ModelFolder) -> None:  # noqa: F811
    problem = relevance_problem(settings_of(tmp_path, tiny_folder, weights=tmp_path / "nothing")) or ""
    assert str(tmp_path / "nothing" / "relevance.json") in problem
    assert "matchmaker evaluate train" in problem


def test_another_model_with_its_own_weights_grades(
    tmp_path: Path,
    tiny_folder: ModelFolder,  # noqa: F811
    engine: Engine,  # noqa: F811
) -> None:
    settings = settings_of(tmp_path, tiny_folder, weights=tmp_path / "own")
    of_this_model(engine, settings, tmp_path / "own")
    assert relevance_problem(settings) is None
    application = build_application(settings)
    schema.upgrade(application.database)
    with application.database.write() as session:
        work = application.work(session)
        expert = an_expert(work, directions=["锂离子电池材料"])
        need = a_need(work, an_enterprise(work), "锂离子电池材料")
        texts, key = need_texts(need), f"expert:{expert.id}"
    search = application.search
    assert search.problem is None
    assert search.encoder is not None
    encode_waiting(database=application.database, encoder=search.encoder, clock=application.clock)
    best = rank_texts(index=search, texts=texts, limit=1).by_kind["expert"].candidates[0]
    assert best.id == key
    assert search.current().tools.engine is not None
    assert search.current().tools.engine.model.version == "hand-made"
    application.database.dispose()


@pytest.mark.parametrize("own", [True, False])
def test_the_doctor_tells_of_weights_that_do_not_fit(
    tmp_path: Path,
    tiny_folder: ModelFolder,  # noqa: F811
    engine: Engine,  # noqa: F811
    own: bool,
) -> None:
    settings = settings_of(tmp_path, tiny_folder, weights=tmp_path / "own")
    of_this_model(engine, settings, tmp_path / "own")
    environment = {
        "MATCHMAKER_DATA_DIR": str(settings.data_dir),
        "MATCHMAKER_CACHE_DIR": str(settings.cache_dir),
        "MATCHMAKER_MODEL": settings.model,
        "MATCHMAKER_WEIGHTS": str(settings.weights) if own else "",
    }
    if not own:
        del environment["MATCHMAKER_WEIGHTS"]
    assert CliRunner().invoke(main, ["db", "upgrade"], env=environment).exit_code == 0
    done = CliRunner().invoke(main, ["doctor"], env=environment)
    assert done.exit_code == (0 if own else 1), done.output
    assert ("Nothing can be graded" in done.stdout) is not own


@pytest.mark.model
def test_what_ships_fits_the_default_model() -> None:
    settings = Settings(_env_file=None)
    assert settings.model == DEFAULT_MODEL
    try:
        assert relevance_problem(settings) is None
    except EmbeddingsError as error:
        pytest.skip(str(error))
