"""Decisions: accept, reject with a reason, hold, undo; two organizers at once; own interests."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput
from matchmaker.models import Decision, Event, Need, Suggestion
from matchmaker.models.codes import NeedState, Role, SuggestionState, Verdict
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.expert import declare_conflict
from tests.support.builders import a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World


@pytest.fixture
def suggestion(database: Database, world: World) -> Suggestion:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), state=NeedState.VERIFIED)
        return a_suggestion(work, need, an_expert(work))


def decide(database: Database, world: World, suggestion: Suggestion, **values: object) -> Decision:
    with database.write() as session:
        actor = a_user(world.work(session), Role.CITY, f"city{world.random.random()}")
        row = session.get_one(Suggestion, suggestion.id)
        return decide_suggestion(work=world.work(session, actor), suggestion=row, new=NewDecision(**values))  # type: ignore[arg-type]


def state(database: Database, suggestion: Suggestion) -> SuggestionState:
    with database.read() as session:
        return session.get_one(Suggestion, suggestion.id).state


def test_accepting_moves_the_need_along_and_is_traced(database: Database, world: World, suggestion: Suggestion) -> None:
    decision = decide(database, world, suggestion, verdict=Verdict.ACCEPT)
    assert state(database, suggestion) is SuggestionState.ACCEPTED
    assert (decision.grade, decision.score) == (suggestion.grade, suggestion.score)
    with database.read() as session:
        assert session.scalars(select(Need.state)).one() is NeedState.MATCHING
        event = session.scalars(select(Event).where(Event.action == "suggestion.accept")).one()
        assert (event.before, event.after) == ({"state": "suggested"}, {"state": "accepted", "reason": None})
        assert event.organization_ref == session.scalars(select(Need)).one().organization.ref


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, InvalidInput),
        ({"reason_code": "other"}, InvalidInput),
        ({"reason_code": "no such reason"}, UnknownCode),
    ],
)
def test_rejecting_needs_a_reason_from_the_list(
    database: Database, world: World, suggestion: Suggestion, values: dict, error: type[Exception]
) -> None:
    with pytest.raises(error):
        decide(database, world, suggestion, verdict=Verdict.REJECT, **values)
    assert state(database, suggestion) is SuggestionState.SUGGESTED


def test_undo_goes_back_step_by_step(database: Database, world: World, suggestion: Suggestion) -> None:
    decide(database, world, suggestion, verdict=Verdict.HOLD)
    decide(database, world, suggestion, verdict=Verdict.REJECT, reason_code="field_mismatch")
    decide(database, world, suggestion, verdict=Verdict.UNDO)
    assert state(database, suggestion) is SuggestionState.HELD
    decide(database, world, suggestion, verdict=Verdict.UNDO)
    assert state(database, suggestion) is SuggestionState.SUGGESTED
    with pytest.raises(InvalidInput):
        decide(database, world, suggestion, verdict=Verdict.UNDO)
    decide(database, world, suggestion, verdict=Verdict.ACCEPT)
    decide(database, world, suggestion, verdict=Verdict.UNDO)
    assert state(database, suggestion) is SuggestionState.SUGGESTED
    with database.read() as session:
        assert len(session.scalars(select(Decision)).all()) == 6


def test_the_second_of_two_organizers_is_told(database: Database, world: World, suggestion: Suggestion) -> None:
    seen = suggestion.version
    decide(database, world, suggestion, verdict=Verdict.ACCEPT, expected_version=seen)
    with pytest.raises(Conflicting):
        decide(database, world, suggestion, verdict=Verdict.HOLD, expected_version=seen)
    assert state(database, suggestion) is SuggestionState.ACCEPTED


def test_nobody_decides_on_a_relation_of_their_own(database: Database, world: World, suggestion: Suggestion) -> None:
    with database.write() as session:
        work = world.work(session)
        row = session.get_one(Suggestion, suggestion.id)
        bureau = an_enterprise(work, "示例科技局")
        declare_conflict(work=work, expert=row.expert, organization=bureau, kind="declared", note="兼职")
        involved = a_user(work, Role.COUNTY, "c1", county_code="370902", organization_id=row.need.organization_id)
        related = a_user(work, Role.COUNTY, "c2", county_code="370902", organization_id=bureau.id)
        session.flush()
        for actor in (involved, related):
            with pytest.raises(Forbidden):
                decide_suggestion(work=work.as_actor(actor), suggestion=row, new=NewDecision(verdict=Verdict.ACCEPT))


def test_an_auditor_decides_nothing(database: Database, world: World, suggestion: Suggestion) -> None:
    with database.write() as session:
        auditor = a_user(world.work(session), Role.AUDITOR, "a")
        row = session.get_one(Suggestion, suggestion.id)
        with pytest.raises(Forbidden):
            decide_suggestion(
                work=world.work(session, auditor), suggestion=row, new=NewDecision(verdict=Verdict.ACCEPT)
            )
