"""`matchmaker index`: compare the search index with the database, or make it anew."""

from __future__ import annotations

import json

import click

from matchmaker.cli.context import open_application
from matchmaker.cli.progress import progress_bar
from matchmaker.services.encode import drop_unsound, encode_waiting


@click.group()
def command() -> None:
    """Check and rebuild the search index."""


@command.command()
def check() -> None:
    """Exit 1 if index and database differ in any passage."""
    with open_application() as application:
        found = application.search.check()
    report = {
        "passages": found.passages,
        "waiting": found.waiting,
        "missing": list(found.missing),
        "surplus": list(found.surplus),
        "wrong": list(found.wrong),
    }
    click.echo(json.dumps(report))
    if not found.ok:
        raise SystemExit(1)


@command.command()
def rebuild() -> None:
    """Encode what waits or is damaged, make the index anew and write its snapshot."""
    with open_application() as application:
        search = application.search
        if search.encoder is not None:
            damaged = drop_unsound(database=application.database, encoder=search.encoder)
            if damaged:
                click.echo(f"{damaged} damaged vectors are made anew", err=True)
            with progress_bar("encode") as progress:
                encode_waiting(
                    database=application.database, encoder=search.encoder, clock=application.clock, progress=progress
                )
        elif search.problem:
            click.echo(search.problem, err=True)
        state = search.rebuild()
        search.save_snapshot()
        click.echo(f"{len(state.owners)} passages, generation {state.generation}", err=True)
