"""`matchmaker plan`: visits, replan, pairs, meetings and trips from JSON files. Needs neither database nor secret."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from matchmaker.planning.errors import LocksExcludeEachOther
from matchmaker.planning.forms.visits import lock_document, read_visit_problem, visit_plan_document
from matchmaker.planning.rules import VISIT_RULES
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.watch import Effort, Progress, Watch

SMALL_CAMPAIGN = 300
SECONDS_SMALL, SECONDS_LARGE = 18.0, 85.0
DEFAULT_GAP = 1e-3

Out = click.option("--out", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Result file.")
Seconds = click.option("--seconds", type=click.FloatRange(min=0), help="Stop after so many seconds, start included.")
Seed = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of all chance.")
Given = click.argument("problem", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(name="plan")
def command() -> None:
    """Plan visits, meetings, pairings and trips; every result carries a proven bound."""


@command.command()
@Given
@Out
@Seconds
@Seed
def visits(problem: Path, out: Path, seconds: float | None, seed: int) -> None:
    """Plan who visits whom on which day (百名专家泰安行)."""
    given = read_visit_problem(read_json(problem))
    watch = watch_for(seconds, needs=len(given.needs))
    with stopping_on_signals() as stopped:
        watch.cancelled = stopped
        try:
            plan = plan_visits(given, seed=seed, watch=watch)
        except LocksExcludeEachOther as error:
            refuse_locks(error, out)
    finish(out, visit_plan_document(replace(plan, seconds=since_start())))


def read_json(path: Path) -> Any:
    """The document of a file; a file that is no JSON is a plain error."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise click.ClickException(f"{path} is not JSON: {error}") from error


def finish(out: Path, document: dict[str, Any]) -> None:
    """Write the result, and its figures to standard output."""
    out.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    figures = {name: value for name, value in document.items() if isinstance(value, int | float)}
    click.echo(json.dumps(figures))


def refuse_locks(error: LocksExcludeEachOther, out: Path) -> None:
    """Name the locks that exclude each other, in the file and on standard output; exit 1."""
    limits = ", ".join(VISIT_RULES[name].title for name in error.limits)
    text = str(error) + (f" What stands against them: {limits}." if limits else "")
    document = {
        "conflict": [lock_document(lock) for lock in error.conflict],
        "limits": list(error.limits),
        "text": text,
    }
    finish_refused(out, document)


def finish_refused(out: Path, document: dict[str, Any]) -> None:
    """The refusal as the result, in the file too so that no older plan is taken for the new one; exit 1."""
    line = json.dumps(document, ensure_ascii=False)
    out.write_text(line + "\n", encoding="utf-8")
    click.echo(line)
    click.echo(document["text"], err=True)
    sys.exit(1)


def watch_for(seconds: float | None, *, needs: int) -> Watch:
    """The default stopping rule, or all the time that was given. Start and reading have used some of it already."""
    limit = SECONDS_SMALL if needs <= SMALL_CAMPAIGN else SECONDS_LARGE
    effort = Effort(
        seconds=max(0.0, (limit if seconds is None else seconds) - since_start()),
        gap=DEFAULT_GAP if seconds is None else 0.0,
    )
    return Watch(effort=effort, report=tell_progress())


def tell_progress() -> Callable[[Progress], None]:
    """Lines on standard error: at each new stage or better value, else once in two seconds."""
    last: dict[str, Any] = {"stage": None, "value": None, "at": float("-inf")}

    def tell(progress: Progress) -> None:
        news = (progress.stage, progress.value) != (last["stage"], last["value"])
        if not news and progress.seconds < last["at"] + 2:
            return
        last.update(stage=progress.stage, value=progress.value, at=progress.seconds)
        value = "-" if progress.value is None else f"{progress.value:.4f}"
        gap = "" if progress.gap is None else f"  gap {100 * progress.gap:.3f} %"
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


_imported = time.monotonic()


def since_start() -> float:
    """Seconds since this process began, by Linux' own account; elsewhere since this file was imported."""
    try:
        started = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except OSError:
        return time.monotonic() - _imported
    return max(up - started / CLOCK_TICKS, time.monotonic() - _imported)


CLOCK_TICKS = 100
