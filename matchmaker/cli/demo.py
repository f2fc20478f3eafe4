"""`matchmaker demo`: load the invented data, match and decide, print the accounts and serve."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

# Everything that needs SQLAlchemy is imported when the command runs: `--help` stays quick.
if TYPE_CHECKING:
    from matchmaker.bootstrap import Application

# The accounts share a known password: nobody but this machine's user may reach them.
HOST = "127.0.0.1"
FACTOR = "MATCHMAKER_SECOND_FACTOR_REQUIRED"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Load only.")
@click.option("--reset", is_flag=True, help="Throw the demo in this data folder away first, with all done in it.")
@click.option("--force", is_flag=True, help="Load beside other data, which then stay mixed with the demo.")
@click.option("--check", is_flag=True, help="Load, then tell how well the suggestions agree with the data; no serving.")
def command(port: int, no_serve: bool, reset: bool, force: bool, check: bool) -> None:
    """Load the demo, print its accounts and serve it on this machine.

    What is loaded already is not loaded twice: the second time takes seconds.
    """
    serves = not (no_serve or check)
    if serves:
        _require_free_port(port)
    _set_up_environment(port)
    application = _loaded(reset=reset, force=force, finish=not serves)
    try:
        if check:
            _print_agreement(application)
        _print_accounts(port if serves else None)
    finally:
        application.database.dispose()
    if serves:
        _serve(port)


def _set_up_environment(port: int) -> None:
    """Settings for this process and those that serve: sign-in without a second factor, links to this port."""
    os.environ.setdefault(FACTOR, "false")
    os.environ.setdefault("MATCHMAKER_BASE_URL", f"http://{HOST}:{port}")
    if os.environ[FACTOR].lower() in ("false", "0", "no", "off"):
        click.echo(f"note: the demo asks for no second factor at sign-in ({FACTOR}={os.environ[FACTOR]})", err=True)


def _loaded(*, reset: bool, force: bool, finish: bool) -> Application:
    """The application with the demo in its database. `finish`: wait for all jobs, also where nothing was loaded."""
    from matchmaker import schema
    from matchmaker.bootstrap import build_application
    from matchmaker.cli.progress_tasks import progress_tasks
    from matchmaker.demo.decide import decide_demo
    from matchmaker.demo.loader import check_loadable, is_loaded, load_demo
    from matchmaker.demo.matching import DemoMatching
    from matchmaker.demo.reset import reset_demo

    application = build_application()
    application.threads = max(1, os.cpu_count() or 1)
    if reset:
        reset_demo(application)
    schema.upgrade(application.database)
    check_loadable(application, force=force)
    if is_loaded(application) and not finish:
        return application
    _require_model(application)
    with progress_tasks() as watch:
        matching = DemoMatching(application, watch)
        load_demo(application, watch("demo"), run_jobs=matching.run_evening, force=force)
        matching.run_all()
        decide_demo(application)
    return application


def _require_model(application: Application) -> None:
    """The story's organizers decide on suggestions: without a model there would be none, and no second chance."""
    click.echo("loading the model", err=True)
    if application.search.encoder is None:
        raise click.ClickException(f"{application.search.problem}\nThe demo needs a model. Run: matchmaker model fetch")


def _require_free_port(port: int) -> None:
    from matchmaker.demo.errors import PortTaken

    if _is_taken(port):
        other = next((number for number in range(port + 1, min(port + 50, 65536)) if not _is_taken(number)), 0)
        raise PortTaken(port=port, host=HOST, other=other)


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does it: an address that a server has just left may be used again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _print_accounts(port: int | None) -> None:
    """The result, on standard output: where it is served, and who can sign in."""
    from rich.console import Console
    from rich.table import Table

    from matchmaker.demo.accounts import DEMO_PASSWORD, demo_accounts
    from matchmaker.demo.data import demo_data
    from matchmaker.reference import load_scheme

    roles = load_scheme("roles")
    table = Table("role", "user name", "password", "who")
    for account in demo_accounts(demo_data()):
        label = f"{roles.get(account.role.value).zh} {account.role.value}"
        table.add_row(label, account.username, DEMO_PASSWORD, account.display_name)
    console = Console(file=sys.stdout, highlight=False, width=max(110, Console().width))
    console.print(table)
    if port is not None:
        console.print(f"http://{HOST}:{port}/  (Ctrl-C ends it)")


def _print_agreement(application: Application) -> None:
    from matchmaker.demo.check import TOP, check_suggestions
    from matchmaker.demo.data import demo_data
    from matchmaker.models.codes import Grade

    with application.database.read() as session:
        found = check_suggestions(session, demo_data())
    lines = [
        f"open needs matched: {found.needs}, of them {found.with_partner} with a partner among the demo's experts",
        f"partners among the first {TOP} of their kind: {found.hits} of {found.wanted} ({found.recall:.1%})",
        f"first suggestion is a partner: {found.first_right} of {found.with_partner}",
        f"shown as strong or fair among the first {TOP}: {found.shown}, of them partners {found.right} "
        f"({found.precision:.1%})",
        f"told that nobody really fits: {found.told_no_match(False):.1%} of the needs without a partner, "
        f"{found.told_no_match(True):.1%} of those with one",
        "best grade, with / without a partner: "
        + ", ".join(
            f"{grade.value} {found.grades.get((True, grade), 0)} / {found.grades.get((False, grade), 0)}"
            for grade in Grade
        ),
    ]
    for line in lines:
        click.echo(line, err=True)


def _serve(port: int) -> None:
    """Become `matchmaker serve`: the model that was needed to load is given back with this process."""
    program = str(Path(sys.executable).with_name("matchmaker"))
    sys.stdout.flush()
    os.execv(program, [program, "serve", "--host", HOST, "--port", str(port)])
