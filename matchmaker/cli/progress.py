"""Progress on standard error: a bar on a terminal, a line now and then elsewhere. Standard output stays clean."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Report = Callable[[int, int], None]


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """A function `report(done, total)` that shows how far `title` is."""
    if not sys.stderr.isatty():
        yield progress_lines(title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def progress_lines(title: str) -> Report:
    """A function `report(done, total)` that prints a line for every tenth: for logs and pipes."""
    shown = -1

    def report(done: int, total: int) -> None:
        nonlocal shown
        tenth = 10 * done // total if total else 10
        if tenth != shown:
            shown = tenth
            print(f"{title}: {done}/{total}", file=sys.stderr, flush=True)

    return report
