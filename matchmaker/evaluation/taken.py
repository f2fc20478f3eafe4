"""Decisions of organizers as they were taken, and what the weights made of each pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.decisions import Decisions, odds_in_time
from matchmaker.matching.features import compute_features
from matchmaker.matching.model import RelevanceModel
from matchmaker.ranking.compare import compare
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Query

Floats = NDArray[np.float64]
# From this level on a decision is an acceptance.
ACCEPTED_ABOVE = 2.5


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision on a need and a candidate, named by any keys: 1 rejected as not fitting ... 4 accepted.

    A rejection for a reason that has nothing to do with the subject (not available, in contact already) is no
    judgement and does not belong here.
    """

    need: str
    candidate: str
    level: float


@dataclass(frozen=True)
class Contender:
    """Weights with what they were given to judge.

    corpus   built by `engine` from the candidates decided on; it may hold many more
    queries  by need key, encoded by the encoder of `engine`
    """

    engine: Engine
    corpus: Corpus
    queries: Mapping[str, Query]

    def with_model(self, model: RelevanceModel) -> Contender:
        """The same registry judged by other weights of the same encoder and space."""
        return replace(self, engine=replace(self.engine, model=model))

    def knows(self, decision: Taken) -> bool:
        """Whether the need has a text here and the candidate a passage."""
        query, place = self.queries.get(decision.need), self.corpus.position.get(decision.candidate)
        if query is None or place is None or not query.parts:
            return False
        return bool(self.corpus.indptr[place + 1] > self.corpus.indptr[place])

    def features(self, decisions: Sequence[Taken]) -> NDArray[np.float32]:
        """float32[k, f] of the model's features, for decisions that are known here."""
        names = self.engine.model.names
        out = np.empty((len(decisions), len(names)), dtype=np.float32)
        of_need: dict[str, list[int]] = {}
        for row, decision in enumerate(decisions):
            of_need.setdefault(decision.need, []).append(row)
        for need, rows in of_need.items():
            view = compare(self.queries[need], self.corpus)
            places = np.array([self.corpus.position[decisions[row].candidate] for row in rows], dtype=np.int64)
            out[rows] = compute_features(names, view, self.corpus.view, places)
        return out

    def in_time(self, decisions: Sequence[Taken], odds: Floats) -> Floats:
        """What `odds` float64[k] become by the decisions before each: what the service shows, float64[k]."""
        places = np.array([self.corpus.position[decision.candidate] for decision in decisions], dtype=np.int64)
        directions = {need: self.corpus.need_direction(self.queries[need]) for need in {d.need for d in decisions}}
        asked = np.array([directions[decision.need] for decision in decisions], dtype=np.float32)
        return odds_in_time(
            Decisions(
                needs=need_numbers(decisions),
                asked=asked.reshape(len(decisions), self.corpus.vectors.shape[1]),
                candidates=self.corpus.profiles(places),
                odds=odds,
                levels=levels_of(decisions),
            )
        )


def need_numbers(decisions: Sequence[Taken]) -> NDArray[np.int64]:
    """int64[k]: the same number for decisions on the same need, in order of first appearance."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(decision.need, len(numbers)) for decision in decisions], dtype=np.int64)


def levels_of(decisions: Sequence[Taken]) -> Floats:
    """float64[k]."""
    return np.array([decision.level for decision in decisions], dtype=np.float64)
