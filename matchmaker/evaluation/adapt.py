"""`evaluate adapt`: from texts without judgements to an adapter of the encoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings import Encoder, locate_model
from embeddings.adapter import write_adapter
from embeddings.adapter_training import Recipe, train_adapter
from matchmaker.evaluation.adapting import Experts, expert_task, read_documents, taught, text_tasks
from matchmaker.evaluation.encoding import Progress, silent
from matchmaker.evaluation.files import QueryRecord, read_candidates, read_pairs, read_queries, write_rows
from matchmaker.evaluation.folds import normalised
from matchmaker.ranking.engine import ADAPTER


@dataclass(frozen=True, slots=True)
class Sources:
    """Files to learn from: open texts, needs (but for those in `without`), a folder of experts.

    `held_out` is a file to write: the pairs of experts that are not taught.
    """

    texts: tuple[Path, ...]
    needs: Path
    without: Path | None = None
    experts: Path | None = None
    held_out: Path | None = None


def adapt(
    sources: Sources,
    *,
    encoder: Encoder,
    cache_dir: Path,
    model: str,
    recipe: Recipe,
    out: Path,
    progress: Progress = silent,
) -> Path:
    """Train and write the adapter of `model` into the folder `out`; `encoder` is the model unchanged."""
    out.mkdir(parents=True, exist_ok=True)
    documents = [document for path in sources.texts for document in read_documents(path)]
    tasks = text_tasks(documents, _needs(sources))
    if sources.experts is not None:
        experts = _experts(sources.experts, encoder)
        tasks.append(expert_task(experts))
        if sources.held_out is not None:
            _write_held_out(experts, sources.held_out)
    folder = locate_model(model, cache_dir=cache_dir)

    def report(done: int, total: int, _losses: Mapping[str, float]) -> None:
        progress("adapt", done, total)

    down, up = train_adapter(folder.path, tasks, recipe, report)
    write_adapter(out / ADAPTER, folder.sha256, down, up)
    return out / ADAPTER


def _needs(sources: Sources) -> list[QueryRecord]:
    left_out = read_queries(sources.without) if sources.without is not None else []
    ids, titles = {record.id for record in left_out}, {normalised(record.need.title) for record in left_out}
    return [
        record
        for record in read_queries(sources.needs)
        if record.id not in ids and normalised(record.need.title) not in titles
    ]


def _experts(folder: Path, encoder: Encoder) -> Experts:
    queries, candidates = read_queries(folder / "queries.jsonl"), read_candidates(folder / "candidates.jsonl")
    return Experts(queries, candidates, read_pairs(folder / "pairs.csv", queries, candidates), encoder)


def _write_held_out(experts: Experts, path: Path) -> None:
    seen = set(taught(len(experts.queries)).tolist())
    pairs = experts.pairs
    rows = [
        (experts.queries[query].id, experts.candidates[candidate].id, level)
        for query, candidate, level in zip(
            pairs.queries.tolist(), pairs.candidates.tolist(), pairs.levels.tolist(), strict=True
        )
        if query not in seen
    ]
    write_rows(path, ("query_id", "candidate_id", "level"), rows)
