"""意向摸底 in the demo: answers of every kind, some by each way, some missing; and a round that can be planned."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy import func, select

from matchmaker.database import Database
from matchmaker.demo.data import demo_data
from matchmaker.demo.willing import ANSWERS_UNTIL, LAST_ANSWER, answering, days_of, parties_to_ask
from matchmaker.models import Campaign, Event, Invitation, Participation, Willingness
from matchmaker.services.planning.candidates import candidates_of
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.standing import standing_of
from matchmaker.services.willingness_shares import willingness_shares
from matchmaker.services.work import SYSTEM, TAIAN, Work

DATA = demo_data()
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def work_of(session: object) -> Work:
    return Work(session=session, actor=SYSTEM, clock=lambda: MORNING, entropy=bytes)  # type: ignore[arg-type]


def running(work: Work) -> Campaign:
    return work.session.scalars(select(Campaign).where(Campaign.external_id == "b-round-4")).one()


def test_some_answer_by_each_way_and_some_do_not_answer_at_all(told: Database) -> None:
    with told.read() as session:
        rows = session.scalars(select(Willingness)).all()
        assert {row.how for row in rows} == {"link", "portal", "telephone", "workbook"}
        answers = Counter(row.answer for row in rows)
        assert set(answers) == {"willing", "online_first", "unwilling", "cooperating", "colleague"}
        assert answers["willing"] > len(rows) / 2
        asked = session.scalar(select(func.count(Invitation.id)))
        assert asked is not None
        assert len(rows) < asked < len(parties_to_ask(DATA))
        assert {row.answered_at.astimezone(TAIAN).date() <= LAST_ANSWER for row in rows} == {True}
        told_until = session.scalars(select(Invitation.answer_until)).all()
        assert {at and at.astimezone(TAIAN).date() for at in told_until} == {ANSWERS_UNTIL}


def test_who_answers_by_link_is_its_holder_and_not_an_officer(told: Database) -> None:
    with told.read() as session:
        by_link = session.scalars(select(Willingness).where(Willingness.how == "link")).all()
        assert {row.recorded_by_id for row in by_link} == {None}
        said = session.scalars(select(Event.actor_kind).where(Event.action == "willingness.answer")).all()
        assert Counter(said)["link"] == len(by_link)


def test_the_running_round_can_be_planned(told: Database) -> None:
    with told.read() as session:
        work = work_of(session)
        campaign = running(work)
        shares = willingness_shares(work=work, campaign=campaign)
        assert len(shares.counties) >= 5
        assert min(shares.sides[side].answers["unknown"] for side in ("enterprise", "expert")) > 0
        inputs = Inputs(suggested=True)
        standing = standing_of(work=work, campaign=campaign, kind="visits", inputs=inputs)
        found = candidates_of(work=work, campaign=campaign, standing=standing, accepted_bonus=1.0)
        assert len({expert for expert, _ in found.worth}) >= 20
        assert len({need for _, need in found.worth}) >= 30
        assert {"answer_unknown", "answer_unwilling"} <= {code for code, _ in found.left_out.values()}


def test_willing_experts_name_two_days_a_week_until_spring(told: Database) -> None:
    row = next(one for one in DATA.rows("expert") if isinstance(one["available"], list) and one["available"])
    days = days_of(row)
    assert set(row["available"]) <= set(days)
    plain = [day for day in days if day not in row["available"]]
    assert len({day.weekday() for day in plain}) == 2
    assert (min(plain) >= date(2026, 11, 30), max(plain) <= date(2027, 3, 26)) == (True, True)
    with told.read() as session:
        known = session.scalars(select(Participation).where(Participation.expert_id.isnot(None))).all()
        assert [one for one in known if len(one.dates) < 20] == []


def test_what_a_party_says_depends_on_its_key_alone_and_only_experts_name_colleagues() -> None:
    said = {key: answering(DATA, key) for key in parties_to_ask(DATA)}
    assert said == {key: partial(answering, DATA)(key) for key in said}
    assert {key for key, one in said.items() if one.answer == "colleague" and "-ent-" in key} == set()
    assert {one.how for key, one in said.items() if key in ("b-ent-agr-suilong", "b-ent-tex-jinzhao")} <= {"portal"}
