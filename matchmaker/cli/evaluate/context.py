"""What the `evaluate` commands share: kinds of paths, encoder and weights, progress, errors and figures."""

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

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
DATA_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
Progress = Callable[[str, int, int], None]


def engine_of(encoder: Encoder, folder: Path | None) -> Engine:
    from matchmaker.ranking.engine import SHIPPED, load_engine

    return load_engine(encoder.model_id, folder=folder or Settings().weights or SHIPPED)


@contextmanager
def plain_encoder() -> Iterator[Encoder]:
    """The configured encoder without any adapter, behind the cache on disk."""
    from embeddings import CachedEncoder, EncodingCache, open_encoder

    settings = Settings()
    with EncodingCache(settings.cache_path / "evaluation-vectors.sqlite") as cache:
        yield CachedEncoder(open_encoder(settings.model, cache_dir=settings.cache_path), cache)


@contextmanager
def encoder_of(folder: Path | None, choice: str | None = None) -> Iterator[Encoder]:
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
def told_errors() -> Iterator[None]:
    """Typed errors become one line on standard error and exit code 1."""
    from embeddings import EmbeddingsError

    try:
        yield
    except (MatchmakerError, EmbeddingsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@contextmanager
def progress() -> Iterator[Progress]:
    from matchmaker.cli.progress import progress_bar

    with progress_bar("evaluate") as report:
        yield lambda step, done, total: report(done, total)


def print_figures(figures: Sequence[Figure], as_json: bool) -> None:
    if as_json:
        rows = {
            f.name: None
            if math.isnan(f.value)
            else {"value": f.value, "low": _known(f.low), "high": _known(f.high), "queries": f.queries}
            for f in figures
        }
        click.echo(json.dumps(rows, allow_nan=False))
        return
    for figure in figures:
        click.echo(figure.line())


def _known(value: float) -> float | None:
    """JSON has no NaN: an end of an interval that cannot be given is null."""
    return None if math.isnan(value) else value
