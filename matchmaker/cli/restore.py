"""`matchmaker restore`: put a backup in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matchmaker import schema
from matchmaker.cli.context import open_parts
from matchmaker.services.backup import restore_backup

if TYPE_CHECKING:
    from matchmaker.bootstrap import Application


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
        _tell_who_is_locked_out(application)
    click.echo(f"restored {source}", err=True)


def _tell_who_is_locked_out(application: Application) -> None:
    """A backup holds second-factor secrets, not what opens them."""
    from matchmaker.bootstrap import present_secrets, secret_file
    from matchmaker.services.kept_apart import accounts_locked_out

    settings = application.settings
    with application.database.read() as session:
        names = accounts_locked_out(session=session, secrets=present_secrets(settings), clock=application.clock)
    if names:
        click.echo(
            f"The second factor of {len(names)} accounts was sealed with another secret ({', '.join(names)}). Before "
            "they can sign in, set MATCHMAKER_SECRET_KEY to the one kept apart from the backup (a generated one: copy "
            f"it to {secret_file(settings)}). If it is lost: matchmaker user reset-second-factor NAME.",
            err=True,
        )
