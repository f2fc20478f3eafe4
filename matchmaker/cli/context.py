"""How a command gets its database: settings from the environment, the current schema, the real clock."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

# Everything that needs SQLAlchemy is imported when a command runs: `--help` stays quick.
if TYPE_CHECKING:
    from matchmaker.bootstrap import Application
    from matchmaker.services.work import Actor, Work
    from matchmaker.services.work_source import WorkSource

NO_DATABASE = (
    "MATCHMAKER_DATABASE_URL is no address of a database. Write sqlite:////FOLDER/FILE or "
    "postgresql+psycopg://USER:PASSWORD@HOST/NAME, or leave it out for SQLite in the data folder."
)
NO_DRIVER = "The driver of PostgreSQL is not installed. Install it with: pip install '.[postgres]'"


@contextmanager
def open_application() -> Iterator[Application]:
    """The application that the environment describes, its database checked and closed at the end.

    A setting that cannot be read, a database that cannot be opened, and another schema than this program's end the
    command with one line that says so.
    """
    from matchmaker import schema

    with open_parts() as application:
        schema.require_current(application.database)
        yield application


@contextmanager
def open_parts() -> Iterator[Application]:
    """Like `open_application`, whatever schema the database has: for what makes or examines it."""
    from pydantic import ValidationError
    from sqlalchemy.exc import ArgumentError, OperationalError

    from matchmaker.bootstrap import build_application

    try:
        application = build_application()
    except ValidationError as error:
        raise click.ClickException(_settings_problem(error)) from None  # its text would show the values
    except ArgumentError:
        raise click.ClickException(NO_DATABASE) from None  # its text may hold the password
    except ModuleNotFoundError as error:
        raise _driver_problem(error) from None
    try:
        yield application
    except OperationalError as error:
        raise click.ClickException(f"The database cannot be used: {error.orig}") from error
    finally:
        application.database.dispose()


@contextmanager
def open_works() -> Iterator[WorkSource]:
    """A source of units of work, for use cases that commit more than once."""
    from matchmaker.services.work_source import WorkSource

    with open_application() as application:
        yield WorkSource(
            database=application.database,
            clock=application.clock,
            entropy=application.entropy,
            sealer=application.sealer,
        )


@contextmanager
def open_work(*, write: bool = True) -> Iterator[Work]:
    """A unit of work of whoever runs the command; it commits at the end of the block unless `write` is False."""
    with open_works() as works, works.writing(operator()) if write else works.reading(operator()) as work:
        yield work


def operator() -> Actor:
    """Who runs the command: the system, with the name of the operating system's user for the audit log."""
    from matchmaker.services.work import Actor

    return Actor(kind="system", ref="system", name=f"command line: {_os_user()}")


def _os_user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container may run under a number without a name
        return str(os.getuid())


def _driver_problem(error: ModuleNotFoundError) -> Exception:
    """What an address says whose driver cannot be imported; a module that the program misses stays what it is."""
    from matchmaker.settings import Settings

    if error.name == "psycopg":
        return click.ClickException(NO_DRIVER)
    known = Settings().resolved_database_url.startswith(("sqlite", "postgresql"))
    return error if known else click.ClickException(NO_DATABASE)


def _settings_problem(error: object) -> str:
    from pydantic import ValidationError

    assert isinstance(error, ValidationError)
    problems = error.errors(include_input=False, include_context=False, include_url=False)
    return "; ".join(f"MATCHMAKER_{'.'.join(map(str, item['loc'])).upper()}: {item['msg']}" for item in problems)
