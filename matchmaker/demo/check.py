"""How well the suggestions agree with the demo data's partners: figures for a reader, not a benchmark."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.scene import SOURCE
from matchmaker.models import Need, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, SuggestionState

TOP = 5
# A need that is told no more than this was told honestly that nobody really fits.
NO_MATCH = (Grade.NONE, Grade.WEAK)


@dataclass(frozen=True)
class Agreement:
    """Sums over the open needs of the demo that were matched.

    `hits` are partners among the first TOP suggestions of their kind (experts and achievements apart), `shown` the
    suggestions graded strong or fair there, `right` those of them that are partners, `first_right` needs whose very
    first one is, `wanted` all partners. `grades` counts needs by (has a partner, best grade).
    """

    needs: int
    wanted: int
    hits: int
    shown: int
    right: int
    first_right: int
    with_partner: int
    grades: Mapping[tuple[bool, Grade], int]

    @property
    def precision(self) -> float:
        """Of the suggestions shown as strong or fair, how many are partners."""
        return self.right / self.shown if self.shown else 0.0

    @property
    def recall(self) -> float:
        """Of all partners, how many are among the first TOP of their kind."""
        return self.hits / self.wanted if self.wanted else 0.0

    def told_no_match(self, has_partner: bool) -> float:
        """Of the needs with (or without) a partner, how many were told that nobody but weak relations was found."""
        total = sum(count for (partner, _), count in self.grades.items() if partner is has_partner)
        told = sum(
            count for (partner, grade), count in self.grades.items() if partner is has_partner and grade in NO_MATCH
        )
        return told / total if total else 0.0


def check_suggestions(session: Session, data: DemoData) -> Agreement:
    """Compare the stored suggestions of open needs with the data's partners; needs not matched yet are left out."""
    rows = {row["key"]: row for row in data.rows("need")}
    open_needs = select(Need).where(Need.source == SOURCE, Need.state.in_(MATCHED_STATES), Need.assessed_at.isnot(None))
    needs = {need.id: (rows[str(need.external_id)], need) for need in session.scalars(open_needs)}
    suggested = _by_need(session, list(needs))
    counted = [_of_need(row, suggested[key]) for key, (row, _) in needs.items()]
    grades: dict[tuple[bool, Grade], int] = defaultdict(int)
    for row, need in needs.values():
        grades[bool(row["partners"]), Grade(need.grade or Grade.NONE)] += 1
    wanted, hits, shown, right, first = (sum(column) for column in zip(*counted, strict=True)) if counted else [0] * 5
    with_partner = sum(bool(row["partners"]) for row, _ in needs.values())
    return Agreement(len(needs), wanted, hits, shown, right, first, with_partner, dict(grades))


def _of_need(row: Row, suggestions: Sequence[tuple[str, Grade]]) -> tuple[int, int, int, int, int]:
    """Of one need: partners, partners found, shown as strong or fair, of those partners, whether the first is one."""
    partners = set(row["partners"])
    good = [key for key, grade in suggestions if grade not in NO_MATCH]
    keys = {key for key, _ in suggestions}
    first = bool(good) and good[0] in partners
    return len(partners), len(partners & keys), len(good), sum(key in partners for key in good), int(first)


def _by_need(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, Grade]]]:
    """The first TOP experts and achievements of each need as keys of the data with their grades, best first."""
    query = (
        select(Suggestion)
        .where(Suggestion.need_id.in_(ids), Suggestion.state != SuggestionState.OUTDATED)
        .options(joinedload(Suggestion.expert), joinedload(Suggestion.achievement))
        .order_by(Suggestion.score.desc(), Suggestion.id)
    )
    found: dict[int, list[tuple[str, Grade]]] = defaultdict(list)
    places: Counter[tuple[int, bool]] = Counter()
    for row in session.scalars(query):
        candidate = row.expert or row.achievement
        if candidate is None or row.need_id is None:
            continue
        kind = (row.need_id, row.expert_id is None)
        places[kind] += 1
        if places[kind] <= TOP and candidate.external_id is not None:
            found[row.need_id].append((candidate.external_id, row.grade))
    return found
