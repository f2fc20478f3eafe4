"""`matchmaker db`: the schema."""

from __future__ import annotations

import click

from matchmaker import schema
from matchmaker.cli.context import open_application, open_parts


@click.group()
def command() -> None:
    """Create, upgrade and check the database."""


@command.command()
def upgrade() -> None:
    """Bring the database to this program's schema; nothing happens if it is there."""
    with open_parts() as application:
        database = application.database
        before = schema.current_revision(database)
        schema.upgrade(database)
        click.echo(f"{before or 'empty'} -> {schema.current_revision(database)}", err=True)


@command.command()
def check() -> None:
    """Exit 1 unless the database has this program's schema and no foreign key points nowhere."""
    with open_application() as application:
        database = application.database
        with database.engine.connect() as connection:
            violations = schema.foreign_key_violations(connection)
        differences = schema.differences(database)
    for item in [*violations, *differences]:
        click.echo(str(item), err=True)
    if violations or differences:
        raise SystemExit(1)
    click.echo(f"ok, revision {schema.head_revision()}")
