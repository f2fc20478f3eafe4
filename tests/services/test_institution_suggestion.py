"""Institutions for an enterprise: probabilities summed over distinct needs, weak relations left out."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import MatchRun, Organization, Suggestion
from matchmaker.models.codes import Grade, NeedState, OrganizationKind, SuggestionState
from matchmaker.services.institution_suggestion import suggest_institutions
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.work import Work
from tests.support.builders import a_need, a_suggestion, an_enterprise, an_expert
from tests.support.world import World


def a_university(work: Work, name: str) -> Organization:
    return create_organization(work=work, new=NewOrganization(kind=OrganizationKind.UNIVERSITY, name=name))


def test_one_strong_relation_beats_ten_weak_ones_and_each_need_counts_once(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        strong, weak = a_university(work, "示例甲大学"), a_university(work, "示例乙大学")
        needs = [a_need(work, enterprise, f"需求{number}", state=NeedState.VERIFIED) for number in range(2)]
        for number in range(2):  # two experts of one university for one need count once
            row = a_suggestion(work, needs[0], an_expert(work, name=f"甲{number}", institution=strong))
            row.score = 0.6 + number / 10
        for number in range(10):
            row = a_suggestion(work, needs[1], an_expert(work, name=f"乙{number}", institution=weak), Grade.WEAK)
            row.score = 0.15
        session.flush()
        found = suggest_institutions(work=work, enterprise=enterprise, run=session.scalars(select(MatchRun)).one())
        assert [(row.institution_id, row.score, row.grade) for row in found] == [(strong.id, 0.7, Grade.STRONG)]
        assert len(found[0].evidence["suggestions"]) == 1


def test_what_was_decided_stays_and_what_no_longer_holds_goes(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        need = a_need(work, enterprise, state=NeedState.VERIFIED)
        rows = [
            a_suggestion(work, need, an_expert(work, name=name, institution=a_university(work, f"示例{name}大学")))
            for name in "甲乙"
        ]
        run = session.scalars(select(MatchRun)).one()
        first, second = suggest_institutions(work=work, enterprise=enterprise, run=run)
        first.state = SuggestionState.ACCEPTED
        for row in rows:
            row.state = SuggestionState.REJECTED
        session.flush()
        assert suggest_institutions(work=work, enterprise=enterprise, run=run) == []
        remaining = session.scalars(select(Suggestion).where(Suggestion.enterprise_id == enterprise.id)).all()
        assert remaining == [first]
        assert second not in session
