"""`matchmaker suggest`: match needs now, and print who fits and why."""

from __future__ import annotations

import json
from typing import Any

import click

from matchmaker.bootstrap import Application
from matchmaker.cli.context import open_application, operator
from matchmaker.cli.progress import progress_bar
from matchmaker.errors import NotFound
from matchmaker.models import Need
from matchmaker.models.codes import Grade
from matchmaker.services.encode import encode_waiting
from matchmaker.services.matching import require_corpus
from matchmaker.services.scope import get_visible
from matchmaker.services.suggest_pass import SuggestPass
from matchmaker.services.suggestion import matched_needs
from matchmaker.services.suggestion_text import describe_outcome, more_weak

# Weakly related candidates that are printed for a need; --json has all of them.
WEAK = 3


@click.command()
@click.option("--all", "everything", is_flag=True, help="All verified and published needs.")
@click.option("--need", "need_ref", help="One need, by its reference.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(everything: bool, need_ref: str | None, lang: str, as_json: bool) -> None:
    """Match needs and store the suggestions; prints for each its grade and candidates, or why there are none."""
    if everything == (need_ref is not None):
        raise click.UsageError("Name either --all or --need REF.")
    locale = "en" if lang == "en" else "zh_Hans_CN"
    with open_application() as application:
        require_corpus(application.search)
        _encode(application)
        reports = _suggest(application, need_ref, locale)
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False, indent=2))
        return
    for report in reports:
        _print(report, locale)


def _encode(application: Application) -> None:
    encoder = application.search.encoder
    assert encoder is not None  # `require_corpus` has seen to that
    with progress_bar("encode") as progress:
        encode_waiting(database=application.database, encoder=encoder, clock=application.clock, progress=progress)


def _suggest(application: Application, need_ref: str | None, locale: str) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = []
    matching = SuggestPass(
        application.database, application.search, lambda session: application.work(session, operator())
    )
    ids = _needs(application, need_ref)
    with progress_bar("match") as progress:
        matching.run(
            ids,
            reason="command",
            progress=progress,
            seen=lambda outcome: reports.append(describe_outcome(outcome, locale=locale)),
        )
        progress(len(ids), len(ids))
    return reports


def _needs(application: Application, need_ref: str | None) -> list[int]:
    with application.database.read() as session:
        ids = matched_needs(session)
        if need_ref is None:
            return ids
        need = get_visible(work=application.work(session), kind=Need, ref=need_ref)
        if need.id not in ids:
            raise NotFound(kind="matched need", ref=need_ref)
        return [need.id]


def _print(report: dict[str, Any], locale: str) -> None:
    """A need with its candidates, best first; of the weakly related the first few. What holds for all is said once."""
    click.echo(f"\n{report['need']}  {report['title']}\n  {report['organization']}  [{report['grade_label']}]")
    everybody = report["candidates"]
    weak = [candidate for candidate in everybody if candidate["grade"] == Grade.WEAK]
    for line in everybody[0]["of_the_need"] if everybody else ():
        click.echo(f"  {line}")
    for candidate in everybody[: len(everybody) - len(weak[WEAK:])]:
        _print_candidate(candidate)
    if weak[WEAK:]:
        click.echo(f"  {more_weak(len(weak[WEAK:]), locale)}")
    for line in filter(None, (report["reason"], report["uncovered"])):
        click.echo(f"  {line}")
    for hint in report["hints"]:
        click.echo(f"      - {hint}")


def _print_candidate(candidate: dict[str, Any]) -> None:
    label = f"{candidate['grade_label']} {candidate['score']:.2f}  [{candidate['kind_label']}]"
    click.echo(f"  {label} {candidate['name']}\n      {candidate['passage']}")
    for sign, lines in (("+", candidate["supports"]), ("-", candidate["doubts"])):
        for line in lines:
            if line not in candidate["of_the_need"]:
                click.echo(f"      {sign} {line}")
