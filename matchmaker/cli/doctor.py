"""`matchmaker doctor`: what is wrong with this installation, and the mend of each."""

from __future__ import annotations

import click

from embeddings import EmbeddingsError
from embeddings.errors import ExportDamaged, ExportMissing, ExportUnusable
from matchmaker.cli.context import open_parts
from matchmaker.locale.render import render
from matchmaker.services.doctor import examine
from matchmaker.settings import Settings


@click.command()
@click.option("--production", is_flag=True, help="Apply the rules of a public service too.")
def command(production: bool) -> None:
    """Name everything that is wrong, with its mend; exit 1 if there is an error."""
    with open_parts() as application:
        model_problem, weights_problem, graph_problem = _relevance_problems(application.settings)
        findings = examine(
            settings=application.settings,
            database=application.database,
            model_problem=model_problem,
            weights_problem=weights_problem,
            graph_problem=graph_problem,
            production=production,
        )
    for found in findings:
        problem = render(found.problem, found.params, locale="en")
        mend = render(found.mend, found.params, locale="en")
        click.echo(f"{found.level}: {problem}\n  {mend}")
    if any(found.level == "error" for found in findings):
        raise SystemExit(1)
    click.echo("no errors", err=True)


def _relevance_problems(settings: Settings) -> tuple[str | None, str | None, str | None]:
    """What is wrong with the model, with the weights for it, and with the graph exported from it."""
    from matchmaker.wiring import relevance_problem  # the search libraries only when the command runs

    passed_over: list[str] = []
    try:
        weights = relevance_problem(settings, fallback=lambda error: passed_over.append(str(error)))
    except (ExportMissing, ExportDamaged, ExportUnusable) as error:
        return None, None, str(error)
    except EmbeddingsError as error:
        return str(error), None, None
    return None, weights, passed_over[0] if passed_over else None
