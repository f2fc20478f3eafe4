"""Several works in turn on one progress display: the bar of each appears when it begins and goes when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from matchmaker.cli.progress import Report, progress_lines

# In a log, works smaller than this are not worth their lines.
WORTH_A_LINE = 50


@contextmanager
def progress_tasks() -> Iterator[Callable[[str], Report]]:
    """A function that gives, for a title, the function `report(done, total)` of the bar with this title."""
    if not sys.stderr.isatty():
        yield _lines_of_large_works
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report_for(title: str) -> Report:
            if title not in tasks:
                tasks[title] = bars.add_task(title, total=None)
            task = tasks[title]
            return lambda done, total: bars.update(task, completed=done, total=total, visible=done < total)

        yield report_for


def _lines_of_large_works(title: str) -> Report:
    lines = _lines(title)
    return lambda done, total: lines(done, total) if total >= WORTH_A_LINE else None


@cache
def _lines(title: str) -> Report:
    return progress_lines(title)
