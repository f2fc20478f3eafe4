"""Papers of plans in the console: files of every kind, arrangements, what a county has, the overview."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from werkzeug.test import TestResponse

from matchmaker.models import Plan, Visit
from matchmaker.models.codes import Role
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plan_scenes import seeded_round, worked_out


@pytest.fixture
def made(office: Office) -> Round:
    return seeded_round(office, experts=4, enterprises=6)


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.fixture
def visits(office: Office, made: Round) -> str:
    ref = worked_out(office, made, "visits")

    def publish(work: Work) -> str:
        publish_plan(work=work.as_actor(made.city), plan=work.session.query(Plan).filter_by(ref=ref).one())
        return ref

    return office.do(publish)


def download(answer: TestResponse, kind: str) -> bytes:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_every_paper_of_a_plan_can_be_had(office: Office, made: Round, visits: str) -> None:
    base = f"/console/documents/plans/{visits}"
    page = words(office.city.get(base))
    assert "示例理工大学" in page
    university = made.experts[0].institution
    assert university is not None
    sent = {"institution": university.ref, "number": "泰科函〔2026〕8号", "dated": "2026-11-20"}
    letter = Document(io.BytesIO(download(office.city.post(f"{base}/letter", sent), WORD)))
    text = [one.text for one in letter.paragraphs]
    assert "泰科函〔2026〕8号" in text
    assert "2026年11月20日" in text
    archive = zipfile.ZipFile(io.BytesIO(download(office.city.post(f"{base}/letters", {}), "application/zip")))
    assert archive.namelist() == ["邀请函-01-示例理工大学.docx"]
    expert = planned_expert(office, made, visits)
    route = Document(io.BytesIO(download(office.city.post(f"{base}/itinerary", {"party": expert.ref}), WORD)))
    assert route.paragraphs[0].text == f"{expert.name}行程安排"
    calendar = Calendar.from_ical(
        download(office.city.post(f"{base}/calendar", {"party": expert.ref}), "text/calendar")
    )
    assert all(expert.name in event["SUMMARY"] for event in calendar.walk("VEVENT"))
    download(office.city.post(f"{base}/workbook", {}), EXCEL)
    actions = office.actions()
    for name in ("letter", "itinerary", "calendar", "workbook"):
        assert f"document.{name}" in actions


def planned_expert(office: Office, made: Round, ref: str) -> Any:
    with office.database.read() as session:
        key = session.query(Visit).join(Plan).filter(Plan.ref == ref).order_by(Visit.id).first().expert_id  # type: ignore[union-attr]
    return next(one for one in made.experts if one.id == key)


def test_arrangements_stand_on_the_sheets(office: Office, made: Round, visits: str) -> None:
    base = f"/console/documents/plans/{visits}"
    expert = planned_expert(office, made, visits)
    office.city.post(f"{base}/arrangements", {"pickup": "泰安站南出站口", "costs": "承办方承担"})
    with office.database.read() as session:
        plan = session.query(Plan).filter_by(ref=visits).one()
        visit = next(one for one in plan.visits if one.expert_id == expert.id)
        item, day = visit.ref, visit.on_date.isoformat()
    office.city.post(f"{base}/arrangements/{item}", {"pickup": "到校接"})
    sheet = words(office.city.get(f"/console/documents/sheets?plan={visits}&party={expert.ref}&day={day}"))
    assert "到校接" in sheet
    assert "承办方承担" in sheet
    assert "双方均接受后提供" in sheet
    assert "139000000" not in sheet
    long = office.city.post(f"{base}/arrangements", {"pickup": "长" * 501})
    assert long.status_code == 422
    assert "document.day_sheet" not in office.actions()  # no contact was shown: reading changed nothing


def test_the_parties_of_a_plan_are_shown_by_side(office: Office, made: Round, visits: str) -> None:
    base = f"/console/documents/plans/{visits}"

    def named(query: str) -> set[str]:
        rows = re.findall(r'<tr><th scope="row">([^<]+)<', office.city.get(base + query).text)
        return {unescape(row) for row in rows}

    experts, houses = {one.name for one in made.experts}, {one.name for one in made.enterprises}
    everybody = named("")
    assert (named("?side=expert"), named("?side=enterprise")) == (everybody & experts, everybody & houses)
    assert all((everybody & experts, everybody & houses))
    assert f"{base}?side=enterprise" in office.city.get(base).text


def test_a_county_has_the_papers_of_its_own_only(office: Office, made: Round, visits: str) -> None:
    page = words(office.county.get(f"/console/documents/plans/{visits}"))
    houses = {one.name: one for one in made.enterprises}
    with office.database.read() as session:
        plan = session.query(Plan).filter_by(ref=visits).one()
        planned = {one.enterprise_id for one in plan.visits}
    near = {one.name for one in houses.values() if one.county_code == "370902" and one.id in planned}
    assert {name for name in houses if name in page} == near
    assert "致院校的邀请函" not in page  # the round is the city's
    far = next(one for one in houses.values() if one.county_code != "370902" and one.id in planned)
    base = f"/console/documents/plans/{visits}"
    assert office.county.post(f"{base}/itinerary", {"party": far.ref}).status_code == 404
    assert office.county.get(f"/console/documents/sheets?party={far.ref}").status_code == 404


def test_the_overview_leads_to_days_and_plans(office: Office, made: Round, visits: str) -> None:
    page = office.city.get("/console/documents/")
    assert f"/console/documents/plans/{visits}" in page.text
    assert "11月25日周三" in words(page)
    auditor = office.person(Role.AUDITOR)
    assert "11月25日周三" not in words(auditor.get("/console/documents/"))
    assert office.city.get("/console/documents/plans/0000000000").status_code == 404
