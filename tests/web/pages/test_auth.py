"""Signing in and out: steps, limits, sessions, passwords, reset links."""

from __future__ import annotations

import re
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.database import Database
from matchmaker.models import OutboxMessage, User
from matchmaker.models.codes import Role
from matchmaker.services import sign_in
from matchmaker.services.rate import Limit
from tests.support.accounts import PASSWORD, add_user
from tests.support.world import World
from tests.web.pages.conftest import field_errors, field_value, words
from tests.web.pages.console.conftest import Office, Person, make_office

NEW = "four-green-wagons"


def sign_in_with(person: Person, name: str = "li.wei", password: str = PASSWORD, **more: str) -> TestResponse:
    return person.post("/sign-in", {"name": name, "password": password, **more})


def cookie(answer: TestResponse) -> str:
    return next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("sign-in="))


@pytest.fixture
def strict(sqlite_database: Database, world: World, tmp_path: Path, office: Office) -> Office:
    """The same service where organizers need a second factor."""
    made = make_office(sqlite_database, world, tmp_path)
    made.app.extensions["services"].settings.second_factor_required = True
    return made


@pytest.mark.parametrize(
    ("role", "place", "landing"),
    [
        (Role.AUDITOR, {}, "/console"),
        (Role.COUNTY, {"county_code": "370902"}, "/console"),
    ],
)
def test_signing_in_leads_to_where_work_begins(
    office: Office, world: World, role: Role, place: dict[str, str], landing: str
) -> None:
    add_user(office.database, world, "li.wei", role, **place)
    person = office.person(None)
    answer = sign_in_with(person)
    assert answer.status_code == 303
    assert answer.location.startswith(landing)
    assert person.get("/account").status_code == 200


def test_the_cookie_is_for_this_site_and_not_for_scripts(office: Office, world: World) -> None:
    add_user(office.database, world)
    made = cookie(sign_in_with(office.person(None)))
    assert re.fullmatch(r"sign-in=[0-9a-f]{64}; HttpOnly; Path=/; SameSite=Lax", made)


def test_a_session_begins_anew_at_sign_in(office: Office, world: World) -> None:
    add_user(office.database, world)
    person = office.person(None)
    first = cookie(sign_in_with(person))
    second = cookie(sign_in_with(person))
    assert first != second
    stale = office.app.test_client()
    stale.set_cookie("sign-in", first.partition("=")[2].partition(";")[0])
    assert stale.get("/account").location == "/sign-in"


