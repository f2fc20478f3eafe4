"""A small town of seeded records, somebody of every kind who looks at them, and the addresses of its pages."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pytest

from matchmaker.identity import name_key
from matchmaker.models import Need, Organization, Plan, Proposal, Visit
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.need import issue_tracking_token
from matchmaker.services.personal_data.person import contact_key
from matchmaker.services.personal_link import issue_link
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.suggest_jobs import ask_for_suggestions
from matchmaker.services.work import Work
from tests.services.planning.scenes import a_round, proposed, published
from tests.support.builders import TAISHAN, a_need, an_enterprise
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.seeds import City, seed_city


@dataclass(frozen=True)
class PlanRefs:
    """A published plan of visits of the city's round: a visit in 泰山区, its need, a proposal that is open."""

    plan: str
    visit: str
    need: str
    proposal: str


@dataclass(frozen=True)
class Town:
    """The seeded records and the addresses that the routes are filled with."""

    city: City
    token: str
    own: str
    job: str
    twin: str
    files: tuple[str, str]
    plan: PlanRefs
    invitation: str
    link: str


@pytest.fixture
def people(office: Office) -> dict[str, Person]:
    """Somebody of each column; the liaison is of the seeded university, the enterprise of the seeded one."""
    return {"anonymous": office.person(None)}


@pytest.fixture
def town(office: Office, people: dict[str, Person]) -> Town:
    city = seed_city(office)

    def seed(work: Work) -> tuple[int, int, str, str, str, str]:
        enterprise = work.session.query(Organization).filter_by(ref=city.enterprise).one()
        university = work.session.query(Organization).filter_by(ref=city.university).one()
        set_contact(work=work, owner=university, values={"name": "科技处", "mobile": "13700001234"})
        own = a_need(work, enterprise, "企业自己的需求", NeedState.SUBMITTED)
        tracked = a_need(work, enterprise, "凭链接跟踪的需求", NeedState.SUBMITTED)
        twin = an_enterprise(work, "泰安澄源环保科技公司")
        token = issue_tracking_token(work=work, need=tracked)
        return enterprise.id, university.id, own.ref, token, twin.ref, tracked.ref

    enterprise_id, university_id, own, token, twin, _ = office.do(seed)
    people["enterprise"] = office.person(Role.ENTERPRISE, "enterprise", organization_id=enterprise_id)
    people["other enterprise"] = office.person(Role.ENTERPRISE, "other")
    people["liaison"] = office.person(Role.LIAISON, organization_id=university_id)
    people["county"] = office.county
    people["other county"] = office.person(Role.COUNTY, "other.county", county_code="370982")
    for role in (Role.CITY, Role.AUDITOR, Role.ADMINISTRATOR):
        people[role.value] = office.person(role)
    county = office.county
    files = tuple(sent_file(county) for _ in range(2))

    def ask(work: Work) -> str:
        job = ask_for_suggestions(work=work, need=work.session.query(Need).filter_by(ref=city.verified).one())
        assert county.user is not None
        job.requested_by_id = county.user.id
        return job.ref

    plan = a_published_plan(office)
    invitation, link = an_invitation(office, plan)
    return Town(city, token, own, office.do(ask), twin, (files[0], files[1]), plan, invitation, link)


def an_invitation(office: Office, refs: PlanRefs) -> tuple[str, str]:
    """The invitation of the enterprise of 泰山区 to its visit, and the token of its link."""

    def make(work: Work) -> tuple[str, str]:
        visit = work.session.query(Visit).filter_by(ref=refs.visit).one()
        for row in prepare_invitations(work=work, plan=visit.plan):
            if row.organization_id == visit.enterprise_id:
                return row.ref, issue_link(work=work, invitation=row)
        raise AssertionError("the enterprise is no guest of the plan")

    return office.do(make)


def a_published_plan(office: Office) -> PlanRefs:
    """Worked out by the planner, with a proposal to look through it."""
    database, world = office.database, office.world
    made = office.do(lambda work: a_round(work, planner="planner"))
    plan_id = published(database, world, made)
    proposal_id = proposed(database, world, made, plan_id, lambda work, plan: Cause("review"))
    with database.read() as session:
        plan = session.get_one(Plan, plan_id)
        rows = visit_rows(world.work(session), plan)
        visit = next(row for row in rows if session.get_one(Organization, row.enterprise_id).county_code == TAISHAN)
        need = session.get_one(Need, visit.need_ids[0])
        return PlanRefs(plan.ref, visit.ref, need.ref, session.get_one(Proposal, proposal_id).ref)


def sent_file(person: Person) -> str:
    content = "企业名称,技术需求名称,需求内容\n示例厂,换热管防垢,每周清洗。\n".encode()
    sent = {"kind": "needs", "workbook": (io.BytesIO(content), "x.csv")}
    answer = person.post("/console/import/", sent, content_type="multipart/form-data")
    return str(answer.location).split("/")[-2]


def address(route: str, town: Town) -> str:
    """The route with its parts filled in."""
    city = town.city
    rule = route.partition(" ")[2]
    refs = {
        "/my/needs": town.own,
        "/console/needs": city.submitted,
        "/console/intake": city.submitted,
        "/console/review": city.suggestion,
        "/console/evidence": city.suggestion,
        "/console/partners": city.pair,
        "/console/experts": city.expert,
        "/console/personal-data/expert": city.expert,
        "/console/personal-data/contact": city.university,
        "/console/achievements": city.achievement,
        "/console/organizations": city.enterprise if "merge" in rule else city.university,
        "/console/jobs": town.job,
        "/console/plans": town.plan.plan,
        "/console/willingness": city.enterprise,
        "/console/invitations": town.invitation,
        "/console/visits": town.plan.visit,
        "/console/follow-ups": "0000000000",
        "/my/round": city.expert,
    }
    ref = next((value for start, value in refs.items() if rule.startswith(start)), "")
    token = {"/n/": town.token, "/a/": town.link}.get(rule[:3], "0" * 64)
    parts = {
        "ref": ref, "token": token, "other": town.twin, "kind": "needs", "file": "0000000000", "name": "app.css",
        "digest": "0" * 12, "session_id": "0", "number": "0", "job": town.files["drop" in rule],
        "visit": town.plan.visit, "need": town.plan.need, "proposal": town.plan.proposal, "order": "0000000000",
        "key": contact_key(city.university, name_key("科技处")),
        "side": "enterprise", "plan": town.plan.plan, "outcome": "0000000000",
    }  # fmt: skip
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: parts[part[1]], rule)
