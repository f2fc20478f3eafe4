"""How long `matchmaker plan` may take, what it tells on the way, and how a signal ends it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from matchmaker.planning.watch import MANY_ROUNDS, Effort, Progress, Watch

DEFAULT_SECONDS = {False: 18.0, True: 85.0}
DEFAULT_GAP = 1e-3
YOUNG = 10.0


@dataclass(frozen=True)
class Stopwatch:
    """Counts from the start of the process that was started for this command: a person waits for that too."""

    began: float

    @classmethod
    def of_this_process(cls) -> Stopwatch:
        """From the start of the process, unless it is so old that it was not started for this command."""
        age = process_age()
        return cls(began=time.monotonic() - (age if age < YOUNG else 0.0))

    def seconds(self) -> float:
        return time.monotonic() - self.began


def process_age() -> float:
    """Seconds since this process began, by Linux' own account; 0 elsewhere."""
    try:
        started = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0.0
    return max(0.0, up - started / os.sysconf("SC_CLK_TCK"))


@contextmanager
def watching(timed: Stopwatch, seconds: float | None, *, rounds: int | None, large: bool) -> Iterator[Watch]:
    """The default stopping rule, or all the time or rounds that were given; signals end the search.

    Start and reading have used some of the seconds already.
    """
    limit = seconds if seconds is not None else None if rounds is not None else DEFAULT_SECONDS[large]
    effort = Effort(
        seconds=None if limit is None else max(0.0, limit - timed.seconds()),
        rounds=MANY_ROUNDS if rounds is None else rounds,
        gap=DEFAULT_GAP if seconds is None and rounds is None else 0.0,
    )
    with stopping_on_signals() as stopped:
        yield Watch(effort=effort, report=tell_progress(), cancelled=stopped)


def tell_progress() -> Callable[[Progress], None]:
    """Lines on standard error: at each new stage or better value, else once in two seconds."""
    last: dict[str, Any] = {"stage": None, "value": None, "at": float("-inf")}

    def tell(progress: Progress) -> None:
        news = (progress.stage, progress.value) != (last["stage"], last["value"])
        if not news and progress.seconds < last["at"] + 2:
            return
        last.update(stage=progress.stage, value=progress.value, at=progress.seconds)
        value = "-" if progress.value is None else f"{progress.value:.4f}"
        gap = "" if progress.gap is None or progress.gap > 1 else f"  gap {100 * progress.gap:.3f} %"
        click.echo(
            f"{progress.seconds:7.1f} s  {progress.stage:<12} value {value}  at most {progress.bound:.4f}{gap}",
            err=True,
        )

    return tell


@contextmanager
def stopping_on_signals() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C or termination ends the search and keeps the best plan; the second ends the program."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        asked.append(number)
        if len(asked) > 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
