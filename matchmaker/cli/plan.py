"""`matchmaker plan`: visits, replan, pairs, meetings and trips from JSON files. Needs neither database nor secret."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.forms.conflicts import conflict_document
from matchmaker.planning.forms.meetings import meeting_plan_document, read_meeting_problem
from matchmaker.planning.forms.pairs import pair_plan_document, read_pair_problem
from matchmaker.planning.forms.replans import proposals_document
from matchmaker.planning.forms.trips import read_trip_problem, trip_plan_document
from matchmaker.planning.forms.visits import read_visit_plan, read_visit_problem, visit_plan_document
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.trips.planner import plan_trips
from matchmaker.planning.values.changes import Rejection
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.replan import replan_visits
from matchmaker.planning.watch import MANY_ROUNDS, Effort, Progress, Watch

SMALL_CAMPAIGN = 300
DEFAULT_SECONDS = {False: 18.0, True: 85.0}
DEFAULT_GAP = 1e-3
# an older process was not started for this command
YOUNG = 10.0

Given = click.argument("problem", type=click.Path(exists=True, dir_okay=False, path_type=Path))
Published = click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
Out = click.option("--out", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Result file.")
Seconds = click.option("--seconds", type=click.FloatRange(min=0), help="Stop after so many seconds, start included.")
Seed = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of all chance.")
Rounds = click.option(
    "--rounds",
    type=click.IntRange(min=0),
    help="Stop after so many rounds of improvement instead of by the clock: the same plan on every machine.",
)


@dataclass(frozen=True)
class Stopwatch:
    """Counts from the start of the process that was started for this command: a person waits for that too."""

    began: float

    def seconds(self) -> float:
        return time.monotonic() - self.began


Timed = click.make_pass_decorator(Stopwatch)


@click.group(name="plan")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Plan visits, meetings, pairings and trips; every result carries a proven bound."""
    age = process_age()
    ctx.obj = Stopwatch(began=time.monotonic() - (age if age < YOUNG else 0.0))


def process_age() -> float:
    """Seconds since this process began, by Linux' own account; 0 elsewhere."""
    try:
        started = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0.0
    return max(0.0, up - started / os.sysconf("SC_CLK_TCK"))


@command.command()
@Given
@Out
@Seconds
@Rounds
@Seed
@Timed
def visits(timed: Stopwatch, problem: Path, out: Path, seconds: float | None, rounds: int | None, seed: int) -> None:
    """Plan who visits whom on which day (百名专家泰安行)."""
    given = read_visit_problem(read_json(problem))
    with watching(timed, seconds, rounds=rounds, large=len(given.needs) > SMALL_CAMPAIGN) as watch, refusals(out):
        plan = plan_visits(given, seed=seed, watch=watch)
    finish(out, visit_plan_document(replace(plan, seconds=timed.seconds())))


class PairOfNumbers(click.ParamType[tuple[int, int]]):
    """EXPERT,ENTERPRISE"""

    name = "expert,enterprise"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        try:
            expert, enterprise = (int(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value} is not EXPERT,ENTERPRISE, for example 17,4", param, ctx)
        return expert, enterprise


@command.command()
@Given
@Published
@click.option("--reject", type=PairOfNumbers(), required=True, multiple=True, help="The visit that one side declines.")
@click.option("--alternatives", type=click.IntRange(min=0), default=0, help="So many other answers, ranked.")
@Out
@Seconds
@Timed
def replan(
    timed: Stopwatch,
    problem: Path,
    plan: Path,
    reject: tuple[tuple[int, int], ...],
    alternatives: int,
    out: Path,
    seconds: float | None,
) -> None:
    """Plan anew around a rejection; what is published stays as far as it can."""
    given, published = read_visit_problem(read_json(problem)), read_visit_plan(read_json(plan))
    changes = [Rejection(expert=expert, enterprise=enterprise) for expert, enterprise in reject]
    with watching(timed, seconds, rounds=None, large=False) as watch, refusals(out):
        found = replan_visits(given, published.visits, changes, alternatives=alternatives, watch=watch)
    finish(out, proposals_document(found, seconds=timed.seconds()))


@command.command()
@Given
@Out
@Seconds
@Timed
def pairs(timed: Stopwatch, problem: Path, out: Path, seconds: float | None) -> None:
    """Pair enterprises or chains with institutions, by total or by floor."""
    given = read_pair_problem(read_json(problem))
    with watching(timed, seconds, rounds=None, large=False) as watch, refusals(out):
        plan = plan_pairs(given, watch=watch)
    if not plan.pairs and any(given.demand):
        raise click.ClickException("No pairs were found in this time. Give it more with --seconds.")
    finish(out, pair_plan_document(replace(plan, seconds=timed.seconds())))


@command.command()
@Given
@Out
@Seconds
@Timed
def meetings(timed: Stopwatch, problem: Path, out: Path, seconds: float | None) -> None:
    """Schedule meetings of experts and enterprises at tables in time slots (对接洽谈会)."""
    given = read_meeting_problem(read_json(problem))
    with watching(timed, seconds, rounds=None, large=False) as watch, refusals(out):
        plan = plan_meetings(given, watch=watch)
    finish(out, meeting_plan_document(replace(plan, seconds=timed.seconds())))


@command.command()
@Given
@Out
@Seconds
@Timed
def trips(timed: Stopwatch, problem: Path, out: Path, seconds: float | None) -> None:
    """Plan trips of delegations of enterprises to institutions (百家企业院校行)."""
    given = read_trip_problem(read_json(problem))
    with watching(timed, seconds, rounds=None, large=False) as watch, refusals(out):
        plan = plan_trips(given, watch=watch)
    finish(out, trip_plan_document(replace(plan, seconds=timed.seconds())))


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


@contextmanager
def refusals(out: Path) -> Iterator[None]:
    """Locks or loads that exclude each other become the result, so that no older plan is taken for it; exit 1."""
    try:
        yield
    except (LocksExcludeEachOther, LoadsExcludeEachOther) as error:
        document = conflict_document(error)
        line = json.dumps(document, ensure_ascii=False)
        out.write_text(line + "\n", encoding="utf-8")
        click.echo(line)
        click.echo(document["text"], err=True)
        sys.exit(1)


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
