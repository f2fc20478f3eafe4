"""Encoders beside one another: plain sentence-transformers, ours of record, the exported graphs.

Each runs in a process of its own with one thread, and all encode the same short Chinese texts. Times are processor
times, the quickest of some runs: other programs on the machine only ever add. Then the service itself runs with an
exported graph, and its processes are weighed after real requests and jobs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from embeddings import ModelFolder, configure_threads, export_model, locate_model
from embeddings.exported import PRECISIONS
from embeddings.exported.graph import processor_has
from embeddings.model_config import read_model_config
from embeddings.sentence_encoder import load_model
from matchmaker.cli.progress import progress_bar
from matchmaker.evaluation.files import read_candidates, read_queries
from matchmaker.ranking.encoder import fitting_adapter, open_ranking_encoder
from matchmaker.settings import Settings
from tests.bench.serving import LIMIT, weigh
from tests.bench.table import Table, milliseconds
from tests.paths import SHARED_DATA

PASSAGES, QUERIES, TIMED = 2000, 300, 40
REPEATS = 3
PLAIN, RECORD = "sentence-transformers", "our default"
_TOP = 10

Vectors = Mapping[str, NDArray[np.float32]]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def tables() -> Iterator[Table]:
    """Measure every encoder and give one table; nothing where the shared data is absent."""
    if not (SHARED_DATA / "experts").is_dir():
        yield Table("encoding", ("left out",), [(f"{SHARED_DATA} is missing",)])
        return
    with tempfile.TemporaryDirectory() as name, progress_bar("encoders") as report:
        folder = Path(name)
        kinds = [PLAIN, RECORD, *_export(folder)]
        found: dict[str, tuple[dict[str, float], Vectors]] = {}
        for done, kind in enumerate(kinds):
            report(done, len(kinds))
            found[kind] = _measured(kind, folder)
        report(len(kinds), len(kinds))
        weights = list(_weights(kinds, folder))
    reference = found[PLAIN][1]
    rows = [_row(kind, figures, *_nearness(vectors, reference)) for kind, (figures, vectors) in found.items()]
    title = f"encoding: {PASSAGES:,} titles of projects, one thread, processor time"
    yield Table(title, ("encoder", "texts/s", "one query", f"same top {_TOP}", "least cosine", "files", "memory"), rows)
    yield Table(
        f"memory of a service with 43 teams and 45 needs (at most {LIMIT} MB where the graph serves)",
        ("process", "when ready", "after its work", "at most", "torch in it"),
        weights,
    )


def _export(folder: Path) -> list[str]:
    """Export into `folder` in every precision this processor has: the user's own graphs stay as they are."""
    settings = Settings()
    model = locate_model(settings.model, cache_dir=settings.cache_path)
    made = [precision for precision in PRECISIONS if processor_has(precision)]
    for precision in made:
        export_model(model, adapter=fitting_adapter(model), cache_dir=folder / precision, precision=precision)
    return [f"exported {precision}" for precision in made]


def _weights(kinds: Sequence[str], folder: Path) -> Iterator[tuple[str, ...]]:
    """Web process and worker of the reference and of each exported graph."""
    settings = Settings()
    model = locate_model(settings.model, cache_dir=settings.cache_path)
    for kind in kinds[1:]:
        exported = kind != RECORD
        cache = folder / kind.removeprefix("exported ") if exported else settings.cache_path
        environment = {
            "MATCHMAKER_MODEL": str(model.path),
            "MATCHMAKER_CACHE_DIR": str(cache),
            "MATCHMAKER_ENCODER": "exported" if exported else "reference",
        }
        data = folder / f"data of {kind}"
        data.mkdir()
        for name, weight in weigh(data, environment).items():
            figures = [f"{value:.0f} MB" for value in (weight.ready, weight.used, weight.peak)]
            yield (f"{name}, {kind}", *figures, "yes" if weight.torch else "no")


