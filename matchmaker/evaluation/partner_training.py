"""Learning which candidates of a search are partners: from registries whose needs have a known partner or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from matchmaker.evaluation.bootstrap import interval
from matchmaker.evaluation.cross_validation import RELEVANT_ABOVE
from matchmaker.evaluation.encoding import Progress, encode_corpus, encode_needs, silent
from matchmaker.evaluation.files import Pairs, QueryRecord, read_candidates, read_pairs, read_queries
from matchmaker.evaluation.fitting import fit_levels
from matchmaker.evaluation.folds import grouped_folds, groups
from matchmaker.evaluation.summary import Figure
from matchmaker.matching.odds import probability
from matchmaker.matching.partners import PartnerModel
from matchmaker.ranking.compare import compare
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.rank import crowd_of, grade_candidates
from matchmaker.ranking.search import find_candidates

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Telling an enterprise "nobody" where there is somebody is taken to be as bad as four doubtful offers.
THRESHOLD = 0.2
_RIDGE = 1.0
_FOLDS = 5
_REPEATS = 5
# A pair of level 2 may be called either way: it teaches nothing.
_DOUBTFUL_ABOVE = 1.5


@dataclass(frozen=True, slots=True)
class Registry:
    """Needs, who is registered, and the partners: a need without a pair of level 3 or more has none here.

    Pairs of level 2 are left open; candidates that are in no pair are no partners.
    """

    name: str
    queries: Sequence[QueryRecord]
    candidates: Sequence[Candidate]
    pairs: Pairs


@dataclass(frozen=True)
class BestCandidates:
    """The best candidate of each need of some registries, m in all.

    odds, excess  float64[m], as `PartnerModel` reads them
    partner       bool[m]: whether it is one
    groups        int64[m]: equal for the same need in several registries
    registries    str[m]
    """

    odds: Floats
    excess: Floats
    partner: Bools
    groups: NDArray[np.int64]
    registries: NDArray[np.str_]

    @property
    def features(self) -> Floats:
        """float64[m, 2]."""
        return np.stack([self.odds, self.excess], axis=1)


def read_registry(folder: Path) -> Registry:
    """`queries.jsonl`, `candidates.jsonl` and `pairs.csv` of a folder, in the forms of `evaluate`."""
    queries, candidates = read_queries(folder / "queries.jsonl"), read_candidates(folder / "candidates.jsonl")
    return Registry(folder.name, queries, candidates, read_pairs(folder / "pairs.csv", queries, candidates))


def best_candidates(
    registries: Sequence[Registry], engine: Engine, encoder: Encoder, progress: Progress = silent
) -> BestCandidates:
    """Rank every need in its registry as the service does; needs whose best candidate is doubtful are left out."""
    rows: list[tuple[float, float, bool, str, str]] = []
    for registry in registries:
        rows += _best_of(registry, engine, encoder, progress)
    odds, excess, partner, texts, names = zip(*rows, strict=True)
    return BestCandidates(
        np.array(odds), np.array(excess), np.array(partner), groups(texts), np.array(names, dtype=str)
    )


def fit_partners(data: BestCandidates, threshold: float = THRESHOLD) -> PartnerModel:
    """A logistic model of odds and excess, both never negative."""
    fit = fit_levels(data.features, np.where(data.partner, 4.0, 1.0), ridge=_RIDGE, rising=np.array([True, True]))
    return PartnerModel(fit.intercept, float(fit.weights[0]), float(fit.weights[1]), threshold)


def unseen_partners(data: BestCandidates, seed: int = 0) -> Floats:
    """P(partner) of each best candidate by models that had not seen its need, mean of several cuts, float64[m]."""
    total = np.zeros(len(data.odds))
    for repeat in range(_REPEATS):
        fold = grouped_folds(data.groups, _FOLDS, seed + repeat)
        for number in np.unique(fold):
            test = fold == number
            model = fit_partners(_part(data, ~test))
            total[test] += probability(model.intercept + data.features[test] @ np.array([model.odds, model.excess]))
    return total / _REPEATS


def partner_figures(data: BestCandidates, unseen: Floats, threshold: float = THRESHOLD) -> list[Figure]:
    """For each registry: of needs without a partner, the share told so; of needs with one, the share kept; of the
    best candidates offered, the share that are partners."""
    found = []
    for name in np.unique(data.registries):
        here = data.registries == name
        partner, offered = data.partner[here], unseen[here] >= threshold
        found.append(_share(f"{name}: no match told", ~offered[~partner]))
        found.append(_share(f"{name}: partner kept", offered[partner]))
        found.append(_share(f"{name}: offers right", partner[offered]))
    return found


def _share(name: str, hits: Bools) -> Figure:
    if len(hits) == 0:
        return Figure(name, float("nan"), float("nan"), float("nan"), 0)
    low, high = interval(lambda drawn: float(hits[drawn].mean()), len(hits))
    return Figure(name, float(hits.mean()), low, high, len(hits))


def _part(data: BestCandidates, rows: Bools) -> BestCandidates:
    return BestCandidates(
        data.odds[rows], data.excess[rows], data.partner[rows], data.groups[rows], data.registries[rows]
    )


def _best_of(
    registry: Registry, engine: Engine, encoder: Encoder, progress: Progress
) -> list[tuple[float, float, bool, str, str]]:
    needs = encode_needs(encoder, [record.need for record in registry.queries], progress)
    # Without the needs: the service does not know them when it builds its corpus.
    corpus = engine.corpus(registry.candidates, encode_corpus(encoder, registry.candidates, progress))
    pairs = registry.pairs
    levels = dict(zip(zip(pairs.queries.tolist(), pairs.candidates.tolist(), strict=True), pairs.levels, strict=True))
    everybody = np.arange(len(corpus), dtype=np.int64)
    rows = []
    for place, need in enumerate(needs):
        view = compare(need, corpus)
        graded = grade_candidates(view, corpus, engine, find_candidates(view, corpus), everybody)
        progress("rank", place + 1, len(needs))
        if len(graded.positions) == 0:
            continue
        level = levels.get((place, int(graded.positions[0])), 1.0)
        if _DOUBTFUL_ABOVE < level < RELEVANT_ABOVE:
            continue
        odds = np.log(graded.probabilities[:1] / (1.0 - graded.probabilities[:1]))
        excess = crowd_of(view, corpus, engine, everybody).excess(odds)
        rows.append((float(odds[0]), float(excess[0]), level > RELEVANT_ABOVE, need.whole, registry.name))
    return rows