@pytest.mark.parametrize(
    ("name", "password"), [("li.wei", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\x00b", "c\x00d")]
)
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    office: Office, world: World, name: str, password: str
) -> None:
    add_user(office.database, world)
    answer = sign_in_with(office.person(None), name, password)
    assert answer.status_code == 403
    assert "用户名、密码或验证码不正确" in words(answer)
    assert field_value(answer, "name") == name
    assert "Set-Cookie" not in answer.headers or "sign-in=" not in answer.headers["Set-Cookie"]
    if password:
        assert password not in answer.text


def test_too_many_attempts_have_to_wait(office: Office, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user(office.database, world)
    monkeypatch.setattr(sign_in, "PAIR", Limit("sign_in.pair", 2, 600))
    person = office.person(None)
    answers = [sign_in_with(person, password="wrong").status_code for _ in range(3)]
    assert answers == [403, 403, 429]
    assert int(sign_in_with(person).headers["Retry-After"]) > 0


def test_signing_in_needs_the_form_token(office: Office, world: World) -> None:
    add_user(office.database, world)
    answer = office.person(None).post("/sign-in", {"name": "li.wei", "password": PASSWORD}, token=False)
    assert answer.status_code == 400
    assert "sign-in=" not in str(answer.headers)


def test_after_signing_in_one_is_where_one_wanted_to_go(office: Office, world: World) -> None:
    add_user(office.database, world)
    person = office.person(None)
    assert person.get("/account?tab=1").location == "/sign-in"
    page = person.get("/sign-in")
    wanted = re.findall(r'name="next" value="([^"]*)"', page.text)[-1]  # the first is of the language switch
    assert sign_in_with(person, next=wanted).location == "/account?tab=1"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away_by_a_link(office: Office, world: World, address: str) -> None:
    add_user(office.database, world)
    assert "evil" not in sign_in_with(office.person(None), next=address).location
    assert "javascript" not in sign_in_with(office.person(None), next=address).location


def test_signing_out_ends_the_session(office: Office, world: World) -> None:
    add_user(office.database, world)
    person = office.person(None)
    token = cookie(sign_in_with(person)).partition("=")[2].partition(";")[0]
    assert person.post("/sign-out").location == "/"
    again = office.app.test_client()
    again.set_cookie("sign-in", token)
    assert again.get("/account").location == "/sign-in"


def test_a_password_that_must_be_changed_comes_before_everything_else(office: Office, world: World) -> None:
    add_user(office.database, world, must_change_password=True)
    person = office.person(None)
    assert sign_in_with(person).location == "/account/password"
    assert person.get("/account").location == "/account/password"
    assert person.post("/account/sessions/end").status_code == 401
    answer = person.post("/account/password", {"old_password": PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert "密码已修改" in words(person.get("/account"))


@pytest.mark.parametrize(
    ("current", "new", "status", "field"),
    [("wrong", NEW, 403, "old_password"), (PASSWORD, "short", 422, "password"), (PASSWORD, PASSWORD, 422, "password")],
)
def test_a_new_password_is_refused_at_its_field(
    office: Office, world: World, current: str, new: str, status: int, field: str
) -> None:
    add_user(office.database, world)
    person = office.person(None)
    sign_in_with(person)
    answer = person.post("/account/password", {"old_password": current, "password": new})
    assert (answer.status_code, set(field_errors(answer))) == (status, {field})
    assert f'value="{new}"' not in answer.text


def test_an_organizer_sets_up_the_second_step_and_uses_it(strict: Office, world: World) -> None:
    add_user(strict.database, world, "li.wei", Role.CITY)
    person = strict.person(None)
    assert sign_in_with(person).location == "/sign-in/second-factor"
    assert person.get("/console/intake").location == "/sign-in/second-factor"
    page = person.get("/sign-in/second-factor")
    secret = re.search(r'id="totp-secret">([A-Z2-7 ]+)<', page.text)
    assert secret is not None
    key = re.search(r'name="key" value="([^"]+)"', page.text)
    assert key is not None
    wrong = person.post("/sign-in/second-factor", {"code": "000000", "key": key[1]})
    assert wrong.status_code == 403
    assert secret[1] in wrong.text  # the key that was taken up is still the one
    code = pyotp.TOTP(secret[1].replace(" ", ""))
    assert person.post("/sign-in/second-factor", {"code": code.at(world.clock()), "key": key[1]}).status_code == 303
    assert person.get("/console/intake").status_code == 200

    world.clock.advance(minutes=1)
    other = strict.person(None)
    assert sign_in_with(other).location == "/sign-in/code"
    assert other.get("/console/intake").location == "/sign-in/code"
    assert other.post("/sign-in/code", {"code": "12345"}).status_code == 403
    assert other.post("/sign-in/code", {"code": code.at(world.clock())}).status_code == 303
    assert other.get("/console/intake").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/second-factor", "/account/password"])
def test_a_step_without_a_sign_in_is_no_page(office: Office, path: str) -> None:
    nobody = office.person(None)
    assert nobody.get(path).status_code == 401
    assert nobody.post(path, {"code": "123456", "password": NEW}).status_code == 401


def link_in_mail(office: Office) -> str:
    with office.database.read() as session:
        mail = session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "password_reset")).one()
        link: str = mail.payload["secret"]["link"]
        return link


def test_a_forgotten_password_is_set_by_a_link(office: Office, world: World) -> None:
    add_user(office.database, world, email="li.wei@example.com")
    person = office.person(None)
    known = person.post("/password-reset", {"email": "li.wei@example.com"})
    unknown = person.post("/password-reset", {"email": "nobody@example.com"})
    assert words(known) == words(unknown)
    link = link_in_mail(office)
    path = link.removeprefix("http://127.0.0.1:8000")
    assert path != link
    assert person.get(path).status_code == 200
    assert set(field_errors(person.post(path, {"password": "short"}))) == {"password"}
    assert person.post(path, {"password": NEW}).location == "/sign-in"
    assert person.get(path).status_code == 410
    assert sign_in_with(person, password=NEW).status_code == 303


def test_a_made_up_reset_link_is_expired(office: Office) -> None:
    assert office.person(None).get("/password-reset/" + "0" * 64).status_code == 410
    assert office.person(None).post("/password-reset/x", {"password": NEW}).status_code == 410


def test_a_person_finds_the_own_language_after_signing_in(office: Office, world: World) -> None:
    add_user(office.database, world, locale="en")
    person = office.person(None)
    sign_in_with(person)
    assert 'lang="en"' in person.get("/account").text


def test_a_session_that_was_idle_for_too_long_has_ended(office: Office, world: World) -> None:
    add_user(office.database, world)
    person = office.person(None)
    sign_in_with(person)
    world.clock.advance(minutes=61)
    assert person.get("/account").location == "/sign-in"


def test_a_switched_off_account_is_out_at_once(office: Office, world: World) -> None:
    user = add_user(office.database, world)
    person = office.person(None)
    sign_in_with(person)
    with office.database.write() as session:
        session.get_one(User, user.id).active = False
    assert person.get("/account").location == "/sign-in"
