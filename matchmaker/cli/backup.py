"""`matchmaker backup`: one file with the database and the files that belong to it, taken under load."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaker.cli.context import open_parts
from matchmaker.cli.progress import progress_bar
from matchmaker.services.backup import write_backup


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def command(target: Path) -> None:
    """Write a backup to TARGET (a .tar file): database, uploads, learnt weights. It does not hold the secret."""
    from matchmaker.bootstrap import secret_file
    from matchmaker.services.kept_apart import kept_apart

    with open_parts() as application, progress_bar("backup") as progress:
        settings = application.settings
        write_backup(
            database_url=settings.resolved_database_url, data_dir=settings.data_dir, target=target, progress=progress
        )
    click.echo("Not in it, keep apart:", err=True)
    for what, why in kept_apart(settings, secret_file(settings)):
        click.echo(f"  {what}: {why}", err=True)
    click.echo(str(target))
