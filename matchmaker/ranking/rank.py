"""From a need to graded candidates with evidence, or to the reason why there are none."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.decisions import NOTABLE, Moved
from matchmaker.matching.features import compute_features
from matchmaker.matching.grades import Grade
from matchmaker.matching.no_match import NeedFacts, NoMatch, explain_no_match
from matchmaker.matching.odds import probability
from matchmaker.matching.ordinary import ordinary_odds
from matchmaker.matching.partners import Crowd, sample_of
from matchmaker.matching.statements import Standing
from matchmaker.matching.views import QueryView
from matchmaker.ranking.compare import compare
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.evidence import Evidence, EvidenceMaker
from matchmaker.ranking.key_terms import key_words, named_often, surfaces, uncovered
from matchmaker.ranking.query import TITLE, Query
from matchmaker.ranking.remembering import Remembered
from matchmaker.ranking.search import find_candidates
from matchmaker.ranking.title_object import names_object
from matchmaker.ranking.whole_words import cut_words

Timer = Callable[[], float]
Moving = Callable[[NDArray[np.float64], NDArray[np.int64]], Moved]


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions made before, and the key by which this need is named among them."""

    remembered: Remembered
    need: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate: P(an officer would say 3 or 4), its grade, and what it rests on.

    partner  P(one would introduce it), which also knows what else was searched and makes it fair or weak
    features, contributions  by feature name; a missing feature is NaN and contributes 0 (log-odds)
    rejected_alike, accepted_alike  log-odds by decisions on alike candidates of this need, if worth telling, else 0
    evidence                 None only where the caller asked for none
    """

    id: str
    probability: float
    partner: float
    grade: Grade
    features: Mapping[str, float]
    contributions: Mapping[str, float]
    rejected_alike: float
    accepted_alike: float
    evidence: Evidence | None


@dataclass(frozen=True)
class Ranking:
    """Candidates, best first; why nobody fits (None where somebody does); seconds of each step; the weights used."""

    candidates: tuple[Ranked, ...]
    none_reason: NoMatch | None
    seconds: Mapping[str, float]
    weights_version: str


@dataclass(frozen=True)
class Graded:
    """Candidates by falling probability, before evidence: positions int64[c], float64[c], features float32[c, f].

    partners float64[c] and the grades of this search; told float64[c, k]: what each decision on this need moved.
    """

    positions: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    features: NDArray[np.float32]
    partners: NDArray[np.float64]
    grades: list[Grade]
    told: NDArray[np.float64]


def rank(
    query: Query,
    corpus: Corpus,
    engine: Engine,
    *,
    allowed: NDArray[np.int64] | None = None,
    limit: int = 10,
    evidence: bool = True,
    decided: Decided | None = None,
    timer: Timer = time.perf_counter,
) -> Ranking:
    """The `limit` best candidates of the corpus for a need.

    `allowed` int64[m]: positions (`Corpus.positions`) of those who may be asked at all; everybody else is left out
    before the search. A need without text, or a corpus without passages, gives nobody and the reason.
    `decided`: decisions made before, which move whoever is like those accepted or rejected.
    """
    started = timer()
    view = compare(query, corpus)
    compared = timer() - started
    found = rank_view(
        query, view, corpus, engine, allowed=allowed, limit=limit, evidence=evidence, decided=decided, timer=timer
    )
    return replace(found, seconds={"compare": compared, **found.seconds})


def rank_view(
    query: Query,
    view: QueryView,
    corpus: Corpus,
    engine: Engine,
    *,
    allowed: NDArray[np.int64] | None = None,
    limit: int = 10,
    evidence: bool = True,
    decided: Decided | None = None,
    timer: Timer = time.perf_counter,
) -> Ranking:
    """`rank` with what `compare` made already: for several sets of `allowed`, or for many needs compared at once."""
    clock = _Clock(timer)
    found = find_candidates(view, corpus, allowed)
    clock.lap("search")
    searched = np.arange(len(corpus), dtype=np.int64) if allowed is None else allowed
    graded = grade_candidates(view, corpus, engine, found, searched, _moving(decided, query, corpus))
    clock.lap("grade")
    ranked = _with_evidence(query, view, corpus, engine, graded, limit if evidence else 0, limit)
    reason = _reason(query, corpus, engine, graded)
    clock.lap("explain")
    return Ranking(ranked, reason, clock.seconds, engine.model.version)


def grade_candidates(
    view: QueryView,
    corpus: Corpus,
    engine: Engine,
    positions: NDArray[np.int64],
    searched: NDArray[np.int64],
    moving: Moving | None = None,
) -> Graded:
    """Features, probabilities and grades of these candidates, best first, equal ones by id.

    Those without a passage have no rank. `searched` are all who could have been found: what they look like to this
    need tells what chance alone gives. `moving` is what decisions make of the log-odds.
    """
    model = engine.model
    features = compute_features(model.names, view, corpus.view, positions)
    odds = model.odds(features)
    told = np.zeros((len(odds), 0))
    if moving is not None:
        moved = moving(odds, positions)
        odds, told = moved.odds, moved.by_decision
    known = np.flatnonzero(~np.isnan(odds))
    ids = np.array([corpus.ids[place] for place in positions[known]], dtype=str)
    order = known[np.lexsort((ids, -odds[known]))]
    probabilities = probability(odds[order])
    partners, grades = probabilities, model.thresholds.grades(probabilities)
    if model.partners is not None:
        partners = model.partners.probabilities(odds[order], crowd_of(view, corpus, engine, searched))
        grades = model.partners.offered(grades, partners)
    return Graded(positions[order], probabilities, features[order], partners, grades, told[order])


def crowd_of(view: QueryView, corpus: Corpus, engine: Engine, searched: NDArray[np.int64]) -> Crowd:
    """What the candidates that could have been found look like to this need; those without a passage do not count.

    A small registry is filled up with ordinary passages, see `Crowd.filled_up`.
    """
    speaking = searched[corpus.indptr[searched + 1] > corpus.indptr[searched]]
    odds = engine.model.odds(compute_features(engine.model.names, view, corpus.view, sample_of(speaking)))
    odds = odds[~np.isnan(odds)]
    crowd = Crowd(float(np.median(odds)) if len(odds) else float("nan"), len(speaking))
    return crowd.filled_up(ordinary_odds(engine.model, view))


def _with_evidence(
    query: Query, view: QueryView, corpus: Corpus, engine: Engine, graded: Graded, explained: int, limit: int
) -> tuple[Ranked, ...]:
    names, model = engine.model.names, engine.model
    contributions = model.contributions(graded.features[:limit])
    maker = EvidenceMaker.of(query, view, corpus, engine.segmenter) if explained else None
    ranked = []
    for place, position in enumerate(graded.positions[:limit].tolist()):
        features = dict(zip(names, graded.features[place].tolist(), strict=True))
        added = dict(zip(names, contributions[place].tolist(), strict=True))
        alone = model.thresholds.grade(float(graded.probabilities[place]))
        moved = (alone, graded.grades[place])
        rejected, accepted = _alike(graded.told[place])
        about = Standing(
            held_back=moved == (Grade.FAIR, Grade.WEAK),
            lifted=moved == (Grade.WEAK, Grade.FAIR),
            rejected_alike=rejected < 0.0,
            accepted_alike=accepted > 0.0,
        )
        evidence = maker.make(position, features, added, about) if maker is not None else None
        ranked.append(
            Ranked(
                corpus.ids[position],
                float(graded.probabilities[place]),
                float(graded.partners[place]),
                graded.grades[place],
                features,
                added,
                rejected,
                accepted,
                evidence,
            )
        )
    return tuple(ranked)


def _moving(decided: Decided | None, query: Query, corpus: Corpus) -> Moving | None:
    if decided is None:
        return None
    return lambda odds, positions: decided.remembered.after(decided.need, query, corpus, odds, positions)


def _alike(told: NDArray[np.float64]) -> tuple[float, float]:
    """What rejections and what acceptances moved together, each 0 where it is not worth telling."""
    down, up = float(told[told < 0.0].sum()), float(told[told > 0.0].sum())
    return (down if down <= -NOTABLE else 0.0, up if up >= NOTABLE else 0.0)


def _reason(query: Query, corpus: Corpus, engine: Engine, graded: Graded) -> NoMatch | None:
    best = graded.grades[0] if graded.grades else Grade.NONE
    if best in (Grade.STRONG, Grade.FAIR):
        return None
    title, whole = query.parts.get(TITLE, ""), query.whole
    words = cut_words(whole, engine.segmenter)
    found = key_words(words, corpus)
    about = named_often(cut_words(title, engine.segmenter), words)
    written = surfaces(words, whole)
    lonely = uncovered([term for term in about if term in found], corpus)
    facts = NeedFacts(
        title=title,
        text=whole.removeprefix(title),
        key_terms=found,
        uncovered=[written.get(term, term) for term in lonely],
        best=best,
        object_named=names_object(title, engine.segmenter),
    )
    return explain_no_match(facts)


class _Clock:
    """Seconds between laps, by name."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._last = timer()
        self.seconds: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = self._timer()
        self.seconds[name] = now - self._last
        self._last = now
