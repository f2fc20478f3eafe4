"""Which school of an institution fits an enterprise or a chain best: where the experts are who fit its needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from matchmaker.models import Classification, Expert, Need, Suggestion
from matchmaker.models.codes import Grade, SuggestionState
from matchmaker.services.planning.pair_problem import CHAIN, Row
from matchmaker.services.work import Work

CHAINS = "chains"
USABLE = (SuggestionState.ACCEPTED, SuggestionState.SUGGESTED)


def schools_that_fit(*, work: Work, row: Row, institution_id: int) -> list[tuple[str, float]]:
    """(school, worth), the best first. A school is worth what its best expert for each need is, over all needs.

    Experts whose school nobody noted count for none; an enterprise without fitting experts there gets an empty list.
    """
    enterprises = _enterprises(work, row)
    query = (
        select(Suggestion.need_id, Expert.school, Suggestion.score)
        .join(Need, Need.id == Suggestion.need_id)
        .join(Expert, Expert.id == Suggestion.expert_id)
        .where(
            Need.organization_id.in_(enterprises),
            Expert.institution_id == institution_id,
            Expert.school.isnot(None),
            Suggestion.state.in_(USABLE),
            Suggestion.grade.in_((Grade.STRONG, Grade.FAIR)),
        )
    )
    best: dict[tuple[str, int], float] = defaultdict(float)
    for need, school, score in work.session.execute(query):
        if need is not None and school:
            best[school, need] = max(best[school, need], score)
    worth: dict[str, float] = defaultdict(float)
    for (school, _), score in best.items():
        worth[school] += score
    return sorted(worth.items(), key=lambda one: (-one[1], one[0]))


def best_school(*, work: Work, row: Row, institution_id: int, known: Collection[str] = ()) -> str | None:
    """The school that fits best, among those the institution named, where it named any."""
    fitting: Sequence[tuple[str, float]] = schools_that_fit(work=work, row=row, institution_id=institution_id)
    return next((school for school, _ in fitting if not known or school in known), None)


def _enterprises(work: Work, row: Row) -> list[int]:
    kind, key = row
    if kind != CHAIN:
        return [int(key)]
    members = select(Classification.organization_id).where(
        Classification.scheme == CHAINS, Classification.code == str(key), Classification.organization_id.isnot(None)
    )
    return [one for one in work.session.scalars(members) if one is not None]
