"""Ratings by personal link: asked for after a visit, given by its own party only, changeable while the link lives."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import Event, Feedback, Visit
from matchmaker.models.codes import Role
from matchmaker.services.feedback import give_feedback
from matchmaker.services.invitations.errors import LinkOver, LinkUnknown
from matchmaker.services.personal_link import issue_link, open_link
from matchmaker.services.rating import ask_rating, rate_by_link, visits_to_rate
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.willingness_asking import ask_willingness
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round
from tests.support.builders import a_user
from tests.support.world import World


def visited(work: Work) -> tuple[Round, list[Visit]]:
    """Two visits of the first expert at two enterprises, and one of the second expert."""
    made = a_round(work)
    pairs = ((0, 0), (0, 1), (1, 0))
    news = [NewVisit(made.experts[i], made.enterprises[j], date(2026, 11, 20)) for i, j in pairs]
    return made, [record_visit(work=work, campaign=made.campaign, new=new) for new in news]


def test_each_side_rates_its_own_visits_through_its_link(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made, visits = visited(work)
        tokens = {side: issue_link(work=work, invitation=ask_rating(work=work, visit=visits[0], side=side))
                  for side in ("expert", "enterprise")}  # fmt: skip
    with database.write() as session:
        work = world.work(session)
        expert = open_link(work=work, token=tokens["expert"])
        enterprise = open_link(work=work, token=tokens["enterprise"])
        assert [visit.id for visit, _ in visits_to_rate(opened=expert)] == [visits[0].id, visits[1].id]
        assert [visit.id for visit, _ in visits_to_rate(opened=enterprise)] == [visits[0].id, visits[2].id]
        rate_by_link(opened=expert, ref=visits[0].ref, rating=2)
        rate_by_link(opened=expert, ref=visits[0].ref, rating=5, text=" 收获大 ")
        rate_by_link(opened=enterprise, ref=visits[0].ref, rating=4)
        with pytest.raises(NotFound):
            rate_by_link(opened=expert, ref=visits[2].ref, rating=1)
        with pytest.raises(InvalidInput):
            rate_by_link(opened=expert, ref=visits[1].ref, rating=6)
    with database.read() as session:
        rows = session.scalars(select(Feedback).order_by(Feedback.side)).all()
        assert [(row.side, row.rating, row.text) for row in rows] == [("enterprise", 4, ""), ("expert", 5, "收获大")]
        actors = session.scalars(select(Event.actor_name).where(Event.action == "feedback.give").order_by(Event.id))
        assert list(actors) == ["expert link", "expert link", "enterprise link"]
        assert made.experts[0].name == "专家0示例"


def test_only_visits_that_took_place_are_rated_and_only_organizers_ask(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        _, visits = visited(work)
        visits[0].state = "planned"
        with pytest.raises(WrongState):
            ask_rating(work=work, visit=visits[0], side="expert")
        with pytest.raises(InvalidInput):
            ask_rating(work=work, visit=visits[1], side="city")
        auditor = work.as_actor(a_user(work, Role.AUDITOR, "auditor"))
        with pytest.raises(Forbidden):
            ask_rating(work=auditor, visit=visits[1], side="expert")


def test_a_link_to_something_else_rates_nothing_and_a_rating_link_ends(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made, visits = visited(work)
        asked = ask_willingness(work=work, campaign=made.campaign, party=made.experts[0])
        other = open_link(work=work, token=issue_link(work=work, invitation=asked))
        with pytest.raises(LinkUnknown):
            rate_by_link(opened=other, ref=visits[0].ref, rating=5)
        with pytest.raises(Forbidden):
            give_feedback(work=other.work, subject=visits[0], side="expert", rating=5)
        token = issue_link(work=work, invitation=ask_rating(work=work, visit=visits[0], side="expert"))
        world.clock.advance(days=46)
        with pytest.raises(LinkOver):
            open_link(work=work, token=token)
