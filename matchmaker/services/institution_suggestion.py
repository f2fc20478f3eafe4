"""Institutions for an enterprise (推荐院校): which universities and institutes could serve its needs as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Achievement, Expert, MatchRun, Need, Organization, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, SuggestionState
from matchmaker.services.suggestion import retire_suggestion
from matchmaker.services.work import Work

PER_ENTERPRISE = 5
# Only these count: ten weak relations do not make one strong one.
COUNTED = (Grade.STRONG, Grade.FAIR)
IN_PLAY = (SuggestionState.SUGGESTED, SuggestionState.HELD, SuggestionState.ACCEPTED)


@dataclass
class Tie:
    """What ties an institution to an enterprise: for each need the suggestion with the highest probability."""

    best: dict[int, Suggestion] = field(default_factory=dict)

    def add(self, row: Suggestion) -> None:
        """Keep the row if it is the best for its need."""
        assert row.need_id is not None
        known = self.best.get(row.need_id)
        if known is None or row.score > known.score:
            self.best[row.need_id] = row

    @property
    def expected(self) -> float:
        """How many of the enterprise's needs the institution could serve: probabilities summed over distinct needs."""
        return sum(row.score for row in self.best.values())

    @property
    def grade(self) -> Grade:
        """The best grade of any need."""
        return min((row.grade for row in self.best.values()), key=COUNTED.index)


def suggest_institutions(*, work: Work, enterprise: Organization, run: MatchRun) -> list[Suggestion]:
    """Store the institutions whose experts and achievements fit the enterprise's needs, from the needs' suggestions.

    `score` is the expected number of needs served; `evidence` lists each need's best suggestion by reference.
    """
    ties = _ties(work.session, enterprise)
    ranked = sorted(ties.items(), key=lambda item: (-item[1].expected, item[0]))[:PER_ENTERPRISE]
    query = select(Suggestion).where(Suggestion.enterprise_id == enterprise.id)
    present = {row.institution_id: row for row in work.session.scalars(query)}
    kept = []
    for rank, (institution_id, tie) in enumerate(ranked, start=1):
        row = present.pop(institution_id, None) or _new(work, enterprise, institution_id)
        if row.state in (None, SuggestionState.SUGGESTED, SuggestionState.OUTDATED):
            _write(work, row, run, rank, tie)
        kept.append(row)
    for row in present.values():
        retire_suggestion(work=work, suggestion=row)
    work.session.flush()
    return kept


def _ties(session: Session, enterprise: Organization) -> dict[int, Tie]:
    ties: dict[int, Tie] = {}
    for row in _rows(session, enterprise):
        candidate = row.expert or row.achievement
        if candidate is not None and candidate.institution_id not in (None, enterprise.id):
            ties.setdefault(candidate.institution_id, Tie()).add(row)
    return ties


def _rows(session: Session, enterprise: Organization) -> Iterable[Suggestion]:
    institution = func.coalesce(Expert.institution_id, Achievement.institution_id)
    query = (
        select(Suggestion)
        .join(Need, Suggestion.need_id == Need.id)
        .outerjoin(Expert, Suggestion.expert_id == Expert.id)
        .outerjoin(Achievement, Suggestion.achievement_id == Achievement.id)
        .where(Need.organization_id == enterprise.id, Need.state.in_(MATCHED_STATES), institution.isnot(None))
        .where(Suggestion.grade.in_(COUNTED), Suggestion.state.in_(IN_PLAY))
        .options(joinedload(Suggestion.expert), joinedload(Suggestion.achievement), joinedload(Suggestion.need))
        .order_by(Suggestion.id)
    )
    return session.scalars(query)


def _new(work: Work, enterprise: Organization, institution_id: int) -> Suggestion:
    row = Suggestion(
        ref=work.new_ref(),
        enterprise_id=enterprise.id,
        institution_id=institution_id,
        created_at=work.now(),
        updated_at=work.now(),
    )
    work.session.add(row)
    return row


def _write(work: Work, row: Suggestion, run: MatchRun, rank: int, tie: Tie) -> None:
    best = sorted(tie.best.values(), key=lambda found: -found.score)
    row.run, row.rank, row.grade, row.score = run, rank, tie.grade, tie.expected
    row.parts = {"needs": len(best), "expected": round(tie.expected, 4)}
    row.evidence = {"suggestions": [found.ref for found in best]}
    row.state, row.updated_at = SuggestionState.SUGGESTED, work.now()
