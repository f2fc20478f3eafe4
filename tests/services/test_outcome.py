"""Outcomes: traced to what began them, checked, in scope, and told apart from what is older than the contact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput, NotFound
from matchmaker.models import Event, Need, Outcome, Suggestion
from matchmaker.models.codes import NeedState, Role, Verdict
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.outcome import NewOutcome, edit_outcome, get_outcome, outcomes_query, record_outcome
from matchmaker.services.pairing import NewPairing, record_pairing
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Actor, Work
from tests.services.test_campaign import a_campaign
from tests.services.test_visit import an_institution
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World

TODAY = date(2026, 11, 24)


def an_accepted_suggestion(work: Work) -> Suggestion:
    need = a_need(work, an_enterprise(work), state=NeedState.VERIFIED)
    suggestion = a_suggestion(work, need, an_expert(work))
    decide_suggestion(work=work, suggestion=suggestion, new=NewDecision(Verdict.ACCEPT))
    return suggestion


def contract(**values: Any) -> NewOutcome:
    return NewOutcome(**{"level": "contract", "contract_kind": "development", "amount": Decimal(45)} | values)


def test_a_result_is_traced_to_need_expert_and_round_by_its_suggestion_alone(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, running=True)
        suggestion = an_accepted_suggestion(work)
        outcome = record_outcome(work=work, new=contract(suggestion=suggestion, signed_on=TODAY))
    with database.read() as session:
        stored = session.get_one(Outcome, outcome.id)
        assert (stored.need_id, stored.expert_id, stored.suggestion_id, stored.campaign_id) == (
            suggestion.need_id, suggestion.expert_id, suggestion.id, campaign.id,
        )  # fmt: skip
        assert (stored.amount, stored.amount_received, stored.older_than_contact) == (Decimal(45), None, False)
        need = session.get_one(Need, suggestion.need_id)
        assert need.state is NeedState.IN_CONTACT
        event = session.scalars(select(Event).where(Event.action == "outcome.record")).one()
        assert event.after == {
            "level": "contract", "contract_kind": "development", "amount": "45", "need": need.ref,
        }  # fmt: skip
        assert (event.county_code, event.organization_ref) == (TAISHAN, need.organization.ref)


def test_an_accepted_suggestion_of_the_pair_is_found_and_one_that_was_not_accepted_is_not(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        accepted = an_accepted_suggestion(work)
        other = a_suggestion(work, accepted.need, an_expert(work, "赵示例"))
        outcomes = [
            record_outcome(work=work, new=contract(need=accepted.need, expert=expert))
            for expert in (accepted.expert, other.expert)
        ]
        assert [outcome.suggestion_id for outcome in outcomes] == [accepted.id, None]


@pytest.mark.parametrize(
    ("signed_on", "told", "older"),
    [
        (TODAY, None, False),
        (date(2026, 11, 23), None, True),
        (None, None, False),
        (TODAY, True, True),
        (date(2026, 11, 23), False, False),
    ],
)
def test_what_was_signed_before_the_first_contact_is_not_the_services_success(
    sqlite_database: Database, world: World, signed_on: date | None, told: bool | None, older: bool
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        new = contract(suggestion=an_accepted_suggestion(work), signed_on=signed_on, older_than_contact=told)
        assert record_outcome(work=work, new=new).older_than_contact is older


def test_a_visit_and_a_pairing_are_beginnings_too(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign, enterprise, expert = a_campaign(work), an_enterprise(work), an_expert(work)
        visit = record_visit(work=work, campaign=campaign, new=NewVisit(expert, enterprise, TODAY))
        signed = NewPairing(an_institution(work), TODAY, "长期合作", enterprise)
        pairing = record_pairing(work=work, campaign=campaign, new=signed)
        deputy = record_outcome(work=work, new=NewOutcome("agreement", visit=visit, vice_president=True))
        platform = record_outcome(work=work, new=NewOutcome("agreement", pairing=pairing, joint_platform=True))
        assert (deputy.campaign_id, deputy.expert_id, deputy.need_id) == (campaign.id, expert.id, None)
        assert (platform.campaign_id, platform.expert_id) == (campaign.id, None)


def test_a_paid_contract_counts_as_paid_in_full_unless_told(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        suggestion = an_accepted_suggestion(work)
        whole = record_outcome(work=work, new=contract(level="paid", suggestion=suggestion))
        part = record_outcome(work=work, new=contract(level="paid", suggestion=suggestion, amount_received=Decimal(20)))
        assert (whole.amount_received, part.amount_received) == (Decimal(45), Decimal(20))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"contract_kind": None}, "contract_kind"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal(10) ** 9}, "amount"),
        ({"amount_received": Decimal(46)}, "amount_received"),
        ({"amount": None, "amount_received": Decimal(1)}, "amount_received"),
        ({"signed_on": date(2026, 11, 25)}, "signed_on"),
        ({"evidence_sha256": "abc"}, "evidence_sha256"),
        ({"registration_number": "9" * 65}, "registration_number"),
        ({"suggestion": None}, "need"),
    ],
)
def test_what_does_not_fit_is_named(
    sqlite_database: Database, world: World, values: dict[str, Any], field: str
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        given = {"suggestion": an_accepted_suggestion(work)} | values
        with pytest.raises(InvalidInput) as caught:
            record_outcome(work=work, new=contract(**given))
    assert caught.value.params["field"] == field


@pytest.mark.parametrize("values", [{"level": "handshake"}, {"contract_kind": "barter"}])
def test_codes_are_of_their_lists(sqlite_database: Database, world: World, values: dict[str, Any]) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        with pytest.raises(UnknownCode):
            record_outcome(work=work, new=contract(suggestion=an_accepted_suggestion(work), **values))


def test_an_intent_becomes_a_paid_contract_with_a_trace(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        outcome = record_outcome(work=work, new=NewOutcome("intent", suggestion=an_accepted_suggestion(work)))
        seen = outcome.version
        values = {"level": "paid", "contract_kind": "licence", "amount": Decimal("30.5"), "registration_number": " 7 "}
        edit_outcome(work=work, outcome=outcome, values=values, why="款项到账", version=seen)
        with pytest.raises(Conflicting):
            edit_outcome(work=work, outcome=outcome, values={"note": "晚了"}, version=seen)
        with pytest.raises(InvalidInput):
            edit_outcome(work=work, outcome=outcome, values={"contract_kind": None})
        with pytest.raises(InvalidInput):
            edit_outcome(work=work, outcome=outcome, values={"need_id": 1})
    with database.read() as session:
        stored = session.get_one(Outcome, outcome.id)
        assert (stored.level, stored.amount, stored.amount_received, stored.registration_number) == (
            "paid", Decimal("30.50"), Decimal("30.50"), "7",
        )  # fmt: skip
        event = session.scalars(select(Event).where(Event.action == "outcome.edit")).one()
        assert (event.before["level"], event.after["level"], event.why) == ("intent", "paid", "款项到账")


def test_everybody_sees_the_results_of_their_own_needs_only(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        here, there = an_enterprise(work, "甲示例公司"), an_enterprise(work, "乙示例公司", XINTAI)
        campaign, expert = a_campaign(work), an_expert(work)
        rows = {}
        for name, enterprise in (("here", here), ("there", there)):
            need = a_need(work, enterprise, state=NeedState.VERIFIED)
            rows[name] = record_outcome(work=work, new=contract(need=need, expert=expert))
            visit = record_visit(work=work, campaign=campaign, new=NewVisit(expert, enterprise, TODAY))
            rows[f"{name}:visit"] = record_outcome(work=work, new=NewOutcome("intent", visit=visit))
        actors = {
            "city": a_user(work, Role.CITY, "city"),
            "auditor": a_user(work, Role.AUDITOR, "auditor"),
            "xintai": a_user(work, Role.COUNTY, "xintai", county_code=XINTAI),
            "enterprise": a_user(work, Role.ENTERPRISE, "enterprise", organization_id=here.id),
            "liaison": a_user(work, Role.LIAISON, "liaison", organization_id=an_institution(work).id),
            "client": Actor("client", "c", "c", scopes=frozenset({"outcomes:read", "needs:read"})),
            "narrow client": Actor("client", "c", "c", scopes=frozenset({"needs:read"})),
            "nobody": Actor("anonymous", "-", "anonymous"),
        }
        seen = {
            name: {
                key
                for key, row in rows.items()
                if row in session.scalars(outcomes_query(work=work.as_actor(actor))).all()
            }
            for name, actor in actors.items()
        }
        everything = set(rows)
        assert seen == {
            "city": everything, "auditor": everything, "client": everything, "narrow client": set(), "nobody": set(),
            "xintai": {"there", "there:visit"}, "enterprise": {"here", "here:visit"}, "liaison": set(),
        }  # fmt: skip
        assert get_outcome(work=work.as_actor(actors["xintai"]), ref=rows["there"].ref) == rows["there"]
        with pytest.raises(NotFound):
            get_outcome(work=work.as_actor(actors["xintai"]), ref=rows["here"].ref)


def test_lists_by_round_need_and_contract(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work, running=True)
        suggestion = an_accepted_suggestion(work)
        intent = record_outcome(work=work, new=NewOutcome("intent", suggestion=suggestion))
        signed = record_outcome(work=work, new=contract(suggestion=suggestion))
        assert session.scalars(outcomes_query(work=work, campaign=campaign)).all() == [signed, intent]
        assert session.scalars(outcomes_query(work=work, need=suggestion.need, contracts=True)).all() == [signed]
        assert session.scalars(outcomes_query(work=work, campaign=a_campaign(work, 5))).all() == []


def test_only_organizers_and_clients_with_the_scope_record(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        suggestion = an_accepted_suggestion(work)
        enterprise = a_user(work, Role.ENTERPRISE, "enterprise", organization_id=suggestion.need.organization_id)
        for actor in (enterprise, a_user(work, Role.AUDITOR, "auditor"), Actor("client", "c", "c")):
            with pytest.raises(Forbidden):
                record_outcome(work=work.as_actor(actor), new=contract(suggestion=suggestion))
