"""MATCHMAKER_ENCODER: what serves is logged; what cannot serve is an error or a warning that says what to run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from embeddings import export_model
from embeddings.exported.folder import GRAPH, graphs_dir
from embeddings.model_store import ModelFolder
from matchmaker import schema
from matchmaker.bootstrap import Application, build_application
from matchmaker.cli import main
from matchmaker.ranking.engine import Engine
from matchmaker.services.readiness import examine_readiness
from matchmaker.settings import Settings
from tests.embeddings.conftest import tiny, tiny_folder, wheel  # noqa: F401  (fixtures)
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.test_wiring import of_this_model, settings_of

REFERENCE, EXPORTED = "SentenceTransformerEncoder", "ExportedEncoder"


@pytest.fixture
def choose(tmp_path: Path, tiny_folder: ModelFolder, engine: Engine) -> Any:  # noqa: F811
    """Settings with a choice of the encoder, weights for the tiny model, and an empty database."""
    of_this_model(engine, settings_of(tmp_path, tiny_folder, weights=tmp_path / "own"), tmp_path / "own")

    def make(choice: str) -> Settings:
        settings = settings_of(tmp_path, tiny_folder, weights=tmp_path / "own", encoder=choice)
        application = build_application(settings)
        schema.upgrade(application.database)
        application.database.dispose()
        return settings

    return make


@pytest.fixture
def graph(tmp_path: Path, tiny_folder: ModelFolder) -> Path:  # noqa: F811
    """The folder of the graph of the tiny model."""
    pytest.importorskip("openvino", reason="the exported graph needs: pip install '.[export]'")
    export_model(tiny_folder, adapter=None, cache_dir=tmp_path / "cache", precision="f32")
    return next(path for path in graphs_dir(tmp_path / "cache").iterdir() if path.is_dir())


def opened(settings: Settings) -> tuple[Application, list[tuple[str, str, str]]]:
    """An application whose search was built, and (level, event, the encoder or the reason) of what was logged."""
    application = build_application(settings)
    with capture_logs() as entries:
        application.search.current()
    application.database.dispose()
    named = [(row["log_level"], row["event"], row.get("encoder") or row.get("reason") or "") for row in entries]
    return application, [row for row in named if row[2]]


def doctor(settings: Settings) -> Result:
    names = ("data_dir", "cache_dir", "model", "weights", "encoder")
    return CliRunner().invoke(
        main, ["doctor"], env={f"MATCHMAKER_{name.upper()}": str(getattr(settings, name)) for name in names}
    )


def test_an_exported_graph_that_is_wanted_and_not_there_is_an_error(choose: Any) -> None:
    settings = choose("exported")
    application, entries = opened(settings)
    ((level, event, reason),) = entries
    assert (level, event) == ("error", "search by meaning is not available")
    assert reason.startswith("There is no exported graph of ")
    assert reason.endswith("Run: matchmaker model export")
    assert (application.search.encoder, application.search.problem) == (None, reason)
    state = examine_readiness(application)
    assert (state.status, state.parts["model"]) == ("degraded", "missing")
    told = doctor(settings)
    assert told.exit_code == 1
    assert "error: MATCHMAKER_ENCODER wants an exported graph: There is no exported graph of " in told.stdout
    assert "matchmaker model fetch" not in told.stdout


def test_the_reference_serves_where_none_was_exported_and_that_is_logged(choose: Any) -> None:
    settings = choose("auto")
    application, entries = opened(settings)
    assert entries == [("info", "encoder opened", REFERENCE)]
    assert examine_readiness(application).parts["model"] == "ready"
    told = doctor(settings)
    assert (told.exit_code, "graph" in told.stdout) == (0, False)


def test_a_graph_that_was_passed_over_is_a_warning(choose: Any, graph: Path) -> None:
    settings = choose("auto")
    (graph / GRAPH).write_text("<net/>", encoding="utf-8")
    _application, entries = opened(settings)
    (passed_over, serves) = entries
    assert passed_over[:2] == ("warning", "the exported graph is not used")
    assert "graph.xml has other content than when it was made" in passed_over[2]
    assert serves == ("info", "encoder opened", REFERENCE)
    told = doctor(settings)
    assert told.exit_code == 0
    assert "warning: sentence-transformers serves in place of the exported graph: " in told.stdout
    assert "Run: matchmaker model export" in told.stdout


@pytest.mark.parametrize(("choice", "serves"), [("auto", EXPORTED), ("exported", EXPORTED), ("reference", REFERENCE)])
def test_a_whole_graph_serves_unless_the_reference_is_asked_for(
    choose: Any, graph: Path, choice: str, serves: str
) -> None:
    settings = choose(choice)
    application, entries = opened(settings)
    assert entries == [("info", "encoder opened", serves)]
    assert application.search.problem is None
    told = doctor(settings)
    assert (told.exit_code, "graph" in told.stdout) == (0, False)
