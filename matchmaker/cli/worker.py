"""`matchmaker worker`: runs jobs."""

from __future__ import annotations

import os
import signal
import socket
import threading

import click

from matchmaker.cli.context import open_application
from matchmaker.jobs.handlers import enqueue_standing_jobs, handlers
from matchmaker.jobs.runner import Runner


@click.command()
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do.")
@click.option("--nice", default=0, show_default=True, type=click.IntRange(0, 19), help="Let other processes go first.")
def command(until_idle: bool, nice: int) -> None:
    """Run background jobs until stopped."""
    os.nice(nice)
    with open_application() as application:
        enqueue_standing_jobs(application)
        owner = f"{socket.gethostname()}:{os.getpid()}"
        runner = Runner(
            database=application.database, handlers=handlers(application), owner=owner, clock=application.clock
        )
        if until_idle:
            click.echo(f"{runner.run_until_idle()} jobs", err=True)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        runner.run_forever(stop)
