"""Two sets of weights on the decisions of the past: which of them would have said better what people then decided.

Each decision is predicted from those before it alone, as the service had it at that time: the weights' odds, moved by
what had been accepted and rejected. Differences are judged by a paired bootstrap over needs (Efron and Tibshirani 1993,
chapter 16): a need counts for both sides or for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation import metrics
from matchmaker.evaluation.bootstrap import interval
from matchmaker.evaluation.taken import ACCEPTED_ABOVE, Contender, Taken, levels_of, need_numbers
from matchmaker.matching.odds import probability

Floats = NDArray[np.float64]
Measure = Callable[[Floats, Floats, NDArray[np.int64]], float]

# With fewer needs than this no interval is trusted and nothing is decided.
LEAST_NEEDS = 10
_K = 10
_FLOOR = 1e-6


class Verdict(StrEnum):
    """What the comparison says of the proposed weights against the running ones."""

    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both: `gain` is positive where the proposed weights are better, [low, high] its interval (95 %).

    NaN where the figure does not apply (no need with both an acceptance and a rejection, for nDCG).
    """

    name: str
    running: float
    proposed: float
    gain: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Replayed:
    """The figures, what follows from them, and on how much they rest.

    left_out  decisions that could not be judged any more: the candidate or the need's text is gone
    """

    figures: tuple[Compared, ...]
    verdict: Verdict
    decisions: int
    needs: int
    left_out: int


def replay(decisions: Sequence[Taken], *, running: Contender, proposed: Contender, seed: int = 0) -> Replayed:
    """Compare two sets of weights on `decisions`, which come in the order in which they were taken.

    The two may differ in everything: features, space, encoder. Weights that were trained on these very decisions look
    too good here: use `learning.replay_learning` for them. `better` means: the interval of the gain lies above 0 for
    log loss or nDCG@10 and below 0 for neither; `worse` the reverse; else, or with few needs, `undecided`.
    """
    known = [decision for decision in decisions if running.knows(decision) and proposed.knows(decision)]
    odds = [side.engine.model.odds(side.features(known)) for side in (running, proposed)]
    judged = [not bool(np.isnan(a) or np.isnan(b)) for a, b in zip(*odds, strict=True)]
    kept = [decision for decision, fine in zip(known, judged, strict=True) if fine]
    said = [side.in_time(kept, o[judged]) for side, o in zip((running, proposed), odds, strict=True)]
    return compare_odds(kept, running=said[0], proposed=said[1], left_out=len(decisions) - len(kept), seed=seed)


def compare_odds(
    decisions: Sequence[Taken], *, running: Floats, proposed: Floats, left_out: int = 0, seed: int = 0
) -> Replayed:
    """The same from log-odds float64[k] that both sides gave to the decisions."""
    needs, levels = need_numbers(decisions), levels_of(decisions)
    count = int(needs.max()) + 1 if len(needs) else 0
    rows = [np.flatnonzero(needs == number) for number in range(count)]
    figures = tuple(
        _compared(name, measure, sign, probability(running), probability(proposed), levels, rows, seed)
        for name, (measure, sign) in _MEASURES.items()
    )
    return Replayed(figures, _verdict(figures, count), len(decisions), count, left_out)


def _log_loss(said: Floats, levels: Floats, _needs: NDArray[np.int64]) -> float:
    right = np.where(levels > ACCEPTED_ABOVE, said, 1.0 - said)
    return float(-np.log(np.clip(right, _FLOOR, 1.0)).mean())


def _brier(said: Floats, levels: Floats, _needs: NDArray[np.int64]) -> float:
    return float(np.mean((said - (levels > ACCEPTED_ABOVE)) ** 2))


def _auc(said: Floats, levels: Floats, _needs: NDArray[np.int64]) -> float:
    return metrics.auc(said, levels > ACCEPTED_ABOVE)


def _ndcg(said: Floats, levels: Floats, needs: NDArray[np.int64]) -> float:
    """Mean over the needs with both an acceptance and a rejection: among equals there is nothing to order."""
    values = []
    for need in np.unique(needs):
        of_need = levels[needs == need]
        accepted = of_need > ACCEPTED_ABOVE
        if accepted.any() and not accepted.all():
            order = np.argsort(-said[needs == need], kind="stable")
            values.append(metrics.ndcg(of_need[order], of_need, _K))
    return float(np.mean(values)) if values else float("nan")


# By name: the measure, and +1 where more is better, -1 where less is.
_MEASURES: dict[str, tuple[Measure, int]] = {
    "log loss": (_log_loss, -1),
    "nDCG@10": (_ndcg, 1),
    "AUC(accepted)": (_auc, 1),
    "Brier score": (_brier, -1),
}
_DECISIVE = ("log loss", "nDCG@10")


def _compared(
    name: str,
    measure: Measure,
    sign: int,
    running: Floats,
    proposed: Floats,
    levels: Floats,
    rows: list[NDArray[np.int64]],
    seed: int,
) -> Compared:
    missing = float("nan")
    if not rows:
        return Compared(name, missing, missing, missing, missing, missing)

    def values(drawn: NDArray[np.int64]) -> tuple[float, float]:
        picked = np.concatenate([rows[place] for place in drawn])
        # A need that is drawn twice is two needs.
        needs = np.repeat(np.arange(len(drawn)), [len(rows[place]) for place in drawn])
        return measure(running[picked], levels[picked], needs), measure(proposed[picked], levels[picked], needs)

    def gain(drawn: NDArray[np.int64]) -> float:
        ours, theirs = values(drawn)
        return sign * (theirs - ours)

    everything = np.arange(len(rows))
    ours, theirs = values(everything)
    return Compared(name, ours, theirs, sign * (theirs - ours), *interval(gain, len(rows), seed=seed))


def _verdict(figures: Sequence[Compared], needs: int) -> Verdict:
    decisive = [figure for figure in figures if figure.name in _DECISIVE]
    up = any(figure.low > 0.0 for figure in decisive)
    down = any(figure.high < 0.0 for figure in decisive)
    if needs < LEAST_NEEDS or up == down:
        return Verdict.UNDECIDED
    return Verdict.BETTER if up else Verdict.WORSE
