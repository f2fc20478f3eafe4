"""What a report says, as values: figures, baselines, calibration, precision by grade, and pairs that went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation import metrics
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.summary import Figure, grade_figures, scoring_figures
from matchmaker.matching.grades import Grade
from matchmaker.ranking.corpus import Candidate

Floats = NDArray[np.float64]
OURS = "this service"
# Pairs shown of each kind of error, one of a need at most.
SHOWN = 10
_COMPARED = ("nDCG@10", "AUC(level>=3)")


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of neighbouring probabilities: mean said, share seen to be relevant with its interval, count."""

    said: float
    seen: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class GradeRow:
    """Pairs of a grade, and how many of them have each level 1 to 4; `precision` is the share of level 3 or 4."""

    grade: Grade
    precision: Figure
    levels: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A pair whose probability is far from what people said of it."""

    need: str
    candidate: str
    probability: float
    grade: Grade
    level: float


@dataclass(frozen=True)
class Contents:
    """Everything a report shows.

    facts       name and value of what was measured with what
    compared    by measure: the figure of each scorer, this service last
    overrated   level 1, highest probabilities; `underrated` level 4, lowest
    """

    facts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    compared: Mapping[str, tuple[tuple[str, Figure], ...]]
    bins: tuple[Bin, ...]
    grades: tuple[GradeRow, ...]
    overrated: tuple[Wrong, ...]
    underrated: tuple[Wrong, ...]


def gather(
    *,
    facts: Sequence[tuple[str, str]],
    queries: Sequence[QueryRecord],
    candidates: Sequence[Candidate],
    pairs: Pairs,
    probabilities: Floats,
    grades: Sequence[Grade],
    baselines: Mapping[str, Floats],
) -> Contents:
    """From judged pairs with what this service and the baselines say of them, float64[n] each."""
    ours = scoring_figures(pairs.queries, pairs.levels, probabilities)
    scored = {name: scoring_figures(pairs.queries, pairs.levels, scores) for name, scores in baselines.items()}
    scored[OURS] = ours
    compared = {
        measure: tuple((name, next(f for f in figures if f.name == measure)) for name, figures in scored.items())
        for measure in _COMPARED
    }
    judged = np.flatnonzero(~np.isnan(pairs.levels))
    wrong = _Errors(queries, candidates, pairs, probabilities, grades)
    return Contents(
        facts=tuple(facts),
        figures=tuple(ours),
        compared=compared,
        bins=_bins(probabilities[judged], pairs.levels[judged] >= metrics.RELEVANT),
        grades=_grades(pairs, grades),
        overrated=wrong.worst(judged[pairs.levels[judged] <= 1.0], -1.0),
        underrated=wrong.worst(judged[pairs.levels[judged] >= 4.0], 1.0),
    )


def _bins(said: Floats, relevant: NDArray[np.bool_]) -> tuple[Bin, ...]:
    return tuple(
        Bin(mean, seen, *_wilson(seen, count), count) for mean, seen, count in metrics.calibration_bins(said, relevant)
    )


def _wilson(share: float, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); pairs of one need are alike, so the truth is a little wider."""
    z = 1.96
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * float(np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)))
    return max(0.0, centre - half), min(1.0, centre + half)


def _grades(pairs: Pairs, grades: Sequence[Grade]) -> tuple[GradeRow, ...]:
    figures = {figure.name: figure for figure in grade_figures(pairs.queries, pairs.levels, grades)}
    given = np.array([str(grade) for grade in grades])
    rows = []
    for grade in (Grade.STRONG, Grade.FAIR, Grade.WEAK):
        levels = pairs.levels[(given == str(grade)) & ~np.isnan(pairs.levels)]
        counts = [int(np.count_nonzero(np.clip(np.round(levels), 1, 4) == level)) for level in (1, 2, 3, 4)]
        rows.append(GradeRow(grade, figures[f"precision {grade}"], (counts[0], counts[1], counts[2], counts[3])))
    return tuple(rows)


@dataclass(frozen=True)
class _Errors:
    queries: Sequence[QueryRecord]
    candidates: Sequence[Candidate]
    pairs: Pairs
    probabilities: Floats
    grades: Sequence[Grade]

    def worst(self, rows: NDArray[np.int64], sign: float) -> tuple[Wrong, ...]:
        """The rows of lowest (sign 1) or highest (sign -1) probability, one of a need."""
        found: dict[int, Wrong] = {}
        for row in rows[np.argsort(sign * self.probabilities[rows], kind="stable")].tolist():
            need = int(self.pairs.queries[row])
            if need not in found and len(found) < SHOWN:
                found[need] = self._wrong(row)
        return tuple(found.values())

    def _wrong(self, row: int) -> Wrong:
        need = self.queries[int(self.pairs.queries[row])].need
        passages = self.candidates[int(self.pairs.candidates[row])].passages
        shown = need.title or " ".join(need.parts().values())
        return Wrong(
            need=shown,
            candidate=passages[0] if passages else "",
            probability=float(self.probabilities[row]),
            grade=self.grades[row],
            level=float(self.pairs.levels[row]),
        )
