"""A process that serves from the exported graph: no torch in it, little memory, and the answers of the reference."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import DEFAULT_MODEL, ModelFolder, export_model
from embeddings.exported import ExportedFolder
from matchmaker.evaluation.files import read_candidates, read_pairs, read_queries
from matchmaker.evaluation.metrics import ndcg
from matchmaker.ranking.encoder import fitting_adapter, open_ranking_encoder
from tests.bench.serving import LIMIT, weigh
from tests.support.model import cache_with, default_model

pytest.importorskip("openvino", reason="the exported graph needs: pip install '.[export]'")
# An export, and a worker that encodes everything: a quarter of a minute, more on a busy machine.
pytestmark = [pytest.mark.model, pytest.mark.data, pytest.mark.timeout(900)]

MEGABYTE_KB = 1024
# Neighbours of titles among titles of the same trade; measured: 0.985 to 0.991 in bf16, 1.000 in f32.
LEAST_OVERLAP = 0.97
PASSAGES, QUERIES = 500, 100
# Of nDCG@10, either way; measured: 0.0025 more in bf16.
SAME_QUALITY = 0.004

SERVING = """
import json, sys
from pathlib import Path
from matchmaker.bootstrap import build_application
from matchmaker.models import Passage, Suggestion
from matchmaker.services.matching import rank_texts
from matchmaker.ranking.query import Need

application = build_application()
state = application.search.current()
with application.database.read() as session:
    suggested = session.query(Suggestion).count()
    texts = [text for text, in session.query(Passage.text)]
application.search.encoder.encode_passages(texts)
ranking = rank_texts(index=application.search, texts=Need(title="高盐废水零排放", text="浓盐水处理"), limit=5)
lines = Path("/proc/self/status").read_text().splitlines()
print(json.dumps({
    "problem": application.search.problem,
    "encoder": application.search.encoder.model_id,
    "suggested": suggested,
    "found": len(ranking.by_kind["expert"].candidates),
    "memory": int(next(line for line in lines if line.startswith("VmRSS")).split()[1]),
    "modules": sorted({"torch", "sentence_transformers", "transformers"} & set(sys.modules)),
}))
"""


@pytest.fixture(scope="module")
def model() -> ModelFolder:
    return default_model()


@pytest.fixture(scope="module")
def cache(model: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the model, and in it the graph that `graph` makes."""
    return cache_with(model, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def graph(model: ModelFolder, cache: Path) -> ExportedFolder:
    return export_model(model, adapter=fitting_adapter(model), cache_dir=cache).folder


def run(folder: Path, cache: Path, choice: str, *arguments: str) -> str:
    """A process of the service with its data in `folder`; its standard output."""
    environment = {
        **os.environ,
        "MATCHMAKER_DATA_DIR": str(folder),
        "MATCHMAKER_CACHE_DIR": str(cache),
        "MATCHMAKER_ENCODER": choice,
    }
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def registry(tmp_path: Path, cache: Path, shared_data: Path) -> Path:
    """A data folder with the 43 real teams and the real workbook of needs."""
    matchmaker = str(Path(sys.executable).with_name("matchmaker"))
    run(tmp_path, cache, "auto", matchmaker, "db", "upgrade")
    run(tmp_path, cache, "auto", matchmaker, "import", "experts", str(shared_data / "inputs" / "teams.jsonl"))
    run(tmp_path, cache, "auto", matchmaker, "import", "needs", str(shared_data / "inputs" / "需求汇总表.xlsx"))
    return tmp_path


def test_a_process_with_index_and_encoder_holds_no_torch_and_stays_small(
    registry: Path, cache: Path, graph: ExportedFolder
) -> None:
    run(registry, cache, "exported", str(Path(sys.executable).with_name("matchmaker")), "worker", "--until-idle")
    found = json.loads(run(registry, cache, "exported", "-c", SERVING).splitlines()[-1])
    memory = found.pop("memory") / MEGABYTE_KB
    print(f"serving from {graph.precision}: {memory:.0f} MB")
    assert found.pop("suggested") > 20
    assert found == {"problem": None, "encoder": graph.model_id, "found": 5, "modules": []}
    if graph.precision == "bf16":
        assert memory <= LIMIT


@pytest.mark.slow
@pytest.mark.usefixtures("shared_data")
def test_a_service_that_was_used_for_a_while_stays_small(tmp_path: Path, cache: Path, graph: ExportedFolder) -> None:
    weights = weigh(tmp_path, {"MATCHMAKER_CACHE_DIR": str(cache), "MATCHMAKER_ENCODER": "exported"})
    print(weights)
    assert {name: weight.torch for name, weight in weights.items()} == {"web": False, "worker": False}
    if graph.precision == "bf16":
        assert {name for name, weight in weights.items() if weight.used > LIMIT} == set()


def test_the_top_ten_are_the_reference_s(cache: Path, graph: ExportedFolder, shared_data: Path) -> None:
    people = read_candidates(shared_data / "experts" / "candidates.jsonl")
    passages = sorted({person.passages[0] for person in people})[::97][:PASSAGES]
    queries = [row.need.title for row in read_queries(shared_data / "experts" / "queries.jsonl")][::31][:QUERIES]
    nearest: dict[str, list[set[int]]] = {}
    for choice in ("reference", "exported"):
        encoder = open_ranking_encoder(DEFAULT_MODEL, cache_dir=cache, threads=1, choice=choice)
        scores = encoder.encode_queries(queries) @ encoder.encode_passages(passages).T
        nearest[choice] = [set(row) for row in np.argsort(-scores, axis=1)[:, :10].tolist()]
    shares = [len(one & other) / 10 for one, other in zip(*nearest.values(), strict=True)]
    assert (len(passages), len(shares)) == (PASSAGES, QUERIES)
    print(f"same top ten in {graph.precision}: {np.mean(shares):.4f}")
    assert np.mean(shares) >= LEAST_OVERLAP


def test_judged_needs_are_ranked_as_well(cache: Path, graph: ExportedFolder, shared_data: Path) -> None:
    """nDCG@10 by the nearness of titles, over all needs of whose candidates ten were judged and one fits."""
    folder = shared_data / "need-achievement"
    needs, candidates = read_queries(folder / "queries.jsonl"), read_candidates(folder / "candidates.jsonl")
    pairs = read_pairs(folder / "pairs.csv", needs, candidates)
    rows = {need: np.flatnonzero(pairs.queries == need) for need in range(len(needs))}
    judged = [need for need, own in rows.items() if len(own) >= 10 and (pairs.levels[own] > 2.5).any()]
    means: dict[str, float] = {}
    for choice in ("reference", "exported"):
        encoder = open_ranking_encoder(DEFAULT_MODEL, cache_dir=cache, threads=1, choice=choice)
        asked = encoder.encode_queries([needs[need].need.title for need in judged])
        found = []
        for query, need in zip(asked, judged, strict=True):
            titles = [candidates[place].passages[0] for place in pairs.candidates[rows[need]]]
            order = np.argsort(-(encoder.encode_passages(titles) @ query), kind="stable")
            found.append(ndcg(pairs.levels[rows[need]][order], pairs.levels[rows[need]]))
        means[choice] = float(np.mean(found))
    print(f"nDCG@10 by titles: {means}")
    assert len(judged) == 106
    assert means["reference"] > 0.6
    assert abs(means["exported"] - means["reference"]) <= SAME_QUALITY
