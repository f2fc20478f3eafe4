"""`matchmaker restore`: put a backup in place."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaker import schema
from matchmaker.cli.context import open_parts
from matchmaker.services.backup import restore_backup


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace the database that is there.")
def command(source: Path, overwrite: bool) -> None:
    """Restore the backup SOURCE into the data folder; stop the service first."""
    with open_parts() as application:
        settings = application.settings
        restore_backup(
            source=source,
            database_url=settings.resolved_database_url,
            data_dir=settings.data_dir,
            lineage=application.entropy(16).hex(),
            overwrite=overwrite,
        )
        schema.upgrade(application.database)
    click.echo(f"restored {source}", err=True)
