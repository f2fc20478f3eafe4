"""`matchmaker evaluate replay | learn`: what past decisions say of weights, and weights learnt from them."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matchmaker.cli.evaluate.context import (
    FILE,
    FOLDER,
    Progress,
    encoder_of,
    engine_of,
    progress,
    told_errors,
)

if TYPE_CHECKING:
    from matchmaker.evaluation.replay import Replayed
    from matchmaker.evaluation.taken import Contender, Taken


@click.command()
@click.option("--queries", type=FILE, required=True)
@click.option("--candidates", type=FILE, required=True)
@click.option("--decisions", type=FILE, required=True, help="query_id,candidate_id,level in the order of time.")
@click.option("--running", type=FOLDER, help="A folder of weights; default: the shipped ones.")
@click.option("--proposed", type=FOLDER, required=True, help="The folder of weights to compare with them.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def replay(
    queries: Path, candidates: Path, decisions: Path, running: Path | None, proposed: Path, as_json: bool
) -> None:
    """Compare two folders of weights on past decisions: better, worse or undecided.

    Each decision is predicted from those before it. Weights that were trained on these decisions look too good.
    """
    from matchmaker.evaluation.replay import replay as replay_decisions

    with told_errors(), progress() as report:
        taken = _decisions(queries, candidates, decisions)
        sides = [_contender(queries, candidates, folder, report) for folder in (running, proposed)]
        _print(replay_decisions(taken, running=sides[0], proposed=sides[1]), as_json)


@click.command()
@click.option("--queries", type=FILE, required=True)
@click.option("--candidates", type=FILE, required=True)
@click.option("--decisions", type=FILE, required=True, help="query_id,candidate_id,level in the order of time.")
@click.option("--weights", type=FOLDER, help="The folder of weights to build on; default: the shipped ones.")
@click.option("--version", required=True, help="Names the new weights.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the new weights.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def learn(
    queries: Path, candidates: Path, decisions: Path, weights: Path | None, version: str, out: Path, as_json: bool
) -> None:
    """Learn weights from decisions, on top of those given, and print what such learning was worth in the past.

    The figures judge weights learnt from each part of the decisions on the part after it; the weights written are
    learnt from all of them.
    """
    from matchmaker.evaluation.learning import learn_weights, replay_learning
    from matchmaker.evaluation.train import write_engine
    from matchmaker.ranking.engine import SHIPPED

    with told_errors(), progress() as report:
        taken = _decisions(queries, candidates, decisions)
        base = _contender(queries, candidates, weights, report)
        model = learn_weights(taken, base=base, version=version)
        judged = replay_learning(taken, base=base, running=base)
        write_engine(replace(base.engine, model=model), out, adapter_of=weights or SHIPPED)
        _print(judged, as_json)


def _decisions(queries: Path, candidates: Path, decisions: Path) -> list[Taken]:
    from matchmaker.evaluation import files
    from matchmaker.evaluation.taken import Taken

    needs, people = files.read_queries(queries), files.read_candidates(candidates)
    pairs = files.read_pairs(decisions, needs, people)
    rows = zip(pairs.queries.tolist(), pairs.candidates.tolist(), pairs.levels.tolist(), strict=True)
    return [
        Taken(needs[need].id, people[candidate].id, level) for need, candidate, level in rows if not math.isnan(level)
    ]


def _contender(queries: Path, candidates: Path, folder: Path | None, report: Progress) -> Contender:
    from matchmaker.evaluation import files
    from matchmaker.evaluation.encoding import encode_corpus, encode_needs
    from matchmaker.evaluation.taken import Contender

    with encoder_of(folder) as encoder:
        records, people = files.read_queries(queries), files.read_candidates(candidates)
        needs = encode_needs(encoder, [record.need for record in records], report)
        engine = engine_of(encoder, folder)
        corpus = engine.corpus(people, encode_corpus(encoder, people, report), needs)
        return Contender(engine, corpus, {record.id: need for record, need in zip(records, needs, strict=True)})


def _print(found: Replayed, as_json: bool) -> None:
    if as_json:
        figures = {
            figure.name: {
                key: None if math.isnan(value) else value
                for key, value in (
                    ("running", figure.running),
                    ("proposed", figure.proposed),
                    ("gain", figure.gain),
                    ("low", figure.low),
                    ("high", figure.high),
                )
            }
            for figure in found.figures
        }
        counts = {"decisions": found.decisions, "needs": found.needs, "left_out": found.left_out}
        click.echo(json.dumps({"verdict": str(found.verdict), **counts, "figures": figures}))
        return
    for figure in found.figures:
        change = f"{figure.running:.4f} -> {figure.proposed:.4f}"
        click.echo(f"{figure.name:<14} {change}  gain {figure.gain:+.4f}  [{figure.low:+.4f}, {figure.high:+.4f}]")
    click.echo(f"{found.verdict}  ({found.decisions} decisions on {found.needs} needs, {found.left_out} left out)")
