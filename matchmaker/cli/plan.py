"""`matchmaker plan`: visits, replan, why, pairs, meetings, trips from JSON files, without database or secret."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from matchmaker.cli.plan_files import JsonFile, finish, read_json, write_whole
from matchmaker.cli.plan_watch import Stopwatch, watching
from matchmaker.cli.result_file import OUT
from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.forms.changes import read_changes
from matchmaker.planning.forms.conflicts import conflict_document
from matchmaker.planning.forms.explanations import explanation_document
from matchmaker.planning.forms.meetings import meeting_plan_document, read_meeting_problem
from matchmaker.planning.forms.pairs import pair_plan_document, read_pair_problem
from matchmaker.planning.forms.replans import proposals_document
from matchmaker.planning.forms.trips import read_trip_problem, trip_plan_document
from matchmaker.planning.forms.visits import read_visit_plan, read_visit_problem, visit_plan_document
from matchmaker.planning.meetings.planner import plan_meetings
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.trips.planner import plan_trips
from matchmaker.planning.values.changes import Change, Rejection
from matchmaker.planning.values.validation import check_plan_fits, inside
from matchmaker.planning.visits.explain import explain_visit
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.replan import replan_visits
from matchmaker.planning.visits.telling import sentences

SMALL_CAMPAIGN = 300
NOT_PLANNED = "--reject %s,%s: the plan has no such visit. It is forbidden in the new plan all the same."

Given = click.argument("problem", type=JsonFile)
Published = click.argument("plan", type=JsonFile)


class NumberOfSeconds(click.FloatRange):
    """A finite number that is not negative: "nan" is less than nothing and would stop nothing."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is not a number of seconds, for example 20", param, ctx)
        return number


Out = click.option("--out", "out", type=OUT, required=True, help="Result file.")
Seconds = click.option("--seconds", type=NumberOfSeconds(min=0), help="Stop after so many seconds, start included.")
Seed = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of all chance.")
Rounds = click.option(
    "--rounds",
    type=click.IntRange(min=0),
    help="Stop after so many rounds of improvement instead of by the clock: the same plan on every machine.",
)


Timed = click.make_pass_decorator(Stopwatch)


@click.group(name="plan")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Plan visits, meetings, pairings and trips; every result carries a proven bound."""
    ctx.obj = Stopwatch.of_this_process()


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
@click.option("--reject", type=PairOfNumbers(), multiple=True, help="The visit that one side declines.")
@click.option("--changes", type=JsonFile, help="More that has changed: rejections, dates, new needs, as a JSON list.")
@click.option("--alternatives", type=click.IntRange(min=0), default=0, help="So many other answers, ranked.")
@Out
@Seconds
@Timed
def replan(
    timed: Stopwatch,
    problem: Path,
    plan: Path,
    reject: tuple[tuple[int, int], ...],
    changes: Path | None,
    alternatives: int,
    out: Path,
    seconds: float | None,
) -> None:
    """Plan anew around a rejection or other changes; what is published stays as far as it can."""
    if not reject and changes is None:
        raise click.UsageError("Say what has changed: --reject EXPERT,ENTERPRISE or --changes FILE.")
    given, published = read_visit_problem(read_json(problem)), read_visit_plan(read_json(plan))
    check_plan_fits(given, published)
    for expert, enterprise in reject:
        inside("--reject", expert, len(given.experts))
        inside("--reject", enterprise, len(given.enterprises))
        if all((one.expert, one.enterprise) != (expert, enterprise) for one in published.visits):
            click.echo(NOT_PLANNED % (expert, enterprise), err=True)
    news: list[Change] = [Rejection(expert=expert, enterprise=enterprise) for expert, enterprise in reject]
    news += () if changes is None else read_changes(read_json(changes))
    with watching(timed, seconds, rounds=None, large=False) as watch, refusals(out):
        found = replan_visits(given, published.visits, news, alternatives=alternatives, watch=watch)
    finish(out, proposals_document(found, seconds=timed.seconds()))


@command.command()
@Given
@Published
@click.option("--pair", type=PairOfNumbers(), required=True, help="The expert and the enterprise to ask about.")
@click.option("--date", type=click.IntRange(min=0), help="On this date only.")
@click.option("--locale", type=click.Choice(["zh_Hans_CN", "en"]), default="en", show_default=True)
@Out
@Seconds
@Timed
def why(
    timed: Stopwatch,
    problem: Path,
    plan: Path,
    pair: tuple[int, int],
    date: int | None,
    locale: str,
    out: Path,
    seconds: float | None,
) -> None:
    """Why the plan has this visit, or why not: the price of the contrary, and the limits that bind."""
    given, found = read_visit_problem(read_json(problem)), read_visit_plan(read_json(plan))
    check_plan_fits(given, found)
    expert, enterprise = pair
    inside("--pair", expert, len(given.experts))
    inside("--pair", enterprise, len(given.enterprises))
    with watching(timed, seconds, rounds=None, large=False) as watch:
        told = explain_visit(given, found.visits, expert=expert, enterprise=enterprise, date=date, watch=watch)
    from matchmaker.locale.render import render  # Babel only when there is something to tell

    words = [render(EXPLANATIONS[one.code], one.params, locale=locale) for one in sentences(told)]
    click.echo("\n".join(words), err=True)
    finish(out, {**explanation_document(told), "words": words, "seconds": timed.seconds()})


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


@contextmanager
def refusals(out: Path) -> Iterator[None]:
    """Locks or loads that exclude each other become the result, so that no older plan is taken for it; exit 1."""
    try:
        yield
    except (LocksExcludeEachOther, LoadsExcludeEachOther) as error:
        document = conflict_document(error)
        line = json.dumps(document, ensure_ascii=False)
        write_whole(out, line + "\n")
        click.echo(line)
        click.echo(document["text"], err=True)
        sys.exit(1)
