"""Route by role (S1) of the public pages, the portal, the enterprise's own pages and 代填.

A new route of these pages that is not in the table fails the run.
"""

from __future__ import annotations

import pytest

from matchmaker.models.codes import Role
from tests.web.pages.console.conftest import Office

BLUEPRINTS = {"home", "portal", "tracking", "my_needs", "auth", "account", "intake", "language", "health"}
EVERYBODY = "everybody"
SIGNED_IN = frozenset(Role)
ENTERPRISES = frozenset({Role.ENTERPRISE})
ORGANIZERS = frozenset({Role.COUNTY, Role.CITY, Role.ADMINISTRATOR})
# method and rule -> who may call it; links and steps of the sign-in are secrets of their own
ROUTES: dict[str, str | frozenset[Role]] = {
    "GET /": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "POST /language": EVERYBODY,
    "GET /post": EVERYBODY,
    "POST /post": EVERYBODY,
    "POST /post/hints": EVERYBODY,
    "POST /post/preview": EVERYBODY,
    "POST /post/draft": ENTERPRISES,
    "GET /track": EVERYBODY,
    "POST /track": EVERYBODY,
    "GET /n/<token>": EVERYBODY,
    "GET /n/<token>/posted": EVERYBODY,
    "GET /n/<token>/edit": EVERYBODY,
    "POST /n/<token>/edit": EVERYBODY,
    "POST /n/<token>/keep": EVERYBODY,
    "POST /n/<token>/submit": EVERYBODY,
    "POST /n/<token>/confirm": EVERYBODY,
    "POST /n/<token>/approve": EVERYBODY,
    "POST /n/<token>/withdraw": EVERYBODY,
    "GET /n/<token>/files/<file>": EVERYBODY,
    "POST /n/<token>/files/<file>/remove": EVERYBODY,
    "GET /my/needs": ENTERPRISES,
    "GET /my/needs/<ref>": ENTERPRISES,
    "GET /my/needs/<ref>/edit": ENTERPRISES,
    "POST /my/needs/<ref>/edit": ENTERPRISES,
    "POST /my/needs/<ref>/keep": ENTERPRISES,
    "POST /my/needs/<ref>/submit": ENTERPRISES,
    "POST /my/needs/<ref>/confirm": ENTERPRISES,
    "POST /my/needs/<ref>/approve": ENTERPRISES,
    "POST /my/needs/<ref>/withdraw": ENTERPRISES,
    "POST /my/needs/<ref>/share": ENTERPRISES,
    "GET /my/needs/<ref>/files/<file>": ENTERPRISES,
    "POST /my/needs/<ref>/files/<file>/remove": ENTERPRISES,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /sign-in/code": EVERYBODY,
    "POST /sign-in/code": EVERYBODY,
    "GET /sign-in/second-factor": EVERYBODY,
    "POST /sign-in/second-factor": EVERYBODY,
    "GET /password-reset": EVERYBODY,
    "POST /password-reset": EVERYBODY,
    "GET /password-reset/<token>": EVERYBODY,
    "POST /password-reset/<token>": EVERYBODY,
    "GET /account": SIGNED_IN,
    "GET /account/password": SIGNED_IN,
    "POST /account/password": SIGNED_IN,
    "POST /account/language": SIGNED_IN,
    "POST /account/sessions/end": SIGNED_IN,
    "POST /account/sessions/<int:session_id>/end": SIGNED_IN,
    "GET /console/intake": ORGANIZERS,
    "POST /console/intake": ORGANIZERS,
    "POST /console/intake/draft": ORGANIZERS,
    "GET /console/intake/organizations": ORGANIZERS,
    "GET /console/intake/<ref>/entered": ORGANIZERS,
}
EXAMPLES = {"<token>": "0" * 64, "<ref>": "0000000000", "<file>": "0000000000", "<int:session_id>": "999"}
# What tells a stranger, or somebody of another role, that the page is not for them.
TURNED_AWAY = {303, 401, 403}


def test_every_route_of_these_pages_is_in_the_table(office: Office) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in office.app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in BLUEPRINTS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == set(ROUTES)


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_a_role_is_let_in_where_the_table_says(office: Office, role: Role | None) -> None:
    """Let in means: the answer is about the request (a page, a missing record, an entry to correct), not the person."""
    wrong = []
    for route, allowed in ROUTES.items():
        if allowed == EVERYBODY:
            continue
        method, _, rule = route.partition(" ")
        for name, value in EXAMPLES.items():
            rule = rule.replace(name, value)
        person = office.person(role)
        answer = person.get(rule) if method == "GET" else person.post(rule)
        if (answer.status_code not in TURNED_AWAY) is not (role in allowed) and not changed_own(route, role):
            wrong.append((route, answer.status_code))
    assert wrong == []


def changed_own(route: str, role: Role | None) -> bool:
    """Acts on the own account that answer as a refusal would: the password was not right, or back to the page."""
    return role is not None and route in ("POST /account/password", "POST /account/sessions/end")


@pytest.mark.parametrize("route", [route for route, allowed in ROUTES.items() if allowed == EVERYBODY])
def test_what_is_for_everybody_fails_for_nobody(office: Office, route: str) -> None:
    method, _, rule = route.partition(" ")
    for name, value in EXAMPLES.items():
        rule = rule.replace(name, value)
    person = office.person(None)
    answer = person.get(rule) if method == "GET" else person.post(rule)
    assert answer.status_code < 500
    assert answer.status_code != 403 or route == "POST /sign-in"


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("POST")])
def test_nothing_is_posted_without_the_form_token(office: Office, route: str) -> None:
    rule = route.partition(" ")[2]
    for name, value in EXAMPLES.items():
        rule = rule.replace(name, value)
    assert office.person(Role.ENTERPRISE).post(rule, token=False).status_code == 400
