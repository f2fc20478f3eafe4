"""Institutions for an enterprise (推荐院校): which universities and institutes could serve its needs as a whole."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.models import MatchRun, Need, Organization, Suggestion
from matchmaker.models.codes import SuggestionState
from matchmaker.services.both_ways.relations import institution_of, relations
from matchmaker.services.both_ways.tie import Tie, tie_of
from matchmaker.services.suggestion import retire_suggestion
from matchmaker.services.work import Work

PER_ENTERPRISE = 5


def suggest_institutions(*, work: Work, enterprise: Organization, run: MatchRun) -> list[Suggestion]:
    """Store the institutions whose experts and achievements fit the enterprise's needs, from the needs' suggestions.

    `score` is the expected number of needs served; `evidence` lists the relations it rests on by reference, in which
    each need and each candidate comes once.
    """
    ties = _ties(work, enterprise)
    ranked = sorted(ties.items(), key=lambda item: (*item[1].order, item[0]))[:PER_ENTERPRISE]
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


def _ties(work: Work, enterprise: Organization) -> dict[int, Tie]:
    grouped: dict[int, list[Suggestion]] = {}
    for row in relations(work=work, where=Need.organization_id == enterprise.id):
        grouped.setdefault(institution_of(row).id, []).append(row)
    ties = {number: tie_of(rows) for number, rows in grouped.items()}
    return {number: tie for number, tie in ties.items() if tie is not None}


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
    parts = {"needs": len(tie.rows), "expected": round(tie.expected, 4)}
    evidence = {"suggestions": [found.ref for found in tie.rows]}
    stands = row.state is SuggestionState.SUGGESTED and row.rank == rank and row.grade is tie.grade
    if stands and row.parts == parts and row.evidence == evidence:
        return  # what an organizer has on the screen stays valid
    row.run, row.rank, row.grade, row.score = run, rank, tie.grade, tie.expected
    row.parts, row.evidence = parts, evidence
    row.state, row.updated_at = SuggestionState.SUGGESTED, work.now()
