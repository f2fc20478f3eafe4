"""Decisions of organizers as ranking uses them: whatever was accepted or rejected moves candidates that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.decisions import DecisionMemory, Decisions, Moved
from matchmaker.matching.features import compute_features
from matchmaker.ranking.compare import compare
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Query

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision on a need (any key that names it) and a candidate.

    `level` says how related the two were found: 1 (rejected as not fitting) to 4 (accepted). A rejection for a reason
    that has nothing to do with the subject (not available, in contact already) is no judgement and does not belong
    here.
    """

    need: str
    query: Query
    candidate: str
    level: float


@dataclass(frozen=True)
class Remembered:
    """Decisions made ready to be asked. `places` numbers the needs that were decided on."""

    memory: DecisionMemory
    places: dict[str, int]

    def after(self, need: str, query: Query, corpus: Corpus, odds: Floats, candidates: NDArray[np.int64]) -> Moved:
        """Log-odds float64[c] of a need's candidates (positions int64[c]) after the decisions.

        `by_decision` holds the moves by decisions on this need only: those are what a reader is told of.
        """
        place = self.places.get(need, -1)
        moved = self.memory.after(place, corpus.need_direction(query), odds, corpus.profiles(candidates))
        return Moved(moved.odds, moved.by_decision[:, self.memory.decisions.needs == place])


def remember(past: Sequence[PastDecision], corpus: Corpus, engine: Engine) -> Remembered:
    """Ready the decisions whose candidates are still here and have a passage; solves one equation for each."""
    here = [decision for decision in past if decision.candidate in corpus.position and decision.query.parts]
    places = {need: number for number, need in enumerate(dict.fromkeys(decision.need for decision in here))}
    rows = [_judged(decision, corpus, engine) for decision in here]
    known = np.array([not np.isnan(odds) for odds in rows], dtype=bool)
    asked = [corpus.need_direction(decision.query) for decision in here]
    candidates = np.array([corpus.position[decision.candidate] for decision in here], dtype=np.int64)
    decisions = Decisions(
        needs=np.array([places[decision.need] for decision in here], dtype=np.int64)[known],
        asked=np.array(asked, dtype=np.float32).reshape(len(here), corpus.vectors.shape[1])[known],
        candidates=corpus.profiles(candidates)[known],
        odds=np.array(rows, dtype=np.float64)[known],
        levels=np.array([decision.level for decision in here], dtype=np.float64)[known],
    )
    return Remembered(DecisionMemory.of(decisions), places)


def _judged(decision: PastDecision, corpus: Corpus, engine: Engine) -> float:
    """What the model says of the pair, in log-odds; NaN where it cannot be judged."""
    position = np.array([corpus.position[decision.candidate]], dtype=np.int64)
    view = compare(decision.query, corpus)
    return float(engine.model.odds(compute_features(engine.model.names, view, corpus.view, position))[0])
