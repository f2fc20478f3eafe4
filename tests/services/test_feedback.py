"""Feedback: who may speak for which side, a second word takes the first one's place, means of a round."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Event, Feedback, Visit
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.feedback import Ratings, feedback_on, give_feedback, visit_ratings
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Actor, Work
from tests.services.test_campaign import a_campaign
from tests.support.builders import XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World

TODAY = date(2026, 11, 24)
EXPERT_LINK = Actor("link", "invitation", "专属链接")


def a_visit(work: Work, name: str = "示例机械有限公司", number: int = 4, **values: str) -> Visit:
    new = NewVisit(an_expert(work), an_enterprise(work, name, **values), TODAY)
    return record_visit(work=work, campaign=a_campaign(work, number), new=new)


def test_a_second_word_takes_the_first_ones_place_with_a_trace(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        visit = a_visit(work)
        own = work.as_actor(a_user(work, Role.ENTERPRISE, "own", organization_id=visit.enterprise_id))
        give_feedback(work=own, subject=visit, side="enterprise", rating=2, text="没说到点子上")
        give_feedback(work=own, subject=visit, side="enterprise", rating=4, text=" 第二次来，讲清了 ")
        give_feedback(work=work, subject=visit, side="expert", rating=5)
        assert [row.rating for row in feedback_on(work=own, subject=visit)] == [4]
    with database.read() as session:
        rows = session.scalars(select(Feedback).order_by(Feedback.side)).all()
        assert [(row.side, row.rating, row.text) for row in rows] == [
            ("enterprise", 4, "第二次来，讲清了"), ("expert", 5, ""),
        ]  # fmt: skip
        events = session.scalars(select(Event).where(Event.action == "feedback.give").order_by(Event.id)).all()
        assert [(event.before.get("rating"), event.after["rating"]) for event in events] == [
            (None, 2),
            (2, 4),
            (None, 5),
        ]
        assert "点子" not in str([(event.before, event.after, event.why) for event in events])


def test_nobody_speaks_for_another_side(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        visit = a_visit(work)
        own = a_user(work, Role.ENTERPRISE, "own", organization_id=visit.enterprise_id)
        foreign = a_user(work, Role.ENTERPRISE, "foreign", organization_id=an_enterprise(work, "别家示例公司").id)
        auditor = a_user(work, Role.AUDITOR, "auditor")
        for actor, side in (
            (own, "expert"), (foreign, "enterprise"), (EXPERT_LINK, "expert"), (auditor, "enterprise"),
            (Actor("anonymous", "-", "anonymous"), "expert"),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                give_feedback(work=work.as_actor(actor), subject=visit, side=side, rating=3)
        with pytest.raises(Forbidden):
            feedback_on(work=work.as_actor(foreign), subject=visit)


def test_a_suggestion_is_rated_by_the_enterprise_of_its_need(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), state=NeedState.VERIFIED)
        suggestion = a_suggestion(work, need, an_expert(work))
        own = work.as_actor(a_user(work, Role.ENTERPRISE, "own", organization_id=need.organization_id))
        row = give_feedback(work=own, subject=suggestion, side="enterprise", rating=1)
        assert (row.suggestion_id, row.visit_id) == (suggestion.id, None)


@pytest.mark.parametrize(
    ("side", "rating", "text"), [("city", 3, ""), ("expert", 0, ""), ("expert", 6, ""), ("expert", 3, "长" * 2001)]
)
def test_what_cannot_be_taken_is_refused(
    sqlite_database: Database, world: World, side: str, rating: int, text: str
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        with pytest.raises(InvalidInput):
            give_feedback(work=work, subject=a_visit(work), side=side, rating=rating, text=text)


def test_the_means_of_a_round_are_those_of_the_callers_place(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_campaign(work)
        expert = an_expert(work)
        for name, county, ratings in (("甲示例公司", XINTAI, (5, 4)), ("乙示例公司", "370902", (2, None))):
            enterprise = an_enterprise(work, name, county)
            visit = record_visit(work=work, campaign=campaign, new=NewVisit(expert, enterprise, TODAY))
            for side, rating in zip(("enterprise", "expert"), ratings, strict=True):
                if rating is not None:
                    give_feedback(work=work, subject=visit, side=side, rating=rating)
        xintai = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        assert visit_ratings(work=work, campaign_id=campaign.id) == (
            Ratings("enterprise", 2, 3.5),
            Ratings("expert", 1, 4.0),
        )
        assert visit_ratings(work=xintai, campaign_id=campaign.id) == (
            Ratings("enterprise", 1, 5.0),
            Ratings("expert", 1, 4.0),
        )
        assert visit_ratings(work=work, campaign_id=campaign.id + 1) == (
            Ratings("enterprise", 0, None),
            Ratings("expert", 0, None),
        )
