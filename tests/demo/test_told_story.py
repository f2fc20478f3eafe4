"""What stands in the database when the demo's story is told: the data's records, states, results and figures."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import phonenumbers
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from matchmaker.database import Database
from matchmaker.demo.accounts import DEMO_PASSWORD, demo_accounts
from matchmaker.demo.data import demo_data
from matchmaker.demo.need_ends import CHECK_BACK_DAYS
from matchmaker.demo.scene import SOURCE
from matchmaker.demo.story import story
from matchmaker.models import (
    Achievement,
    Affiliation,
    Campaign,
    Conflict,
    Contact,
    Event,
    Expert,
    Feedback,
    FollowUp,
    Job,
    Need,
    Organization,
    Outcome,
    Suggestion,
    User,
    Visit,
)
from matchmaker.models.codes import ExpertState, NeedState, SuggestionState, Verdict
from matchmaker.services.audit import verify_chain
from matchmaker.services.campaign_figures import COUNTS, campaign_figures
from matchmaker.services.campaign_progress import round_progress
from matchmaker.services.classification import codes_of
from matchmaker.services.password import check_password, password_matches
from matchmaker.services.sign_in import attempt_sign_in
from matchmaker.services.user_session import Step
from matchmaker.services.work import TAIAN
from tests.demo.stage import NOW, copy_of
from tests.support.accounts import OFFICE, RULES, works_of
from tests.support.world import World

pytestmark = pytest.mark.xdist_group("demo")
DATA = demo_data()


def by_key(session: Session, kind: Any) -> dict[str, Any]:
    return {row.external_id: row for row in session.scalars(select(kind).where(kind.source == SOURCE))}


def test_every_row_of_the_data_is_stored_once(told: Database) -> None:
    with told.read() as session:
        for kind, tables in (
            (Organization, ("institution", "enterprise")),
            (Expert, ("expert",)),
            (Achievement, ("achievement",)),
            (Need, ("need",)),
            (Campaign, ("round",)),
        ):
            keys = {row["key"] for table in tables for row in DATA.rows(table)}
            assert set(by_key(session, kind)) == keys
            assert session.scalar(select(func.count()).select_from(kind)) == len(keys)
        assert session.scalar(select(func.count()).select_from(User)) == len(DATA.rows("account"))
        assert session.scalar(select(func.count()).select_from(Visit)) == len(DATA.rows("visit"))


def test_needs_have_their_state_result_way_and_texts(told: Database) -> None:
    with told.read() as session:
        stored = by_key(session, Need)
        rounds = {row.number - 2: row.id for row in session.scalars(select(Campaign))}
        for row in DATA.rows("need"):
            need = stored[row["key"]]
            assert (need.state.value, need.result and need.result.value) == (row["state"], row.get("result")), row[
                "key"
            ]
            assert (need.title, need.problem, need.goal) == (row["title"], row["problem"].strip(), row["goal"].strip())
            assert need.campaign_id == rounds[row["round"]], row["key"]
            assert need.created_at.astimezone(TAIAN).date() == row["posted"]
            assert need.confidentiality.value == row["confidentiality"]
            assert len(codes_of(need, "fields_form12")) == len(row["fields"])
            assert (need.funds_text or "") == row["funds"]
        nitration = stored["a-need-ch-mixed-salt"]
        assert (nitration.funds_low, nitration.funds_high, nitration.cooperation_mode) == (100, 200, "joint")
        assert (nitration.window_from, nitration.window_to) == (date(2026, 7, 1), date(2027, 7, 31))


def test_nobody_outside_reads_what_a_confidential_need_keeps_to_itself(told: Database) -> None:
    with told.read() as session:
        for key, need in by_key(session, Need).items():
            row = DATA.by_key[key]
            if row["confidentiality"] == "public":
                continue
            shown = (need.public_title, need.public_text)
            assert row["problem"] not in shown, key
            if row["confidentiality"] == "confidential":
                assert shown == (row["public_title"], row["public_text"])
                assert need.public_approved_at is not None


def test_experts_rest_retire_and_withdraw_and_ties_are_declared(told: Database) -> None:
    with told.read() as session:
        stored = by_key(session, Expert)
        states = {key: row.state for key, row in stored.items() if row.state is not ExpertState.ACTIVE}
        stale = {
            row["key"]: ExpertState.RESTING
            for row in DATA.rows("expert")
            if row["status"] == "active" and row["updated"] < date(2024, 11, 2)
        }
        gone = {"retired": ExpertState.RETIRED, "no_consent": ExpertState.WITHDRAWN}
        left = {row["key"]: gone[row["status"]] for row in DATA.rows("expert") if row["status"] in gone}
        assert states == stale | left
        assert len(stale) >= 3
        assert {row.profile_updated_on for row in stored.values()} == {row["updated"] for row in DATA.rows("expert")}
        kinds = Counter(session.scalars(select(Conflict.kind)))
        assert kinds == {"cooperating": len(DATA.pairs("cooperating")), "declared": len(DATA.pairs("conflicts"))}
        assert session.scalar(select(func.count()).select_from(Affiliation)) == 2
        assert all(len(codes_of(row, "disciplines")) == 1 for row in stored.values())


def test_the_closed_rounds_figures_are_those_of_its_records(told: Database, world: World) -> None:
    (closed,) = (row for row in DATA.rows("round") if row["state"] == "closed")
    with told.read() as session:
        campaign = by_key(session, Campaign)[closed["key"]]
        work = world.work(session)
        figures = {
            one.code: float(one.value) for one in campaign_figures(work=work, campaign=campaign, codes=tuple(COUNTS))
        }
        told_figures = {row["code"]: row["count"] for row in closed["results"]}
        assert {code: value for code, value in told_figures.items() if figures.get(code, value) != value} == {}
        assert len(set(figures) & set(told_figures)) >= 12
        counties = {row.place: row.posted for row in round_progress(work=work, campaign=campaign).counties}
        assert counties == closed["county_results"]


def test_results_are_traced_to_the_suggestion_and_the_visit_they_began_with(told: Database) -> None:
    with told.read() as session:
        stored = by_key(session, Outcome)
        solved = [row for row in DATA.rows("need") if "outcome" in row]
        assert len(solved) == 25
        for row in solved:
            outcome = stored[row["key"]]
            suggestion = session.get_one(Suggestion, outcome.suggestion_id)
            visit = session.get_one(Visit, outcome.visit_id)
            assert suggestion.state is SuggestionState.ACCEPTED
            assert suggestion.expert.external_id == row["outcome"]["expert"]
            assert suggestion.created_at < suggestion.decided_at
            assert suggestion.decided_at.astimezone(TAIAN).date() <= visit.on_date < outcome.signed_on
            assert suggestion.need.closed_at.astimezone(TAIAN).date() > outcome.signed_on
            assert float(outcome.amount) == row["outcome"]["amount_wan"]
            assert not outcome.older_than_contact


def test_organizers_decided_as_the_data_say(told: Database) -> None:
    wanted = {Verdict.ACCEPT: SuggestionState.ACCEPTED, Verdict.HOLD: SuggestionState.HELD}
    with told.read() as session:
        query = select(Suggestion).where(Suggestion.decided_at.isnot(None))
        decided = session.scalars(query).all()
        assert {row.state for row in decided} == {*wanted.values(), SuggestionState.REJECTED}
        for row in decided:
            partners = DATA.by_key[row.need.external_id]["partners"]
            key = (row.expert or row.achievement).external_id
            if row.state is not SuggestionState.REJECTED:
                visited = any(
                    (visit["expert"], [row.need.external_id]) == (key, visit["needs"]) for visit in DATA.rows("visit")
                )
                assert key in partners or visited
            else:
                together = [DATA.by_key[row.need.external_id]["enterprise"], DATA.by_key[key].get("owner", key)]
                assert key not in partners or together in DATA.pairs("cooperating")
                assert row.decisions[-1].reason_code
        waiting = select(func.count()).select_from(Suggestion).join(Need)
        waiting = waiting.where(
            Suggestion.decided_at.is_(None), Need.state.in_((NeedState.VERIFIED, NeedState.PUBLISHED))
        )
        assert session.scalar(waiting) >= 100


def test_every_act_left_its_mark_in_a_log_that_verifies_and_runs_forward(told: Database) -> None:
    with told.read() as session:
        assert verify_chain(session) == session.scalar(select(func.count()).select_from(Event))
        moments = session.scalars(select(Event.at).order_by(Event.id)).all()
        assert moments == sorted(moments)
        marks = set(session.scalars(select(Event.request_id)))
        assert marks == {act.key for act in story(DATA)}
        officers = set(session.scalars(select(Event.actor_name).where(Event.action == "need.verify")))
        assert len(officers) >= 3


def test_nobody_can_be_reached_by_what_is_stored(told: Database) -> None:
    with told.read() as session:
        contacts = session.scalars(select(Contact)).all()
        numbers = [contact.mobile for contact in contacts]
        numbers += [*session.scalars(select(User.mobile)), *session.scalars(select(Need.contact_mobile))]
        assert len({contact.mobile for contact in contacts}) == len(contacts)
        parsed = [phonenumbers.parse(number, "CN") for number in numbers]
        assert [number for number in parsed if phonenumbers.is_valid_number(number)] == []
        assert {contact.email.partition(".")[2].rpartition(".")[2] for contact in contacts if contact.email} == {
            "example"
        }
        for organization in session.scalars(select(Organization)):
            verified = DATA.by_key[organization.external_id].get("verified", False)
            assert organization.verified is verified
            if verified:
                assert uscc.is_valid(organization.uscc)
                assert organization.uscc.startswith("00999999")


def test_open_and_overdue_tasks_and_ratings_are_there(told: Database) -> None:
    with told.read() as session:
        tasks = session.scalars(select(FollowUp)).all()
        overdue = [task for task in tasks if task.done_on is None and task.due_on < NOW.date()]
        assert len(tasks) == 25 + sum(row["state"] == "in_contact" for row in DATA.rows("need"))
        assert 0 < len(overdue) < len(tasks)
        assert CHECK_BACK_DAYS == 90
        sides = Counter(session.scalars(select(Feedback.side)))
        assert sides == {"enterprise": len(DATA.rows("visit")), "expert": len(DATA.rows("visit"))}


def test_background_work_is_asked_for(told: Database) -> None:
    with told.read() as session:
        kinds = set(session.scalars(select(Job.kind)))
        assert {"encode", "suggest_all"} <= kinds
        assert session.scalar(select(func.max(Job.due_at))) < NOW


@pytest.mark.parametrize("account", demo_accounts(DATA), ids=lambda account: account.username)
def test_every_account_signs_in_without_a_second_factor_and_without_a_new_password(
    told_file: Any, tmp_path: Any, world: World, account: Any
) -> None:
    check_password(DEMO_PASSWORD, username=account.username)
    database = copy_of(told_file, tmp_path)
    signed = attempt_sign_in(
        works=works_of(database, world), name=account.username, password=DEMO_PASSWORD, origin=OFFICE, rules=RULES
    )
    with database.read() as session:
        user = session.scalars(select(User).where(User.username == account.username)).one()
        assert (user.role, user.must_change_password) == (account.role, False)
        assert password_matches(user.password_hash, DEMO_PASSWORD)
        assert (signed.user_ref, signed.step) == (user.ref, Step.NONE)
    database.dispose()
