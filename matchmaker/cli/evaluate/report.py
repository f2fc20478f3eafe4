"""`matchmaker evaluate report`: a page of curves, baselines and errors."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaker.cli.evaluate.context import FILE, FOLDER, encoder_of, engine_of, progress, told_errors


@click.command()
@click.option("--queries", type=FILE, required=True)
@click.option("--candidates", type=FILE, required=True)
@click.option("--pairs", type=FILE, required=True, help="With levels 1 to 4.")
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    help="Score by weights trained on the needs of the other folds of these pairs: what unseen needs would get.",
)
@click.option("--weights", type=FOLDER, help="A folder made by train; default: the shipped weights.")
@click.option("--out", type=FOLDER, required=True, help="Folder for report.html and report.md; they quote the texts.")
def report(queries: Path, candidates: Path, pairs: Path, folds: int | None, weights: Path | None, out: Path) -> None:
    """Write what relevance is worth on judged pairs, as a page and as markdown."""
    from matchmaker.evaluation import files
    from matchmaker.evaluation.report.make import make_report
    from matchmaker.evaluation.report.page import write_report

    with told_errors(), progress() as told, encoder_of(weights) as encoder:
        records, people = files.read_queries(queries), files.read_candidates(candidates)
        contents = make_report(
            records,
            people,
            files.read_pairs(pairs, records, people),
            encoder=encoder,
            engine=engine_of(encoder, weights),
            source=f"{pairs.parent.name}/{pairs.name}",
            folds=folds,
            progress=told,
        )
        for path in write_report(contents, out):
            click.echo(str(path))
