"""The ranking of experts: time of each step and quality, beside plain vector search and txtai's hybrid search.

All see the same 53,450 profiles and the same vectors in the same run, one thread unless said otherwise.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import CachedEncoder, Encoder, EncodingCache, configure_threads
from embeddings.runtime import import_faiss
from matchmaker.cli.progress import progress_bar
from matchmaker.evaluation.encoding import encode_corpus, encode_needs
from matchmaker.evaluation.files import Pairs, QueryRecord, read_candidates, read_pairs, read_queries
from matchmaker.evaluation.rank_queries import judge
from matchmaker.evaluation.summary import ranking_figures
from matchmaker.ranking.corpus import Candidate, Corpus
from matchmaker.ranking.encoder import open_ranking_encoder
from matchmaker.ranking.engine import Engine, load_engine
from matchmaker.ranking.query import Query
from matchmaker.ranking.rank import rank
from matchmaker.ranking.rank_many import rank_many
from matchmaker.settings import Settings
from tests.bench.table import Table, milliseconds
from tests.paths import SHARED_DATA

# Queries of the quality table, spread over the file; needs whose encoding is timed; needs of a campaign.
QUALITY, ENCODED, CAMPAIGN = 300, 40, 300
TOP = 100
# The quickest of so many runs counts: other programs on the machine only ever add.
REPEATS = 3
# Neighbours taken before they are grouped by profile: profiles have few passages.
_NEIGHBOURS = 4 * TOP

Search = Callable[[int], list[str]]


@dataclass(frozen=True)
class Bench:
    """Everything encoded and indexed."""

    plain: Encoder
    engine: Engine
    corpus: Corpus
    candidates: Sequence[Candidate]
    vectors: NDArray[np.float32]
    queries: Sequence[QueryRecord]
    asked: Sequence[Query]
    pairs: Pairs
    needs: Sequence[Query]


def tables() -> Iterator[Table]:
    """Measure and give one table after another; nothing where the shared data is absent."""
    if not (SHARED_DATA / "experts").is_dir():
        yield Table("ranking", ("left out",), [(f"{SHARED_DATA} is missing",)])
        return
    configure_threads(1)
    with _prepared() as bench:
        yield _preview(bench)
        yield _campaign(bench)
        yield _quality(bench)


@contextmanager
def _prepared() -> Iterator[Bench]:
    settings = Settings()
    plain = open_ranking_encoder(settings.model, cache_dir=settings.cache_path, threads=1)
    with (
        EncodingCache(settings.cache_path / "evaluation-vectors.sqlite") as cache,
        progress_bar("encode") as report,
    ):
        encoder = CachedEncoder(plain, cache)
        engine = load_engine(encoder.model_id)
        candidates, queries = read_candidates(SHARED_DATA / "experts" / "candidates.jsonl"), _queries()
        vectors = encode_corpus(encoder, candidates, lambda _step, done, total: report(done, total))
        asked = encode_needs(encoder, [record.need for record in queries])
        needs = encode_needs(encoder, [record.need for record in read_queries(SHARED_DATA / "inputs" / "needs.jsonl")])
        pairs = _pairs(queries, candidates)
        yield Bench(
            plain, engine, engine.corpus(candidates, vectors, asked), candidates, vectors, queries, asked, pairs, needs
        )


def _preview(bench: Bench) -> Table:
    """One real need against everybody, step by step."""
    steps: dict[str, list[float]] = {}
    for need in bench.needs:
        runs = [rank(need, bench.corpus, bench.engine).seconds for _ in range(REPEATS)]
        for name, seconds in min(runs, key=lambda run: sum(run.values())).items():
            steps.setdefault(name, []).append(seconds)
    encoding = []
    for need in bench.needs[:: max(1, len(bench.needs) // ENCODED)]:
        texts = list(need.parts.values())
        encoding.append(min(_timed(bench.plain.encode_queries, texts) for _ in range(1 + REPEATS)))
    totals = [sum(values) for values in zip(*steps.values(), strict=True)]
    rows = [(name, *_median_and_ninth(values)) for name, values in steps.items()]
    rows += [
        ("all without encoding", *_median_and_ninth(totals)),
        ("encode title and text", *_median_and_ninth(encoding)),
        ("all", milliseconds(median(totals) + median(encoding)), ""),
    ]
    return Table(f"preview: one real need against {len(bench.candidates):,} profiles", ("step", "median", "90 %"), rows)


def _campaign(bench: Bench) -> Table:
    needs = [bench.needs[place % len(bench.needs)] for place in range(CAMPAIGN)]
    rows = []
    for workers in (1, 2):
        started = time.perf_counter()
        rank_many(needs, bench.corpus, bench.engine, workers=workers)
        seconds = time.perf_counter() - started
        rows.append((str(workers), f"{seconds:.1f} s"))
    title = f"campaign: {CAMPAIGN} needs against {len(bench.corpus.texts):,} passages, with evidence"
    return Table(title, ("threads", "time"), rows)


def _quality(bench: Bench) -> Table:
    """Whom each way of searching finds for the projects of `experts/`, and how long a query takes without encoding."""
    ways: dict[str, Callable[[Bench], Search]] = {
        "this service": _ours,
        "sentence-transformers + FAISS top-k": _faiss,
        "txtai hybrid": _txtai,
    }
    rows = []
    for name, make in ways.items():
        if make is _txtai and importlib.util.find_spec("txtai") is None:
            rows.append((name, "not installed (pip install txtai)", "", "", ""))
            continue
        search, found, seconds = make(bench), [], []
        for place in range(len(bench.asked)):
            found.append(search(place))
            seconds.append(min(_timed(search, place) for _ in range(REPEATS)))
        figures = {figure.name: figure for figure in ranking_figures(judge(found, bench.candidates, bench.pairs))}
        shown = (f"{figures[key].value:.3f}" for key in ("MRR@10", "recall@10", "recall@100"))
        rows.append((name, *shown, milliseconds(median(seconds))))
    title = f"quality: {len(bench.asked)} projects, the one right holder among {len(bench.candidates):,}"
    return Table(title, ("search", "MRR@10", "recall@10", "recall@100", "median"), rows)


def _ours(bench: Bench) -> Search:
    def search(place: int) -> list[str]:
        ranking = rank(bench.asked[place], bench.corpus, bench.engine, limit=TOP, evidence=False)
        return [candidate.id for candidate in ranking.candidates]

    return search


def _faiss(bench: Bench) -> Search:
    index = import_faiss().IndexFlatIP(bench.vectors.shape[1])
    index.add(bench.vectors)

    def search(place: int) -> list[str]:
        _, found = index.search(bench.asked[place].vectors[:1], _NEIGHBOURS)
        return _grouped(bench.corpus, found[0].tolist())

    return search


def _txtai(bench: Bench) -> Search:
    # Imported here: compared with, never used by the service.
    from txtai import Embeddings

    def segmented(text: str) -> str:
        return " ".join(bench.engine.segmenter.tokens(text))

    # The same vectors as everybody's, and words cut by our segmenter: its own tokenizer takes a Chinese clause for one.
    texts = [segmented(text) for text in bench.corpus.texts]
    known = dict(zip(texts, bench.vectors, strict=True))
    words = [segmented(query.whole) for query in bench.asked]
    known |= {text: query.vectors[0] for text, query in zip(words, bench.asked, strict=True)}

    def transform(inputs: Any) -> NDArray[np.float32]:
        return np.stack([known[text] for text in inputs])

    embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=False, backend="faiss")
    embeddings.index((place, text, None) for place, text in enumerate(texts))

    def search(place: int) -> list[str]:
        return _grouped(bench.corpus, [int(row[0]) for row in embeddings.search(words[place], _NEIGHBOURS)])

    return search


def _grouped(corpus: Corpus, passages: Sequence[int]) -> list[str]:
    """Owners of passages in their order, each once."""
    owners = dict.fromkeys(int(corpus.owners[place]) for place in passages if place >= 0)
    return [corpus.ids[owner] for owner in owners][:TOP]


def _queries() -> list[QueryRecord]:
    records = read_queries(SHARED_DATA / "experts" / "queries.jsonl")
    return records[:: max(1, len(records) // QUALITY)][:QUALITY]


def _timed(work: Callable[[Any], object], given: Any) -> float:
    started = time.perf_counter()
    work(given)
    return time.perf_counter() - started


def _pairs(queries: Sequence[QueryRecord], candidates: Sequence[Candidate]) -> Pairs:
    """The right answers of these queries."""
    everybody = read_queries(SHARED_DATA / "experts" / "queries.jsonl")
    pairs = read_pairs(SHARED_DATA / "experts" / "pairs.csv", everybody, candidates)
    places = {record.id: place for place, record in enumerate(queries)}
    chosen = np.array([places.get(everybody[place].id, -1) for place in pairs.queries.tolist()], dtype=np.int64)
    return Pairs(chosen[chosen >= 0], pairs.candidates[chosen >= 0], pairs.levels[chosen >= 0])


def _median_and_ninth(seconds: Sequence[float]) -> tuple[str, str]:
    return milliseconds(median(seconds)), milliseconds(float(np.quantile(seconds, 0.9)))
