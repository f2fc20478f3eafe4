"""Visits in the console: done or not, findings, tasks, ratings, results with evidence; follow-up tasks."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from matchmaker.models import Feedback, FollowUp, Outcome, Visit
from matchmaker.models.codes import Role
from tests.services.test_visit_end import promised
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office, Person

LIST, TASKS = "/console/visits/", "/console/follow-ups/"
PDF = b"%PDF-1.4 contract"


@pytest.fixture
def chief(office: Office) -> Person:
    return office.person(Role.CITY, "chief")


@pytest.fixture
def visits(office: Office) -> list[str]:
    """References of a visit in 泰山区 on 25 and one in 新泰市 on 27 November; today is the 26th."""
    refs = office.do(lambda work: [visit.ref for visit in promised(work)[1]])
    office.world.clock.advance(days=2)
    return refs


def row_of(office: Office, ref: str) -> Visit:
    with office.database.read() as session:
        return session.scalars(select(Visit).where(Visit.ref == ref)).one()


def post(office: Office, person: Person, ref: str, act: str, sent: dict[str, Any]) -> int:
    """Act on the visit as it stands."""
    version = str(row_of(office, ref).version)
    return person.post(f"{LIST}{ref}/{act}", {"version": version, **sent}).status_code


def test_the_list_tells_what_is_to_be_recorded(office: Office, visits: list[str], chief: Person) -> None:
    shown = words(chief.get(LIST))
    assert ("待登记 1" in shown, "未到期 1" in shown) == (True, True)
    assert re.findall(r'/console/visits/(\w{10})">', chief.get(f"{LIST}?state=unrecorded").text) == [visits[0]]
    assert re.findall(r'/console/visits/(\w{10})">', office.county.get(LIST).text) == [visits[0]]
    assert "没有符合条件的入企" in words(chief.get(f"{LIST}?q=没有这人"))
    assert "还没有入企安排" not in shown


def test_without_visits_and_tasks_the_pages_say_so(chief: Person) -> None:
    assert "还没有入企安排" in words(chief.get(LIST))
    assert "这里没有待办事项" in words(chief.get(TASKS))


def test_a_visit_is_recorded_once_its_day_has_come(office: Office, visits: list[str], chief: Person) -> None:
    assert post(office, chief, visits[1], "done", {"findings": "太早"}) == 422
    assert post(office, chief, visits[0], "missed", {"why": ""}) == 422
    assert post(office, chief, visits[0], "done", {"findings": "加晶种"}) == 303
    assert post(office, chief, visits[0], "done", {"findings": "再来"}) == 409
    assert chief.post(f"{LIST}{visits[0]}/findings", {"version": "1", "findings": "旧"}).status_code == 409
    assert post(office, chief, visits[0], "findings", {"findings": "加晶种，已取样"}) == 303
    assert "加晶种，已取样" in words(chief.get(f"{LIST}{visits[0]}"))


def test_a_visit_that_did_not_take_place_says_why(office: Office, visits: list[str], chief: Person) -> None:
    assert post(office, chief, visits[0], "missed", {"why": "大雪封路"}) == 303
    assert "该次入企未进行 大雪封路" in words(chief.get(f"{LIST}{visits[0]}"))


def test_a_task_has_an_owner_and_a_day_and_shows_up_when_it_is_due(
    office: Office, visits: list[str], chief: Person
) -> None:
    assert chief.user is not None
    sent = {"text": "寄送水样", "due_on": "2026-11-26", "owner": chief.user.ref}
    assert post(office, chief, visits[0], "tasks", {**sent, "text": ""}) == 422
    assert post(office, chief, visits[0], "tasks", sent) == 303
    assert "1 项跟进事项到期" in words(chief.get("/console/"))
    with office.database.read() as session:
        ref = session.scalars(select(FollowUp.ref)).one()
    assert "寄送水样" in words(chief.get(f"{TASKS}?show=mine"))
    assert office.county.get(f"{TASKS}?show=mine").text.count("寄送水样") == 0
    assert chief.post(f"{TASKS}{ref}/finish", {"back": f"{LIST}{visits[0]}"}).location == f"{LIST}{visits[0]}"
    assert "项跟进事项到期" not in words(chief.get("/console/"))
    assert chief.post(f"{TASKS}{ref}/finish", {}).status_code == 409
    assert chief.post(f"{TASKS}{ref}/reopen", {"back": "//evil.example"}).location == TASKS


def test_ratings_are_asked_for_and_taken_down(office: Office, visits: list[str], chief: Person) -> None:
    ref = visits[0]
    assert post(office, chief, ref, "rating/ask", {"act": "texts"}) == 409  # it did not take place yet
    post(office, chief, ref, "done", {})
    page = chief.post(f"{LIST}{ref}/rating/ask", {"side": "expert", "act": "texts"})
    link = re.search(r"(/a/[0-9a-f]{64})", page.text)
    assert link is not None
    assert "请评价本次入企对接" in words(office.person(None).get(link[1]))
    assert post(office, chief, ref, "rating", {"side": "enterprise", "rating": "4", "rating_text": "讲得实在"}) == 303
    assert post(office, chief, ref, "rating", {"side": "enterprise", "rating": "7"}) == 422
    assert post(office, chief, ref, "rating", {"side": "city", "rating": "4"}) == 422
    with office.database.read() as session:
        assert [(row.side, row.rating) for row in session.scalars(select(Feedback))] == [("enterprise", 4)]


def test_a_result_has_its_evidence_which_only_readers_in_scope_get(
    office: Office, visits: list[str], chief: Person
) -> None:
    ref = visits[0]
    sent = {"level": "contract", "contract_kind": "development", "amount": "32.5", "signed_on": "2026-11-26"}
    assert post(office, chief, ref, "outcomes", sent) == 422  # the visit has to be recorded first
    post(office, chief, ref, "done", {})
    kinds = re.findall(r'<option value="(\w+)">', chief.get(f"{LIST}{ref}").text)
    sent["contract_kind"] = next(kind for kind in kinds if "dev" in kind)
    for wrong in ({"amount": "很多"}, {"amount": "NaN"}, {"level": "x"}, {"contract_kind": ""}):
        assert post(office, chief, ref, "outcomes", {**sent, **wrong}) == 422
    assert post(office, chief, ref, "outcomes", {**sent, "attachment": (io.BytesIO(b"<html>"), "x.pdf")}) == 422
    assert post(office, chief, ref, "outcomes", {**sent, "attachment": (io.BytesIO(PDF), "合同.pdf")}) == 303
    with office.database.read() as session:
        row = session.scalars(select(Outcome)).one()
        assert (row.level, str(row.amount), row.signed_on) == ("contract", "32.50", date(2026, 11, 26))
    address = f"{LIST}{ref}/outcomes/{row.ref}/evidence"
    got = chief.get(address)
    assert (got.data, got.mimetype) == (PDF, "application/octet-stream")
    assert "attachment" in got.headers["Content-Disposition"]
    got.close()
    assert office.person(Role.COUNTY, "xintai", county_code="370982").get(address).status_code == 404
    assert chief.get(f"{LIST}{visits[1]}/outcomes/{row.ref}/evidence").status_code == 404
    assert "合同" in words(chief.get(f"{LIST}{ref}"))
