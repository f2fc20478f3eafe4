"""Willingness: who may answer for whom, what an answer needs, and that unknown is never willing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Event, Participation, Willingness
from matchmaker.models.codes import Role
from matchmaker.reference.errors import UnknownCode
from matchmaker.services.participation import conditions_of
from matchmaker.services.willingness import (
    NewAnswer,
    answer_willingness,
    answers_of,
    forget_answer,
    willingness_of,
)
from tests.services.planning.scenes import DAYS, a_round, say
from tests.support.builders import TAISHAN, XINTAI, a_user, an_enterprise, an_expert
from tests.support.world import World


def test_nobody_who_has_not_answered_is_willing(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        say(work, made, made.experts[0])
        say(work, made, made.experts[1], "online_first")
        answers = answers_of(work=work, campaign=made.campaign)
        assert [answers.of(expert) for expert in made.experts] == ["willing", "online_first", "unknown"]
        assert [answers.of(one) for one in made.enterprises] == ["unknown"] * 4


def test_a_later_answer_takes_the_formers_place_with_both_in_the_log(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        say(work, made, made.experts[0], "unwilling", note=" 出国 ")
        world.clock.advance(days=1)
        earlier = world.clock.now - timedelta(hours=3)
        say(work, made, made.experts[0], "willing", dates=DAYS[1:3], answered_at=earlier)
        row = willingness_of(work=work, campaign=made.campaign, party=made.experts[0])
        assert row is not None
        assert (row.answer, row.note, row.how, row.answered_at) == ("willing", "", "telephone", earlier)
        known = conditions_of(work=work, campaign=made.campaign, party=made.experts[0])
        assert known is not None
        assert known.dates == ["2026-11-26", "2026-11-27"]
    with database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "willingness.answer").order_by(Event.id)).all()
        assert [(one.before, one.after["answer"]) for one in events] == [
            ({}, "unwilling"),
            ({"answer": "unwilling", "how": "telephone"}, "willing"),
        ]
        assert "出国" not in str([(one.before, one.after) for one in events])


def test_nobody_answers_tomorrow(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        say(work, made, made.experts[0], answered_at=world.clock.now + timedelta(days=2))
        row = willingness_of(work=work, campaign=made.campaign, party=made.experts[0])
        assert row is not None
        assert row.answered_at == world.clock.now


def test_each_role_answers_only_for_whom_it_speaks(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        university = made.experts[0].institution
        assert university is not None
        taishan, xintai = made.enterprises[0], made.enterprises[1]
        foreign = an_expert(work, "别校专家示例")
        own = a_user(work, Role.ENTERPRISE, "own", organization_id=taishan.id)
        liaison = a_user(work, Role.LIAISON, "liaison", organization_id=university.id)
        county = a_user(work, Role.COUNTY, "taishan", county_code=TAISHAN)
        auditor = a_user(work, Role.AUDITOR, "auditor")
        allowed = {(own, taishan): "portal", (liaison, made.experts[0]): "portal", (liaison, university): "portal",
                   (county, taishan): "telephone", (county, made.experts[0]): "telephone"}  # fmt: skip
        for actor in (own, liaison, county, auditor):
            for party in (taishan, xintai, made.experts[0], foreign, university):
                how = allowed.get((actor, party))
                if how is None and not (actor is county and party in (foreign, university)):
                    with pytest.raises(Forbidden):
                        answer_willingness(work=work.as_actor(actor), campaign=made.campaign, party=party,
                                           new=NewAnswer("willing"), how="telephone")  # fmt: skip
                    continue
                row = answer_willingness(work=work.as_actor(actor), campaign=made.campaign, party=party,
                                         new=NewAnswer("willing"), how="telephone")  # fmt: skip
                assert row.how == (how or "telephone")
                assert row.recorded_by_id == actor.user_id


@pytest.mark.parametrize(
    ("answer", "how", "field"),
    [
        (NewAnswer("willing"), "", "how"),
        (NewAnswer("willing"), "link", "how"),
        (NewAnswer("colleague"), "wechat", "colleague"),
        (NewAnswer("colleague", colleague="  "), "wechat", "colleague"),
        (NewAnswer("willing", note="长" * 2001), "mail", "note"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    sqlite_database: Database, world: World, answer: NewAnswer, how: str, field: str
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        with pytest.raises(InvalidInput) as caught:
            answer_willingness(work=work, campaign=made.campaign, party=made.experts[0], new=answer, how=how)
        assert caught.value.params["field"] == field
        with pytest.raises(UnknownCode):
            say(work, made, made.experts[0], "perhaps")


def test_cooperating_with_somebody_named_rules_out_that_pair_only(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        expert, enterprise = made.experts[0], made.enterprises[0]
        say(work, made, expert, "cooperating", partners=(enterprise,))
        say(work, made, made.experts[1], "cooperating")
        answers = answers_of(work=work, campaign=made.campaign)
        assert (answers.of(expert), answers.of(made.experts[1])) == ("willing", "cooperating")
        assert answers.cooperate(expert, enterprise)
        assert not answers.cooperate(expert, made.enterprises[1])
        with pytest.raises(InvalidInput):
            say(work, made, expert, "cooperating", partners=(made.experts[1],))


def test_an_answer_recorded_by_mistake_is_taken_back_and_leaves_its_trace(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = a_round(work)
        forget_answer(work=work, campaign=made.campaign, party=made.experts[0], why="记错了人")
        forget_answer(work=work, campaign=made.campaign, party=made.experts[0], why="再撤一次没有什么可撤")
        assert answers_of(work=work, campaign=made.campaign).of(made.experts[0]) == "unknown"
    with database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "willingness.forget")).all()
        assert [(event.before["answer"], event.why) for event in events] == [("willing", "记错了人")]


def test_a_round_knows_nothing_of_anothers_answers(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work)
        other = an_enterprise(work, "新泰另一示例公司", XINTAI)
        assert answers_of(work=work, campaign=made.campaign).of(other) == "unknown"
        assert session.query(Willingness).count() == 7
        assert session.query(Participation).filter(Participation.dates != []).count() == 0
        assert date(2026, 11, 25) in DAYS
