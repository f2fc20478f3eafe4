"""`matchmaker serve`: the web process and the workers, supervised."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from matchmaker.cli.context import open_application
from matchmaker.cli.supervisor import Child, supervise
from matchmaker.database import sqlite_is_in_corruption_range
from matchmaker.settings import Settings

WSGI = "web.wsgi:build()"
# Health, readiness and refusals are answered by them, whatever the others are at.
SPARE_THREADS = 8
# Who waits for a page goes before what is done in the background, where both want the same processor.
WORKERS_NICE = 10


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(host: str, port: int) -> None:
    """Serve the pages and the API, with the background workers beside them."""
    with open_application() as application:
        if application.database.is_sqlite and sqlite_is_in_corruption_range():
            click.echo("note: this SQLite has the WAL-reset bug of 3.7.0-3.51.2; see `matchmaker doctor`", err=True)
    supervise(children(application.settings, host, port))


def children(settings: Settings, host: str, port: int) -> list[Child]:
    """The web process and the workers. No preload: a fork after torch or FAISS ran would hang."""
    environment = {
        # Threads that each allocate in an area of their own leave more of it unused: 12 MB in a web process.
        "MALLOC_ARENA_MAX": "1",
        **os.environ,
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    web = [
        sys.executable, "-m", "gunicorn", WSGI, "--worker-class", "gthread", "--no-control-socket",
        "--workers", str(settings.web_workers), "--threads", str(threads_of(settings)),
        "--bind", f"{host}:{port}", "--timeout", "120", "--graceful-timeout", "15",
    ]  # fmt: skip
    worker = [str(Path(sys.executable).with_name("matchmaker")), "worker", "--nice", str(WORKERS_NICE)]
    workers = [Child(f"worker {number + 1}", worker, environment) for number in range(settings.job_workers)]
    return [Child("web", web, environment), *workers]


def threads_of(settings: Settings) -> int:
    """Threads of the web server: those at work, those that wait, and some that refuse the rest at once."""
    return settings.web_threads + settings.web_waiting + SPARE_THREADS
