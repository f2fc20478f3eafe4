"""`matchmaker evaluate ...`: measure and train relevance from files, without database or secret.

Standard output carries the figures only; progress goes to standard error. Exit codes: 0 done, 1 failed, 2 wrong use.
"""

from __future__ import annotations

import click

from matchmaker.cli.evaluate.decisions import learn, replay
from matchmaker.cli.evaluate.report import report
from matchmaker.cli.evaluate.scoring import rank, score
from matchmaker.cli.evaluate.training import adapt, train


@click.group()
def command() -> None:
    """Measure relevance on files, or train it.

    QUERIES are JSON lines {id, title, text}, CANDIDATES JSON lines {id, passages: [text ...]}, PAIRS a CSV
    query_id,candidate_id and perhaps level. Encoded texts are kept in the cache folder: an interrupted run resumes.
    """


for _command in (score, rank, train, adapt, replay, learn, report):
    command.add_command(_command)
