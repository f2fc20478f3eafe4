"""`matchmaker evaluate score | rank`: the production relevance of given pairs, and whom the production search finds."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaker.cli.evaluate.context import (
    FILE,
    FOLDER,
    encoder_of,
    engine_of,
    print_figures,
    progress,
    told_errors,
)
from matchmaker.cli.result_file import OUT


@click.command()
@click.option("--queries", type=FILE, required=True)
@click.option("--candidates", type=FILE, required=True)
@click.option("--pairs", type=FILE, required=True)
@click.option("--known", type=FILE, help="Decisions already made: query_id,candidate_id,level.")
@click.option("--out", type=OUT, required=True, help="Gets query_id,candidate_id,score,grade.")
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    help="Score by weights trained on the needs of the other folds of these judged pairs: what unseen needs would get.",
)
@click.option("--weights", type=FOLDER, help="A folder made by train; default: MATCHMAKER_WEIGHTS, else what ships.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def score(
    queries: Path,
    candidates: Path,
    pairs: Path,
    known: Path | None,
    out: Path,
    folds: int | None,
    weights: Path | None,
    as_json: bool,
) -> None:
    """Score and grade every pair of PAIRS as the service would."""
    from matchmaker.evaluation import files, score_pairs, summary

    with told_errors(), progress() as report, encoder_of(weights) as encoder:
        needs, people = files.read_queries(queries), files.read_candidates(candidates)
        wanted = files.read_pairs(pairs, needs, people)
        decided = files.read_decisions(known, needs, people) if known else None
        scored = score_pairs.score_pairs(
            needs,
            people,
            wanted,
            known=decided,
            folds=folds,
            encoder=encoder,
            engine=engine_of(encoder, weights),
            progress=report,
        )
        rows = zip(
            (needs[place].id for place in wanted.queries),
            (people[place].id for place in wanted.candidates),
            (f"{value:.6f}" for value in scored.probabilities),
            scored.grades,
            strict=True,
        )
        files.write_rows(out, ("query_id", "candidate_id", "score", "grade"), rows)
        if wanted.judged:
            figures = summary.scoring_figures(wanted.queries, wanted.levels, scored.probabilities)
            figures += summary.grade_figures(wanted.queries, wanted.levels, scored.grades)
            print_figures(figures, as_json)


@click.command()
@click.option("--queries", type=FILE, required=True)
@click.option("--candidates", type=FILE, required=True)
@click.option("--pairs", type=FILE, help="With levels, figures are printed.")
@click.option("--top", type=click.IntRange(min=1), default=100, show_default=True)
@click.option("--out", type=OUT, required=True, help="Gets query_id,rank,candidate_id.")
@click.option("--weights", type=FOLDER, help="A folder made by train; default: MATCHMAKER_WEIGHTS, else what ships.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def rank(
    queries: Path, candidates: Path, pairs: Path | None, top: int, out: Path, weights: Path | None, as_json: bool
) -> None:
    """Find and rank candidates for every query through the production search."""
    from matchmaker.evaluation import files, rank_queries, summary

    with told_errors(), progress() as report, encoder_of(weights) as encoder:
        needs, people = files.read_queries(queries), files.read_candidates(candidates)
        judged = files.read_pairs(pairs, needs, people) if pairs else None
        found = rank_queries.rank_queries(
            needs, people, encoder=encoder, engine=engine_of(encoder, weights), top=top, progress=report
        )
        rows = (
            (need.id, place, name)
            for need, names in zip(needs, found, strict=True)
            for place, name in enumerate(names, start=1)
        )
        files.write_rows(out, ("query_id", "rank", "candidate_id"), rows)
        if judged is not None and judged.judged:
            print_figures(summary.ranking_figures(rank_queries.judge(found, people, judged)), as_json)
