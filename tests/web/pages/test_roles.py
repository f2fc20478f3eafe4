"""Every route that is no part of the API, asked for by every role (S1). One that is not in `role_table` fails."""

from __future__ import annotations

from werkzeug.test import TestResponse

from matchmaker.models import Expert, Job, Need
from matchmaker.models.codes import NeedState, Role
from tests.support.accounts import add_user, sign_in_as, works_of
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.test_plan_roles import ROUTES as PLAN_ROUTES
from tests.web.pages.role_table import DECIDING, ROUTES, SENT, WHO
from tests.web.pages.town import Town, address, people, town  # noqa: F401  (fixtures)

# They end the session that asks, so each gets one of its own.
ENDING = {"POST /sign-out", "POST /account/password"}


def ask(person: Person, route: str, path: str) -> TestResponse:
    """What is sent names a version that no record has, so that whoever is admitted changes nothing."""
    if route.startswith("GET"):
        return person.get(path)
    return person.post(f"{path}?version=0", SENT if route in DECIDING else {})


def letter(answer: TestResponse) -> str:
    if answer.status_code == 401 or str(answer.location or "").startswith("/sign-in"):
        return "s"
    return {403: "f", 404: "n"}.get(answer.status_code, "!" if answer.status_code >= 500 else ".")


def test_every_route_stands_in_the_table(office: Office) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in office.app.url_map.iter_rules()
        if not rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == set(ROUTES) | set(PLAN_ROUTES)  # the second: see test_plan_roles


def test_each_role_gets_as_far_as_the_table_says(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
) -> None:
    found = {}
    for route in ROUTES:
        letters = []
        for who in WHO:
            person = fresh(office, people[who]) if route in ENDING else people[who]
            letters.append(letter(ask(person, route, address(route, town))))
        found[route] = "".join(letters)
    assert found == ROUTES


def fresh(office: Office, person: Person) -> Person:
    """The same person in another browser."""
    client = office.app.test_client()
    if person.user is not None:
        client.set_cookie("sign-in", sign_in_as(works_of(office.database, office.world), person.user.username).token)
    return Person(client, person.user)


def test_nobody_s_needs_and_experts_are_touched_by_being_refused(
    office: Office,
    town: Town,  # noqa: F811
) -> None:
    """The table asks with empty forms; what stands in the database afterwards is what was seeded."""
    stranger = add_user(office.database, office.world, "stranger", Role.ENTERPRISE)
    assert stranger.role is Role.ENTERPRISE
    states = office.do(lambda work: {need.ref: need.state for need in work.session.query(Need)})
    assert states[town.city.submitted] is NeedState.SUBMITTED
    assert office.do(lambda work: work.session.query(Expert).count()) == 6
    assert office.do(lambda work: work.session.query(Job).filter_by(ref=town.job).count()) == 1
