"""服务证明: only of what took place, for the expert's institution."""

from __future__ import annotations

from datetime import date

import pytest

from matchmaker.database import Database
from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Event
from matchmaker.models.codes import ExpertKind, Role
from matchmaker.services.documents.certificate import service_certificate
from matchmaker.services.visit import NewVisit, record_visit
from tests.services.documents.scene import HEADING, a_meeting_plan, lines, opened, table, with_contacts
from tests.services.planning.scenes import plan_of
from tests.support.builders import a_user, an_expert
from tests.support.world import World


def test_it_lists_visits_that_were_done_and_talks_that_are_over(database: Database, world: World) -> None:
    made = with_contacts(database, world)
    plan_id = a_meeting_plan(database, world, made)
    expert, house = made.experts[0], made.enterprises[2]
    with database.write() as session:
        work = world.work(session, made.city)
        with pytest.raises(NotFound):  # the meeting lies ahead
            service_certificate(work=work, campaign=made.campaign, expert=expert, heading=HEADING)
        visit = NewVisit(expert=expert, enterprise=house, on_date=date(2026, 11, 20))
        record_visit(work=work, campaign=made.campaign, new=visit)
        paper = opened(service_certificate(work=work, campaign=made.campaign, expert=expert, heading=HEADING))
        assert table(paper)[1:] == [["2026年11月20日", house.name, "入企诊断与技术咨询"]]
    world.clock.advance(days=5)
    with database.write() as session:
        work = world.work(session, made.city)
        talks = [one for one in plan_of(work, plan_id).talks if one.expert_id == expert.id]
        paper = opened(service_certificate(work=work, campaign=made.campaign, expert=expert, heading=HEADING))
        text = lines(paper)
        assert text[0] == "服务证明"
        count = len({house.id, *(one.enterprise_id for one in talks)})
        assert text[1] == (
            f"兹证明{expert.name}同志（示例理工大学）应邀参加泰安市第4届，为我市{count}家企业提供了技术服务，具体如下："
        )
        assert text[-3:] == ["泰安市科学技术局", "2026年11月24日", "（盖章）"]
        names = {one.id: one.name for one in made.enterprises}
        assert [row[:2] for row in table(paper)[1:]] == [["2026年11月20日", house.name]] + [
            ["2026年11月26日", name] for name in sorted(names[one.enterprise_id] for one in talks)
        ]
        assert table(paper)[2][2] == "参加11月26日对接洽谈会"
    with database.read() as session:
        told = session.query(Event).filter(Event.action == "document.certificate").order_by(Event.id)
        assert [row.subject_ref for row in told] == [expert.ref, expert.ref]


def test_a_team_is_no_comrade_and_a_county_certifies_no_round_of_the_city(database: Database, world: World) -> None:
    made = with_contacts(database, world)
    with database.write() as session:
        work = world.work(session, made.city)
        team = an_expert(world.work(session), "示例实验室", kind=ExpertKind.TEAM)
        visit = NewVisit(expert=team, enterprise=made.enterprises[0], on_date=date(2026, 11, 20))
        record_visit(work=work, campaign=made.campaign, new=visit)
        paper = opened(service_certificate(work=work, campaign=made.campaign, expert=team, heading=HEADING))
        assert lines(paper)[1].startswith("兹证明示例实验室应邀参加")
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code="370902"))
        with pytest.raises(Forbidden):
            service_certificate(work=county, campaign=made.campaign, expert=team, heading=HEADING)
