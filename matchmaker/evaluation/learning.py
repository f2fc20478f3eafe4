"""New weights from decisions, on top of the shipped training: seconds of work, no training pair needed.

What the shipped training knows enters as a normal prior around its weights, as narrow as its number of pairs makes it
(the Laplace approximation of a logistic model, MacKay 1992). The decisions are the likelihood. How much of the
training still counts here, where other people decide on other needs, is chosen by cross-validation over needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.errors import TooFewDecisions
from matchmaker.evaluation.folds import grouped_folds
from matchmaker.evaluation.replay import Replayed, compare_odds
from matchmaker.evaluation.taken import ACCEPTED_ABOVE, Contender, Taken, levels_of, need_numbers
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.odds import probability

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Fewer decisions, or of one kind, cannot move thirteen weights anywhere worth going.
LEAST_DECISIONS = 20
LEAST_OF_A_KIND = 5
# Shares of the shipped training that may count, the cautious one first: of equals it is taken.
SHARES = (1.0, 0.3, 0.1, 0.03)
_FOLDS = 5
# Parts of the past in `replay_learning`.
BLOCKS = 5
# Directions in which the training pairs did not vary are not free to move.
_LEAST_SPREAD = 0.05
_STEPS = 60
_ENOUGH = 1e-8


@dataclass(frozen=True)
class _Lessons:
    """Standardised features float64[k, f], what was accepted bool[k], and the need of each, int64[k]."""

    features: Floats
    accepted: Bools
    needs: NDArray[np.int64]

    def part(self, rows: Bools) -> _Lessons:
        return _Lessons(self.features[rows], self.accepted[rows], self.needs[rows])


def learn_weights(decisions: Sequence[Taken], *, base: Contender, version: str, seed: int = 0) -> RelevanceModel:
    """The model of `base` moved to what `decisions` say; use it in the same engine (`Contender.with_model`).

    `base` should be the weights that ship, not ones learnt from the same decisions before: these would count twice.
    Grades keep their thresholds: a probability means the same as before, and says it better. Decisions that `base`
    cannot judge are ignored. Raises `TooFewDecisions` below LEAST_DECISIONS or LEAST_OF_A_KIND of either kind.
    """
    model = base.engine.model
    lessons = _lessons(decisions, base)
    count, accepted = len(lessons.accepted), int(lessons.accepted.sum())
    if count < LEAST_DECISIONS or min(accepted, count - accepted) < LEAST_OF_A_KIND:
        raise TooFewDecisions(count=count, accepted=accepted, least=LEAST_DECISIONS, of_a_kind=LEAST_OF_A_KIND)
    share = _best_share(lessons, model, seed)
    known = _posterior(lessons, model, share)
    learnt: dict[str, object] = {
        "on top of": model.version,
        "decisions": count,
        "accepted": accepted,
        "needs": len(np.unique(lessons.needs)),
        "share of the training that counts": share,
    }
    provenance = {**model.provenance, "learnt": learnt}
    return replace(model, version=version, intercept=float(known[0]), weights=known[1:], provenance=provenance)


def replay_learning(
    decisions: Sequence[Taken], *, base: Contender, running: Contender, seen: int = 0, seed: int = 0
) -> Replayed:
    """Whether learning pays: weights learnt from each part of the past are judged on the part after it.

    `decisions` come in the order in which they were taken. `running` are the weights in use; where these were learnt
    too, `seen` says from how many of the decisions, and only later ones are judged. The first of BLOCKS parts only
    teaches; while there is too little to learn from, the proposed weights are those of `base`.
    """
    known = [place for place, taken in enumerate(decisions) if base.knows(taken) and running.knows(taken)]
    judged = [decisions[place] for place in known]
    ours, theirs = running.engine.model.odds(running.features(judged)), _learnt_odds(judged, base, seed)
    fine = ~(np.isnan(ours) | np.isnan(theirs))
    places = np.array(known, dtype=np.int64)[fine]
    kept = [decisions[place] for place in places]
    said = running.in_time(kept, ours[fine]), base.in_time(kept, theirs[fine])
    counted = np.flatnonzero((places >= seen) & (np.arange(len(kept)) >= len(kept) // BLOCKS))
    return compare_odds(
        [kept[place] for place in counted],
        running=said[0][counted],
        proposed=said[1][counted],
        left_out=len(decisions) - len(kept),
        seed=seed,
    )


def _learnt_odds(decisions: Sequence[Taken], base: Contender, seed: int) -> Floats:
    """Log-odds of each decision by weights learnt from the parts before its own, float64[k]."""
    features, odds = base.features(decisions), np.zeros(len(decisions))
    bounds = [len(decisions) * part // BLOCKS for part in range(BLOCKS + 1)]
    for start, stop in pairwise(bounds):
        try:
            model = learn_weights(decisions[:start], base=base, version="trial", seed=seed)
        except TooFewDecisions:
            model = base.engine.model
        odds[start:stop] = model.odds(features[start:stop])
    return odds


def _lessons(decisions: Sequence[Taken], base: Contender) -> _Lessons:
    known = [decision for decision in decisions if base.knows(decision)]
    features = base.features(known)
    fine = ~np.isnan(base.engine.model.odds(features))
    standard = base.engine.model.standardised(features[fine])
    return _Lessons(standard, levels_of(known)[fine] > ACCEPTED_ABOVE, need_numbers(known)[fine])


def _best_share(lessons: _Lessons, model: RelevanceModel, seed: int) -> float:
    """The share of SHARES with the lowest loss on needs not learnt from."""
    needs = np.unique(lessons.needs, return_inverse=True)[1].reshape(-1)
    fold = grouped_folds(np.asarray(needs, dtype=np.int64), _FOLDS, seed)
    losses = []
    for share in SHARES:
        odds = np.zeros(len(fold))
        for number in np.unique(fold):
            known = _posterior(lessons.part(fold != number), model, share)
            odds[fold == number] = known[0] + lessons.features[fold == number] @ known[1:]
        losses.append(float(np.logaddexp(0.0, np.where(lessons.accepted, -odds, odds)).mean()))
    return SHARES[int(np.argmin(losses))]


def _posterior(lessons: _Lessons, model: RelevanceModel, share: float) -> Floats:
    """Intercept and weights float64[1 + f] of the highest posterior; rising features stay at least 0 (active set)."""
    prior, precision = np.r_[model.intercept, model.weights], _precision(model, share)
    rising = np.r_[False, np.array(model.rising, dtype=bool)]
    design = np.c_[np.ones(len(lessons.features)), lessons.features]
    free = np.ones(len(prior), dtype=bool)
    while True:
        known = _newton(design, lessons.accepted, prior, precision, free)
        below = np.flatnonzero(free & rising & (known < 0.0))
        if len(below) == 0:
            return known
        free[below[np.argmin(known[below])]] = False


def _precision(model: RelevanceModel, share: float) -> Floats:
    """Curvature float64[1 + f, 1 + f] of the training's likelihood, times the share of it that counts.

    How often people say yes at all depends on who they are: for the intercept the training counts as few decisions.
    """
    pairs = model.provenance.get("pairs", 0)
    counted = share * max(float(pairs) if isinstance(pairs, int) else 0.0, 1.0)
    chance = float(probability(np.array([model.intercept]))[0])
    width = len(model.weights)
    spread = np.zeros((1 + width, 1 + width))
    spread[0, 0] = min(counted, LEAST_DECISIONS)
    spread[1:, 1:] = counted * (model.covariance + _LEAST_SPREAD * np.eye(width))
    return chance * (1.0 - chance) * spread


def _newton(design: Floats, accepted: Bools, prior: Floats, precision: Floats, free: Bools) -> Floats:
    """Newton's method on the free coordinates, a step halved until it helps; the others are 0. The loss is convex."""

    def loss(at: Floats) -> float:
        odds, off = design @ at, at - prior
        return float(np.logaddexp(0.0, np.where(accepted, -odds, odds)).sum() + off @ precision @ off / 2.0)

    known, inner = np.where(free, prior, 0.0), np.ix_(free, free)
    for _ in range(_STEPS):
        said = probability(design @ known)
        gradient = design.T @ (said - accepted) + precision @ (known - prior)
        curvature = (design * (said * (1.0 - said))[:, None]).T @ design + precision
        step = np.zeros_like(known)
        step[free] = np.linalg.solve(curvature[inner], gradient[free])
        before = loss(known)
        while loss(known - step) > before and np.abs(step).max() > _ENOUGH:
            step /= 2.0
        known = known - step
        if np.abs(step).max() < _ENOUGH:
            break
    return known
