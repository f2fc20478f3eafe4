"""`matchmaker import`: read a file of needs, experts, achievements or organizations into the database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from matchmaker.cli.context import open_application, operator
from matchmaker.cli.progress import progress_bar
from matchmaker.errors import ImportRefused
from matchmaker.interchange import Skipped, load_mapping, read_file
from matchmaker.services.importing.result import ImportResult
from matchmaker.services.importing.run import DEFAULT_SOURCE, import_rows

KINDS = ("needs", "experts", "achievements", "organizations")
EMPTY = "Warning: There are no rows below the header (row %s); nothing was taken."


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--all-or-nothing", is_flag=True, help="Take nothing if any row is not right.")
@click.option("--map", "map_file", help="Which column is which field: a file, or 表头=field,表头=field.")
@click.option("--source", default=DEFAULT_SOURCE, show_default=True, help="Name of the system that gave the numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(kind: str, file: Path, all_or_nothing: bool, map_file: str | None, source: str, as_json: bool) -> None:
    """Import FILE (.xlsx, .xls, .csv, .jsonl) of KIND. Running it again changes nothing."""
    mapping = load_mapping(map_file) if map_file else None
    with open_application() as application:
        parsed = read_file(kind, file, file.name, mapping=mapping, overrides=application.settings.reference_dir)
        try:
            with progress_bar(f"import {kind}") as progress, application.database.write() as session:
                result = import_rows(
                    work=application.work(session, operator()),
                    parsed=parsed,
                    filename=file.name,
                    all_or_nothing=all_or_nothing,
                    source=source,
                    progress=progress,
                )
        except ImportRefused as refusal:
            for entry in refusal.params["rows"]:
                click.echo(f"row {entry.row}: {entry.reason}", err=True)
            raise
    _print(result, as_json)
    if not parsed.rows and not parsed.skipped:
        click.echo(EMPTY % parsed.header_row, err=True)


def _print(result: ImportResult, as_json: bool) -> None:
    report = {
        "taken": result.taken,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "skipped": [_skipped(entry) for entry in result.skipped],
        "notes": [str(note) for note in result.notes],
        "warnings": [
            {"row": warning.row, "field": warning.field, "text": str(warning.message)} for warning in result.warnings
        ],
    }
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    click.echo(f"taken {result.taken}, updated {result.updated}, unchanged {result.unchanged}")
    for note in result.notes:
        click.echo(str(note))
    for entry in result.skipped:
        click.echo(f"row {entry.row} not taken: {entry.reason}")
    for warning in result.warnings:
        click.echo(f"row {warning.row} {warning.field}: {warning.message}")


def _skipped(entry: Skipped) -> dict[str, object]:
    return {"row": entry.row, "reason": str(entry.reason)}