def _measured(kind: str, folder: Path) -> tuple[dict[str, float], Vectors]:
    out = folder / "vectors.npz"
    command = [sys.executable, "-m", "tests.bench.encoding", kind, str(folder), str(out)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    with np.load(out) as file:
        return json.loads(done.stdout), {name: file[name] for name in file}


def measure(kind: str, folder: Path, out: Path) -> dict[str, float]:
    """In a process of its own: encode everything into `out`; the figures."""
    configure_threads(1)
    queries, passages, size = _open(kind, folder)
    texts, asked = _texts()
    queries(asked[:2])
    passages(texts[:64])
    seconds, vectors = [], np.empty((0, 0), np.float32)
    for _ in range(REPEATS):
        begun = time.process_time()
        vectors = passages(texts)
        seconds.append(time.process_time() - begun)
    np.savez(out, passages=vectors, queries=queries(asked))
    memory = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return {
        "texts": len(texts) / min(seconds),
        "query": median(min(_timed(queries, [text]) for _ in range(2 + REPEATS)) for text in asked[:TIMED]),
        "files": size / 1e6,
        "memory": int(memory.split()[1]) / 1024,
    }


def _open(kind: str, folder: Path) -> tuple[Encode, Encode, int]:
    """Encoders of queries and of passages, and the bytes of the files they are read from."""
    settings = Settings()
    model = locate_model(settings.model, cache_dir=settings.cache_path)
    if kind == PLAIN:
        return *_plain(model), _bytes(model.path)
    if kind == RECORD:
        encoder = open_ranking_encoder(settings.model, cache_dir=settings.cache_path, threads=1)
        return encoder.encode_queries, encoder.encode_passages, _bytes(model.path)
    precision = kind.removeprefix("exported ")
    place = folder / precision
    encoder = open_ranking_encoder(str(model.path), cache_dir=place, threads=1, choice="exported")
    return encoder.encode_queries, encoder.encode_passages, _bytes(place / "graphs")


def _plain(model: ModelFolder) -> tuple[Encode, Encode]:
    """The library as its documentation shows it, on the weights with the adapter added."""
    loaded = load_model(model.path, read_model_config(model.path), threads=1, adapter=fitting_adapter(model))

    def encode(texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        return loaded.encode(list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False)

    return lambda texts: encode(texts, "query: "), lambda texts: encode(texts, "passage: ")


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _texts() -> tuple[list[str], list[str]]:
    """Different passages and queries, drawn by a fixed seed."""
    rng = np.random.default_rng(0)
    known = sorted(
        {text for row in read_candidates(SHARED_DATA / "experts" / "candidates.jsonl") for text in row.passages}
    )
    asked = [row.need.title for row in read_queries(SHARED_DATA / "experts" / "queries.jsonl")]
    drawn = [known[place] for place in rng.permutation(len(known))[:PASSAGES]]
    return drawn, [asked[place] for place in rng.permutation(len(asked))[:QUERIES]]


def _timed(encode: Encode, texts: Sequence[str]) -> float:
    begun = time.process_time()
    encode(texts)
    return time.process_time() - begun


def _nearness(found: Vectors, reference: Vectors) -> tuple[float, float]:
    """Share of the top ten that is the reference's too, and the least cosine of a passage."""
    pairs = zip(_nearest(found), _nearest(reference), strict=True)
    same = float(np.mean([len(one & other) / _TOP for one, other in pairs]))
    return same, float((found["passages"] * reference["passages"]).sum(axis=1).min())


def _nearest(vectors: Vectors) -> list[set[int]]:
    """The places of each query's nearest passages."""
    places = np.argsort(-(vectors["queries"] @ vectors["passages"].T), axis=1)[:, :_TOP]
    return [set(row) for row in places.tolist()]


def _row(kind: str, figures: Mapping[str, float], same: float, cosine: float) -> tuple[str, ...]:
    return (
        kind,
        f"{figures['texts']:.0f}",
        milliseconds(figures["query"]),
        f"{same:.4f}",
        f"{cosine:.6f}",
        f"{figures['files']:.0f} MB",
        f"{figures['memory']:.0f} MB",
    )


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
