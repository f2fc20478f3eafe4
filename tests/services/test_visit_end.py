"""After a planned visit: done or missed once its day has come; its needs are in contact; findings are not logged."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, WrongState
from matchmaker.models import Event, Need, Plan, Visit
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.paging import PageRequest
from matchmaker.services.planning.access import visits_in_scope
from matchmaker.services.today import waiting_today
from matchmaker.services.visit_end import complete_visit, edit_findings, miss_visit
from matchmaker.services.visit_list import VisitFilter, count_visits, list_visits
from matchmaker.services.work import Work
from tests.services.planning.scenes import DAYS, Round, a_round
from tests.support.builders import XINTAI, a_user
from tests.support.world import World


def promised(work: Work) -> tuple[Round, list[Visit]]:
    """A published plan with one visit tomorrow in 泰山区 and one on the 27th in 新泰市."""
    made, now = a_round(work), work.now()
    plan = Plan(ref=work.new_ref(), campaign_id=made.campaign.id, name="计划", kind="visits", state="published",
                created_at=now, updated_at=now)  # fmt: skip
    for number, day in ((0, DAYS[0]), (1, DAYS[2])):
        plan.visits.append(
            Visit(ref=work.new_ref(), expert_id=made.experts[number].id, enterprise_id=made.enterprises[number].id,
                  on_date=day, need_ids=[made.needs[number].id], state="planned", created_at=now, updated_at=now)
        )  # fmt: skip
    work.session.add(plan)
    work.session.flush()
    return made, list(plan.visits)


def test_a_visit_is_done_once_its_day_has_come_and_its_needs_are_in_contact(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made, (first, second) = promised(work)
        with pytest.raises(InvalidInput, match="not come yet"):
            complete_visit(work=work, visit=first)
        world.clock.advance(days=1)
        complete_visit(work=work, visit=first, findings=" 管壁结垢，建议加晶种 ")
        with pytest.raises(WrongState):
            complete_visit(work=work, visit=first)
        edit_findings(work=work, visit=first, findings="管壁结垢，已约取样")
        with pytest.raises(WrongState):
            edit_findings(work=work, visit=second, findings="还没去")
        states = [session.get_one(Need, need.id).state for need in made.needs[:2]]
        assert states == [NeedState.IN_CONTACT, NeedState.VERIFIED]
        assert (first.state, first.findings) == ("done", "管壁结垢，已约取样")
    with database.read() as session:
        events = session.scalars(select(Event).where(Event.subject_ref == first.ref).order_by(Event.id)).all()
        assert [event.action for event in events] == ["visit.done", "visit.findings"]
        assert "结垢" not in str([(event.before, event.after) for event in events])


def test_a_visit_that_did_not_take_place_says_why(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        _, (first, _) = promised(work)
        world.clock.advance(days=2)
        for why in ("", " ", "长" * 301):
            with pytest.raises(InvalidInput):
                miss_visit(work=work, visit=first, why=why)
        miss_visit(work=work, visit=first, why="大雪封路")
        assert (first.state, first.cancelled_why) == ("cancelled", "大雪封路")
        auditor = work.as_actor(a_user(work, Role.AUDITOR, "auditor"))
        with pytest.raises(Forbidden):
            miss_visit(work=auditor, visit=first, why="x")


def test_lists_tell_what_is_to_come_from_what_nobody_recorded_and_keep_to_the_county(
    sqlite_database: Database, world: World
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made, (first, second) = promised(work)
        xintai = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        city = work.as_actor(made.city)
        world.clock.advance(days=2)  # 26 November

        def found(state: str, by: Work = work, **values: str) -> list[int]:
            where = VisitFilter(state=state, **values)  # type: ignore[arg-type]
            return [row.visit.id for row in list_visits(work=by, where=where, page=PageRequest()).items]

        assert (found("coming"), found("unrecorded"), found("")) == ([second.id], [first.id], [second.id, first.id])
        assert (found("", xintai), found("unrecorded", xintai)) == ([second.id], [])
        assert (found("", county_code=XINTAI), found("", words="专家0")) == ([second.id], [first.id])
        assert count_visits(work=city, where=VisitFilter(state="unrecorded")) == 1
        assert {entry.kind: entry.count for entry in waiting_today(work=city)}["visits"] == 1
        assert "visits" not in {entry.kind for entry in waiting_today(work=xintai)}
        second.plan.state = "draft"
        session.flush()
        assert found("") == []
        assert session.query(Visit).filter(visits_in_scope(city.actor)).count() == 2
        assert date(2026, 11, 27) == DAYS[2]
