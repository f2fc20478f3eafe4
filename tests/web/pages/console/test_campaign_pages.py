"""What holds for every page of meetings, trips, pairings and papers: reading changes nothing (S8), no number stands
on them before both sides agreed (S6), and whatever somebody wrote is shown as text (S9).
"""

from __future__ import annotations

import re
from html import escape

from matchmaker.models import Contact, Expert, Need, Organization, Pairing, Plan, Talk, Trip, Visit
from matchmaker.models.codes import Role
from matchmaker.services.work import Work
from tests.web.hostile import ATTACK
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.test_plan_roles import ROUTES, Town, address, town  # noqa: F401  (a fixture)
from tests.web.pages.test_every_page import contents

READ = [route for route in ROUTES if route.startswith("GET")]
SEEDED = re.compile(r"139\d{8}")
SHORT = "<img src=x onerror=window.hit=1>"
MARKED = escape("<img src=x")
# Forms and lists that name nobody, and progress of a plan that is ready.
OWN_WORDS = ("/console/trips/new", "/console/pairings/new", "/progress")


def readers(office: Office) -> list[Person]:
    return [office.person(None), office.county, *(office.person(role, f"{role.value}.one") for role in Role)]


def test_reading_changes_nothing(office: Office, town: Town) -> None:  # noqa: F811
    people = readers(office)
    before = contents(office)
    for route in READ:
        for person in people:
            assert person.get(address(route, town)).status_code < 500
    assert contents(office) == before


def test_no_number_stands_on_a_page_before_both_agreed(office: Office, town: Town) -> None:  # noqa: F811
    with office.database.read() as session:
        assert any(SEEDED.search(row.mobile or "") for row in session.query(Contact))
    people = readers(office)
    shown = {route for route in READ for person in people if SEEDED.search(person.get(address(route, town)).text)}
    assert shown == set()


def test_whatever_somebody_wrote_is_text(office: Office, town: Town) -> None:  # noqa: F811
    planner = office.person(Role.CITY, "city.one")
    free_a_seat(office, planner, town)
    office.do(attack)
    for route in READ:
        path = address(route, town)
        for shown in (path, *(f"{path}?view={view}" for view in views(route))):
            answer = planner.get(shown)
            assert (shown, answer.status_code) == (shown, 200)
            assert (shown, "<img src=x" in answer.text, "<script>window.hit" in answer.text) == (shown, False, False)
            if not path.endswith(OWN_WORDS):
                assert (shown, MARKED in answer.text) == (shown, True)


def free_a_seat(office: Office, planner: Person, town: Town) -> None:  # noqa: F811
    """Take the last talk out, so that somebody could meet in its place."""
    with office.database.read() as session:
        talk = session.query(Talk).order_by(Talk.id.desc()).first()
        assert talk is not None
        town.parts.update(slot=str(talk.slot), table=str(talk.table_number))
        ref = talk.ref
    assert planner.post(f"/console/meetings/{town.plans['meetings']}/talks/{ref}/cancel").status_code == 303


def views(route: str) -> tuple[str, ...]:
    return ("experts", "enterprises", "open") if route.endswith(("/meetings/<ref>", "/print")) else ()


def attack(work: Work) -> None:
    """Every text that somebody could have written into the records of these pages."""
    session = work.session
    for expert in session.query(Expert):
        expert.name, expert.title, expert.school = f"{SHORT}{expert.id}", SHORT, SHORT
    for place in session.query(Organization):
        place.name, place.address, place.schools = f"{SHORT}{place.id}", SHORT, [SHORT]
    for need in session.query(Need):
        need.title = need.public_title = f"{SHORT}{need.id}"
        need.problem = need.public_text = ATTACK
    for contact in session.query(Contact):
        contact.name, contact.role = SHORT, SHORT
    for plan in session.query(Plan):
        plan.name, plan.arrangements = SHORT, {"pickup": ATTACK, "note": SHORT}
    for visit in session.query(Visit):
        visit.arrangements = {"escort": ATTACK}
    for trip in session.query(Trip):
        trip.leader = SHORT
    for pairing in session.query(Pairing):
        pairing.school, pairing.agreement = SHORT, ATTACK
