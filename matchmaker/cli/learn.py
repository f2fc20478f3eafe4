"""`matchmaker learn`: learn weights from what organizers decided, or go back to the weights before."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import click

from matchmaker.cli.context import open_application, operator
from matchmaker.cli.progress import progress_bar

if TYPE_CHECKING:
    from matchmaker.services.learning.learn import Learnt


@click.command()
@click.option("--back", is_flag=True, help="Let the weights before run again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(back: bool, as_json: bool) -> None:
    """Learn weights from decisions, results and ratings.

    They are compared with the running ones on decisions that neither had learnt from, and run only where they are
    better; the new version is kept either way. After a switch all needs are matched again in the background.
    """
    from matchmaker.services.learning.learn import Learning  # numpy only when there is something to learn

    with open_application() as application:
        learning = Learning(
            application.database, application.search, lambda session: application.work(session, operator())
        )
        if back:
            report: dict[str, Any] = {"running": learning.back()}
        else:
            with progress_bar("learn") as progress:
                report = _described(learning.learn(progress=progress))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    _print(report)


def _described(learnt: Learnt) -> dict[str, Any]:
    replayed = learnt.replayed
    return {
        "version": learnt.version,
        "compared_with": learnt.compared_with,
        "verdict": replayed.verdict.value,
        "switched": learnt.switched,
        "running": learnt.version if learnt.switched else learnt.compared_with,
        "decisions": replayed.decisions,
        "needs": replayed.needs,
        "left_out": replayed.left_out,
        "figures": [
            {
                "name": row.name,
                "running": _number(row.running),
                "proposed": _number(row.proposed),
                "gain": _number(row.gain),
                "low": _number(row.low),
                "high": _number(row.high),
            }
            for row in replayed.figures
        ],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _print(report: dict[str, Any]) -> None:
    for row in report.get("figures", ()):
        values = (row[name] for name in ("running", "proposed", "gain", "low", "high"))
        running, proposed, gain, low, high = ("n/a" if value is None else f"{value:.4f}" for value in values)
        click.echo(f"{row['name']:<14} {running} -> {proposed}  gain {gain} [{low}, {high}]")
    if "verdict" in report:
        rest = f"{report['decisions']} decisions on {report['needs']} needs"
        click.echo(f"{report['version']} against {report['compared_with']}: {report['verdict']} ({rest})")
    click.echo(f"running: {report['running']}")
