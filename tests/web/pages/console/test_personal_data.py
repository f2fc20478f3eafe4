"""An administrator finds a person, hands out what is held, and erases it (S15)."""

from __future__ import annotations

import json

import pytest

from matchmaker.models import Expert, Need
from matchmaker.models.codes import ExpertState, Role
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.personal_data.person import contacts_of
from matchmaker.services.work import Work
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.web.pages.console.conftest import Office, Person

PAGE = "/console/personal-data/"
MOBILE = "13800007777"


@pytest.fixture
def chief(office: Office) -> Person:
    return office.person(Role.ADMINISTRATOR, "chief")


@pytest.fixture
def expert(office: Office) -> str:
    def make(work: Work) -> str:
        row = an_expert(work, name="蔺予安")
        set_contact(work=work, owner=row, values={"name": "蔺予安", "mobile": MOBILE})
        return row.ref

    return office.do(make)


def test_a_person_is_found_by_name_and_by_number(office: Office, chief: Person, expert: str) -> None:
    for words in ("予安", MOBILE):
        text = chief.post(PAGE, {"q": words}).text
        assert f"/expert/{expert}" in text
        assert MOBILE not in text.replace(f'value="{MOBILE}"', "")  # what was typed stands in its field only
        assert "138****7777" in text
    assert "没有与此姓名" in chief.post(PAGE, {"q": "13800000000"}).text
    assert f"/expert/{expert}" not in chief.get(f"{PAGE}?q=予安").text  # asked by an address nothing is told
    assert f"/expert/{expert}" not in chief.get(PAGE).text


def test_both_files_are_handed_out_and_recorded(office: Office, chief: Person, expert: str) -> None:
    machine = chief.post(f"{PAGE}expert/{expert}/export", {"format": "json"})
    assert json.loads(machine.data)["records"]["contact"][0]["mobile"] == MOBILE
    reader = chief.post(f"{PAGE}expert/{expert}/export", {"format": "xlsx"})
    assert reader.data[:2] == b"PK"
    assert f"{expert}.xlsx" in reader.headers["Content-Disposition"]
    assert "no-store" in reader.headers["Cache-Control"]
    assert office.actions()[-2:] == ["person.export"] * 2


def test_erasing_wants_the_name_and_a_reason(office: Office, chief: Person, expert: str) -> None:
    for sent in ({}, {"confirmed": "蔺予安"}, {"confirmed": "林予安", "why": "asked"}):
        answer = chief.post(f"{PAGE}expert/{expert}/erase", sent)
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert office.do(lambda work: work.session.query(Expert).filter_by(ref=expert).one().name) == "蔺予安"
    gone = chief.post(f"{PAGE}expert/{expert}/erase", {"confirmed": "蔺予安", "why": "asked"})
    assert (gone.status_code, gone.location) == (303, PAGE)
    assert office.actions()[-1] == "person.erase"

    def state(work: Work) -> tuple[str, ExpertState]:
        row = work.session.query(Expert).filter_by(ref=expert).one()
        return row.name, row.state

    assert office.do(state) == (f"#{expert}", ExpertState.WITHDRAWN)
    for path in (f"/console/experts/{expert}", "/console/experts/", "/console/audit/", PAGE + f"expert/{expert}"):
        shown = chief.get(path)
        assert shown.status_code == 200
        assert "蔺予安" not in shown.text
        assert MOBILE not in shown.text


def test_a_contact_of_an_enterprise_is_erased_from_its_needs(office: Office, chief: Person) -> None:
    def make(work: Work) -> tuple[str, str]:
        enterprise = an_enterprise(work, "示例丁厂")
        a_need(work, enterprise, contact_name="李联系", contact_mobile=MOBILE)
        return enterprise.ref, contacts_of(work, enterprise)[0].key

    ref, key = office.do(make)
    assert "李联系" in chief.get(f"{PAGE}contact/{ref}/{key}").text
    chief.post(f"{PAGE}contact/{ref}/{key}/erase", {"confirmed": "李联系", "why": "asked"})
    assert office.do(lambda work: work.session.query(Need).one().contact_mobile) is None
    assert chief.get(f"{PAGE}contact/{ref}/{key}").status_code == 404


def test_only_administrators_are_led_there(office: Office, chief: Person, expert: str) -> None:
    assert PAGE in chief.get("/console/audit/").text
    assert f"{PAGE}expert/{expert}" in chief.get(f"/console/experts/{expert}").text
    assert PAGE not in office.city.get("/console/audit/").text
    assert f"{PAGE}expert/{expert}" not in office.city.get(f"/console/experts/{expert}").text


def test_a_hostile_name_is_text_and_nothing_else(office: Office, chief: Person) -> None:
    attack = "<img src=x onerror=window.hit=1>"
    ref = office.do(lambda work: an_expert(work, name=attack).ref)
    for answer in (
        chief.get(f"{PAGE}expert/{ref}"),
        chief.post(PAGE, {"q": attack}),
        chief.post(f"{PAGE}expert/{ref}/erase", {"confirmed": attack + "x", "why": attack}),
    ):
        assert "<img src=x" not in answer.text
        assert "&lt;img src=x" in answer.text
