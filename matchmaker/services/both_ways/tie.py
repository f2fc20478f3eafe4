"""What ties two bodies to each other: the relations between needs of one and candidates of the other, each once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from matchmaker.models import Suggestion
from matchmaker.models.codes import Grade

# Only these count: ten weak relations do not make one strong one.
COUNTED = (Grade.STRONG, Grade.FAIR)


@dataclass(frozen=True)
class Tie:
    """Relations of distinct needs and distinct candidates, the most probable first; never empty."""

    rows: tuple[Suggestion, ...]

    @property
    def expected(self) -> float:
        """How many needs would be served: calibrated probabilities summed over distinct needs and candidates."""
        return sum(row.score for row in self.rows)

    @property
    def grade(self) -> Grade:
        """The best grade of any of them."""
        return min((row.grade for row in self.rows), key=COUNTED.index)

    @property
    def order(self) -> tuple[int, float]:
        """To sort by, the closest first: no number of lesser relations outweighs one of a better grade."""
        return COUNTED.index(self.grade), -self.expected


def tie_of(rows: Iterable[Suggestion]) -> Tie | None:
    """The tie that these suggestions (need x expert or achievement) make; None where none of them counts."""
    counted = sorted((row for row in rows if row.grade in COUNTED), key=_most_probable_first)
    pairs = [(row.need_id, candidate_of(row)) for row in counted]
    chosen = tuple(counted[place] for place in once_each(pairs))
    return Tie(chosen) if chosen else None


def candidate_of(row: Suggestion) -> tuple[int | None, int | None]:
    """Who the candidate is. An achievement counts as the expert it belongs to, where that is known."""
    if row.achievement is not None and row.achievement.expert_id is not None:
        return row.achievement.expert_id, None
    return row.expert_id, row.achievement_id


def once_each(pairs: Sequence[tuple[Hashable, Hashable]]) -> list[int]:
    """Places of pairs in which nobody comes twice, on either side: greedily in the given order, the best first.

    What this loses against the best choice of all is at most half (Preis 1999, greedy matching by weight), and a
    reader can follow it.
    """
    left: set[Hashable] = set()
    right: set[Hashable] = set()
    chosen = []
    for place, (one, other) in enumerate(pairs):
        if one not in left and other not in right:
            chosen.append(place)
            left.add(one)
            right.add(other)
    return chosen


def _most_probable_first(row: Suggestion) -> tuple[int, float, int]:
    return COUNTED.index(row.grade), -row.score, row.id
