"""A recommended colleague on the page of proposals: registered first by a form that is filled in, then offered."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

from sqlalchemy import select

from matchmaker.models import Expert, Plan, Proposal
from matchmaker.models.codes import Role
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.run_replan import ReplanRun
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round, a_round, an_institution, planned
from tests.support.builders import an_expert
from tests.web.pages.console.conftest import Office


def test_whoever_is_not_known_is_registered_first(office: Office) -> None:
    chief = office.person(Role.CITY, "chief")

    def seed(work: Work) -> Round:
        made = a_round(work, planner="planner")
        house = an_institution(work, "示例大学")
        for expert in made.experts:
            expert.institution = house
        return made

    made = office.do(seed)
    plan_id = planned(office.database, office.world, made, rounds=5)

    def declined(work: Work) -> str:
        plan = publish_plan(work=work, plan=work.session.get_one(Plan, plan_id))
        visit = visit_rows(work, plan)[0]
        cause = Cause("declined", visit=visit, by="expert", colleague='<b>孙"同事</b>，138')
        propose_replan(work=work, plan=plan, cause=cause)
        return plan.ref

    page = f"/console/plans/{office.do(declined)}/proposals"
    work_out(office)
    shown = chief.get(page).text
    assert "请先登记，再重新编制可选方案" in shown
    assert "<b>孙" not in shown
    link = unescape(re.search(r'href="(/console/experts/new\?[^"]*)"', shown).group(1))  # type: ignore[union-attr]
    form = chief.get(link).text
    assert 'value="示例大学"' in form
    assert "<b>孙" not in form

    def register(work: Work) -> None:
        house = work.session.get_one(Expert, made.experts[0].id).institution
        an_expert(work, '<b>孙"同事</b>', institution=house)
        work.session.scalars(select(Proposal)).one().state = "waiting"

    office.do(register)
    work_out(office)
    shown = chief.get(page).text
    assert "改由推荐的同事参加" in shown
    assert "尚未答复意向" in shown
    assert "<b>孙" not in shown


def work_out(office: Office) -> None:
    with office.database.read() as session:
        key = session.scalars(select(Proposal.id).where(Proposal.state == "waiting")).one()
    ReplanRun(database=office.database, work_of=partial(office.world.work), proposal_id=key, seconds=None).run()
