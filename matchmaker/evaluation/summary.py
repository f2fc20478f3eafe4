"""The figures of a scoring or a ranking against judged levels, each with its interval over queries."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation import metrics
from matchmaker.evaluation.bootstrap import interval
from matchmaker.matching.grades import Grade

Floats = NDArray[np.float64]

# A query counts for ranked figures with this many judged pairs and one relevant; the development data has 106 such.
LEAST_JUDGED = 10
K = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; NaN where it does not apply. `queries` is what it was computed over."""

    name: str
    value: float
    low: float
    high: float
    queries: int

    def line(self) -> str:
        """For people: name, value, interval, queries; n/a where it does not apply."""
        if math.isnan(self.value):
            return f"{self.name:<18} n/a"
        span = "" if math.isnan(self.low) else f"  [{self.low:.4f}, {self.high:.4f}]"
        return f"{self.name:<18} {self.value:.4f}{span}  ({self.queries} queries)"


@dataclass(frozen=True, slots=True)
class Judged:
    """One query: levels in ranked order (NaN: not judged) and all levels judged for it."""

    ranked: Floats
    judged: Floats

    @property
    def relevant(self) -> NDArray[np.bool_]:
        """Which of the ranked ones have level 3 or 4."""
        return np.nan_to_num(self.ranked) >= metrics.RELEVANT

    @property
    def total(self) -> int:
        """How many judged candidates have level 3 or 4."""
        return int((self.judged >= metrics.RELEVANT).sum())


_RANKED: dict[str, Callable[[Judged], float]] = {
    "nDCG@10": lambda query: metrics.ndcg(query.ranked, query.judged, K),
    "MRR": lambda query: metrics.reciprocal_rank(query.relevant),
    "MRR@10": lambda query: metrics.reciprocal_rank(query.relevant, K),
    "P@5": lambda query: metrics.precision_at(query.relevant, 5),
}
_RECALL: dict[str, Callable[[Judged], float]] = {
    "recall@10": lambda query: metrics.recall_at(query.relevant, query.total, K),
    "recall@100": lambda query: metrics.recall_at(query.relevant, query.total, 100),
}
_POOLED: dict[str, Callable[[Floats, Floats], float]] = {
    "AUC(level>=3)": lambda scores, levels: metrics.auc(scores, levels >= metrics.RELEVANT),
    "Spearman": metrics.spearman,
    "calibration error": lambda scores, levels: metrics.calibration_error(scores, levels >= metrics.RELEVANT),
    "Brier skill": lambda scores, levels: metrics.brier_skill(scores, levels >= metrics.RELEVANT),
}


def scoring_figures(queries: NDArray[np.int64], levels: Floats, scores: Floats, *, seed: int = 0) -> list[Figure]:
    """Of scored pairs: queries int64[n], levels float64[n] (NaN: not judged), scores float64[n] in [0, 1]."""
    known = ~np.isnan(levels) & ~np.isnan(scores)
    queries, levels, scores = queries[known], levels[known], scores[known]
    rows = [np.flatnonzero(queries == query) for query in np.unique(queries)]
    lists = []
    for group in rows:
        order = np.argsort(-scores[group], kind="stable")
        lists.append(Judged(levels[group][order], levels[group]))
    counted = [query for query in lists if len(query.judged) >= LEAST_JUDGED and query.total]
    figures = [_per_query(name, [compute(q) for q in counted], seed) for name, compute in _RANKED.items()]
    figures += [_pooled(name, compute, rows, scores, levels, seed) for name, compute in _POOLED.items()]
    return figures


def grade_figures(
    queries: NDArray[np.int64], levels: Floats, grades: Sequence[Grade], *, seed: int = 0
) -> list[Figure]:
    """Of the pairs of each grade, the share with level 3 or 4."""
    known = ~np.isnan(levels)
    given = np.array([str(grade) for grade in grades])
    figures = []
    for grade in (Grade.STRONG, Grade.FAIR, Grade.WEAK):
        chosen = known & (given == str(grade))
        rows = [np.flatnonzero(chosen & (queries == query)) for query in np.unique(queries[chosen])]
        values = (levels >= metrics.RELEVANT).astype(np.float64)
        figures.append(
            _pooled(f"precision {grade}", lambda hits, _levels: float(hits.mean()), rows, values, levels, seed)
        )
    return figures


def ranking_figures(lists: Sequence[Judged], *, seed: int = 0) -> list[Figure]:
    """Of ranked lists; queries without a relevant candidate do not count. What needs scores of all pairs is n/a."""
    counted = [query for query in lists if query.total]
    figures = [_per_query(name, [compute(q) for q in counted], seed) for name, compute in (_RANKED | _RECALL).items()]
    missing = float("nan")
    return figures + [Figure(name, missing, missing, missing, 0) for name in _POOLED]


def _per_query(name: str, values: list[float], seed: int) -> Figure:
    known = np.array([value for value in values if not math.isnan(value)])
    if len(known) == 0:
        return Figure(name, float("nan"), float("nan"), float("nan"), 0)
    low, high = interval(lambda drawn: float(known[drawn].mean()), len(known), seed=seed)
    return Figure(name, float(known.mean()), low, high, len(known))


def _pooled(
    name: str,
    compute: Callable[[Floats, Floats], float],
    rows: list[NDArray[np.int64]],
    scores: Floats,
    levels: Floats,
    seed: int,
) -> Figure:
    def statistic(drawn: NDArray[np.int64]) -> float:
        picked = np.concatenate([rows[place] for place in drawn])
        return compute(scores[picked], levels[picked])

    everything = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    value = compute(scores[everything], levels[everything]) if len(everything) else float("nan")
    low, high = interval(statistic, len(rows), seed=seed)
    return Figure(name, value, low, high, len(rows))
