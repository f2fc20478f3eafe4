"""`matchmaker evaluate score | rank | train`: measure and train relevance from files, without database or secret.

Standard output carries the figures only; progress goes to standard error. Exit codes: 0 done, 1 failed, 2 wrong use.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matchmaker.errors import MatchmakerError
from matchmaker.settings import Settings

if TYPE_CHECKING:
    from embeddings import Encoder
    from matchmaker.evaluation.summary import Figure
    from matchmaker.ranking.engine import Engine

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
Progress = Callable[[str, int, int], None]


@click.group()
def command() -> None:
    """Measure relevance on files, or train it.

    QUERIES are JSON lines {id, title, text}, CANDIDATES JSON lines {id, passages: [text ...]}, PAIRS a CSV
    query_id,candidate_id and perhaps level. Encoded texts are kept in the cache folder: an interrupted run resumes.
    """


@command.command()
@click.option("--queries", type=_FILE, required=True)
@click.option("--candidates", type=_FILE, required=True)
@click.option("--pairs", type=_FILE, required=True)
@click.option("--known", type=_FILE, help="Decisions already made: query_id,candidate_id,level.")
@click.option("--out", type=_OUT, required=True, help="Gets query_id,candidate_id,score,grade.")
@click.option("--weights", type=_FOLDER, help="A folder made by train; default: MATCHMAKER_WEIGHTS, else what ships.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def score(
    queries: Path, candidates: Path, pairs: Path, known: Path | None, out: Path, weights: Path | None, as_json: bool
) -> None:
    """Score and grade every pair of PAIRS as the service would."""
    from matchmaker.evaluation import files, score_pairs, summary

    with _errors(), _progress() as progress, _encoder(weights) as encoder:
        needs, people = files.read_queries(queries), files.read_candidates(candidates)
        wanted = files.read_pairs(pairs, needs, people)
        decided = files.read_pairs(known, needs, people) if known else None
        scored = score_pairs.score_pairs(
            needs, people, wanted, known=decided, encoder=encoder, engine=_engine(encoder, weights), progress=progress
        )
        rows = zip(
            (needs[place].id for place in wanted.queries),
            (people[place].id for place in wanted.candidates),
            (f"{value:.6f}" for value in scored.probabilities),
            scored.grades,
            strict=True,
        )
        files.write_rows(out, ("query_id", "candidate_id", "score", "grade"), rows)
        if wanted.judged:
            figures = summary.scoring_figures(wanted.queries, wanted.levels, scored.probabilities)
            figures += summary.grade_figures(wanted.queries, wanted.levels, scored.grades)
            _print(figures, as_json)


@command.command()
@click.option("--queries", type=_FILE, required=True)
@click.option("--candidates", type=_FILE, required=True)
@click.option("--pairs", type=_FILE, help="With levels, figures are printed.")
@click.option("--top", type=click.IntRange(min=1), default=100, show_default=True)
@click.option("--out", type=_OUT, required=True, help="Gets query_id,rank,candidate_id.")
@click.option("--weights", type=_FOLDER, help="A folder made by train; default: MATCHMAKER_WEIGHTS, else what ships.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def rank(
    queries: Path, candidates: Path, pairs: Path | None, top: int, out: Path, weights: Path | None, as_json: bool
) -> None:
    """Find and rank candidates for every query through the production search."""
    from matchmaker.evaluation import files, rank_queries, summary

    with _errors(), _progress() as progress, _encoder(weights) as encoder:
        needs, people = files.read_queries(queries), files.read_candidates(candidates)
        judged = files.read_pairs(pairs, needs, people) if pairs else None
        found = rank_queries.rank_queries(
            needs, people, encoder=encoder, engine=_engine(encoder, weights), top=top, progress=progress
        )
        rows = (
            (need.id, place, name)
            for need, names in zip(needs, found, strict=True)
            for place, name in enumerate(names, start=1)
        )
        files.write_rows(out, ("query_id", "rank", "candidate_id"), rows)
        if judged is not None and judged.judged:
            _print(summary.ranking_figures(rank_queries.judge(found, people, judged)), as_json)


@command.command()
@click.option("--queries", type=_FILE, required=True)
@click.option("--candidates", type=_FILE, required=True)
@click.option("--pairs", type=_FILE, required=True, help="With levels 1 to 4.")
@click.option("--needs", type=_FILE, help="Further needs without labels, in the form of QUERIES.")
@click.option("--texts", type=_FILE, multiple=True, required=True, help="Open texts: JSON lines {title, abstract}.")
@click.option(
    "--registry",
    "registries",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="A folder with queries.jsonl, candidates.jsonl, pairs.csv (level 4: a partner): teaches when nobody fits.",
)
@click.option("--version", required=True, help="Names the weights; stored with every suggestion they make.")
@click.option("--out", type=_FOLDER, required=True, help="Folder for the three files of weights.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def train(
    queries: Path,
    candidates: Path,
    pairs: Path,
    needs: Path | None,
    texts: tuple[Path, ...],
    registries: tuple[Path, ...],
    version: str,
    out: Path,
    as_json: bool,
) -> None:
    """Train weights on labelled pairs and print what they are worth on needs not seen (grouped cross-validation).

    An adapter that lies in the folder OUT already changes the encoder they are trained with.
    """
    from embeddings import Segmenter
    from matchmaker.evaluation import files, partner_training, space_building
    from matchmaker.evaluation import train as training

    with _errors(), _progress() as progress, _encoder(out, choice="reference") as encoder:
        asked, people = files.read_queries(queries), files.read_candidates(candidates)
        data = training.TrainingData(
            queries=asked,
            candidates=people,
            pairs=files.read_pairs(pairs, asked, people),
            other_needs=files.read_queries(needs) if needs else [],
            open_texts=[text for path in texts for text in space_building.read_open_texts(path)],
            sources=tuple(f"{path.parent.name}/{path.name}" for path in (pairs, *texts, *registries)),
            registries=[partner_training.read_registry(folder) for folder in registries],
        )
        trained = training.train(data, encoder=encoder, segmenter=Segmenter(), version=version, progress=progress)
        training.write_engine(trained.engine, out)
        _print(trained.figures, as_json)


@command.command()
@click.option(
    "--texts", type=_FILE, multiple=True, required=True, help="Open texts: JSON lines {title, abstract, ...}."
)
@click.option("--needs", type=_FILE, required=True, help="Needs without labels, in the form of QUERIES.")
@click.option("--without", type=_FILE, help="Needs to leave out of them: those that figures are reported on.")
@click.option(
    "--experts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with queries.jsonl, candidates.jsonl, pairs.csv; half of the queries are taught.",
)
@click.option("--held-out", type=_OUT, help="Gets the pairs of the other half.")
@click.option("--steps", type=click.IntRange(min=1), default=140, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--out", type=_FOLDER, required=True, help="Folder for the adapter; train the weights into it next.")
def adapt(
    texts: tuple[Path, ...],
    needs: Path,
    without: Path | None,
    experts: Path | None,
    held_out: Path | None,
    steps: int,
    seed: int,
    out: Path,
) -> None:
    """Train an adapter of the encoder on texts that belong together; an hour on one core."""
    from embeddings.adapter_training import Recipe
    from matchmaker.evaluation import adapt as adapting

    with _errors(), _progress() as progress, _plain_encoder() as encoder:
        adapting.adapt(
            adapting.Sources(texts, needs, without, experts, held_out),
            encoder=encoder,
            cache_dir=Settings().cache_path,
            model=Settings().model,
            recipe=Recipe(steps=steps, seed=seed),
            out=out,
            progress=progress,
        )


def _engine(encoder: Encoder, folder: Path | None) -> Engine:
    from matchmaker.ranking.engine import SHIPPED, load_engine

    return load_engine(encoder.model_id, folder=folder or Settings().weights or SHIPPED)


@contextmanager
def _plain_encoder() -> Iterator[Encoder]:
    """The configured encoder without any adapter, behind the cache on disk."""
    from embeddings import CachedEncoder, EncodingCache, open_encoder

    settings = Settings()
    with EncodingCache(settings.cache_path / "evaluation-vectors.sqlite") as cache:
        yield CachedEncoder(open_encoder(settings.model, cache_dir=settings.cache_path), cache)


@contextmanager
def _encoder(folder: Path | None, choice: str | None = None) -> Iterator[Encoder]:
    """The configured encoder, with the adapter of the weights in `folder`, behind the cache on disk.

    `choice` (default: MATCHMAKER_ENCODER): see `open_serving_encoder`.
    """
    from embeddings import CachedEncoder, EncodingCache
    from matchmaker.ranking.encoder import open_ranking_encoder
    from matchmaker.ranking.engine import SHIPPED

    settings = Settings()
    with EncodingCache(settings.cache_path / "evaluation-vectors.sqlite") as cache:
        inner = open_ranking_encoder(
            settings.model,
            cache_dir=settings.cache_path,
            folder=folder or SHIPPED,
            choice=choice or settings.encoder,
            fallback=lambda error: click.echo(f"note: the reference encoder is used. {error}", err=True),
        )
        yield CachedEncoder(inner, cache)


@contextmanager
def _errors() -> Iterator[None]:
    """Typed errors become one line on standard error and exit code 1."""
    from embeddings import EmbeddingsError

    try:
        yield
    except (MatchmakerError, EmbeddingsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@contextmanager
def _progress() -> Iterator[Progress]:
    from matchmaker.cli.progress import progress_bar

    with progress_bar("evaluate") as report:
        yield lambda step, done, total: report(done, total)


def _print(figures: Sequence[Figure], as_json: bool) -> None:
    if as_json:
        rows = {
            f.name: None
            if math.isnan(f.value)
            else {"value": f.value, "low": f.low, "high": f.high, "queries": f.queries}
            for f in figures
        }
        click.echo(json.dumps(rows))
        return
    for figure in figures:
        click.echo(figure.line())
