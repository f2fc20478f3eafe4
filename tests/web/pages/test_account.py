"""The own account: sessions, language, and what it shows of whom."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from matchmaker.models import User
from matchmaker.models.codes import Role
from tests.support.accounts import HOME, sign_in_as, works_of
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_account_page(office: Office, role: Role) -> None:
    person = office.person(role, "somebody")
    answer = person.get("/account")
    assert answer.status_code == 200
    assert "somebody" in words(answer)
    assert ("console-side" in answer.text) is (role is not Role.ENTERPRISE)


def test_other_sign_ins_are_listed_and_ended(office: Office) -> None:
    person = office.person(Role.AUDITOR, "li.wei")
    elsewhere = office.app.test_client()
    elsewhere.set_cookie("sign-in", sign_in_as(works_of(office.database, office.world), "li.wei", origin=HOME).token)
    page = person.get("/account")
    assert "home browser" in page.text
    numbers = re.findall(r"/account/sessions/(\d+)/end", page.text)
    assert len(numbers) == 1  # not the one that is looked from
    assert person.post(f"/account/sessions/{numbers[0]}/end").location == "/account"
    assert elsewhere.get("/account").location == "/sign-in"
    assert person.get("/account").status_code == 200


def test_all_others_are_ended_at_once(office: Office) -> None:
    person = office.person(Role.AUDITOR, "li.wei")
    others = [office.app.test_client() for _ in range(2)]
    for client in others:
        client.set_cookie("sign-in", sign_in_as(works_of(office.database, office.world), "li.wei").token)
    person.post("/account/sessions/end")
    assert [client.get("/account").status_code for client in others] == [303, 303]
    assert person.get("/account").status_code == 200


def test_nobody_ends_the_session_of_another(office: Office) -> None:
    mine, other = office.person(Role.AUDITOR, "a"), office.person(Role.AUDITOR, "b")
    for number in range(1, 5):
        other.post(f"/account/sessions/{number}/end")
    assert mine.get("/account").status_code == 200


def test_the_language_is_kept_with_the_account(office: Office) -> None:
    person = office.person(Role.AUDITOR)
    assert person.post("/account/language", {"locale": "en"}).location == "/account"
    assert "My account" in person.get("/account").text
    with office.database.read() as session:
        assert session.scalars(select(User.locale)).one() == "en"
    assert person.post("/account/language", {"locale": "xx"}).status_code == 422


def test_a_stranger_has_no_account(office: Office) -> None:
    nobody = office.person(None)
    assert nobody.get("/account").location == "/sign-in"
    for path in ("/account/language", "/account/sessions/end", "/account/sessions/1/end"):
        assert nobody.post(path, {"locale": "en"}).status_code == 401
