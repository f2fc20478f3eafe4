"""Every route of meetings, trips, pairings and documents, asked for by every role (S1), over published plans."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from matchmaker.models import Plan
from matchmaker.models.codes import Role
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.publish_plan import publish_plan
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.plan_scenes import institutions_for, seeded_round, worked_out

# In this order the letters of a line stand; county is 泰山区, which the enterprise belongs to, other county 肥城市.
WHO = ("anonymous", "enterprise", "liaison", "county", "other county", "city", "auditor", "administrator")
# "." admitted (whatever the form then says), "s" led to the sign-in, "f" refused, "n" not there for this caller.
READERS, ORGANIZERS, PLANNERS = "sff.....", "sff...f.", "sffff.f."
MINE = "sff.n.f."  # of a party in 泰山区
GONE = "sffff.fn"  # the city takes it out, so it is not there for the administrator
ROUTES: dict[str, str] = {
    "GET /console/meetings/": READERS,
    "GET /console/meetings/new": PLANNERS,
    "POST /console/meetings/new": PLANNERS,
    "GET /console/meetings/<ref>": READERS,
    "GET /console/meetings/<ref>/progress": READERS,
    "GET /console/meetings/<ref>/print": READERS,
    "POST /console/meetings/<ref>/stop": PLANNERS,
    "POST /console/meetings/<ref>/discard": PLANNERS,
    "POST /console/meetings/<ref>/publish": PLANNERS,
    "GET /console/meetings/<ref>/why": PLANNERS,
    "POST /console/meetings/<ref>/why": PLANNERS,
    "POST /console/meetings/<ref>/again": PLANNERS,
    "GET /console/meetings/<ref>/talks/<talk>": PLANNERS,
    "POST /console/meetings/<ref>/talks/<talk>/move": PLANNERS,
    "POST /console/meetings/<ref>/talks/<talk>/lock": PLANNERS,
    "POST /console/meetings/<ref>/talks/<talk>/decline": PLANNERS,
    "POST /console/meetings/<ref>/talks/<talk>/cancel": GONE,
    "GET /console/meetings/<ref>/seats/<int:slot>/<int:table>": PLANNERS,
    "POST /console/meetings/<ref>/seats/<int:slot>/<int:table>": PLANNERS,
    "GET /console/trips/": READERS,
    "GET /console/trips/new": PLANNERS,
    "POST /console/trips/new": PLANNERS,
    "GET /console/trips/<ref>": READERS,
    "GET /console/trips/<ref>/progress": READERS,
    "POST /console/trips/<ref>/stop": PLANNERS,
    "POST /console/trips/<ref>/discard": PLANNERS,
    "POST /console/trips/<ref>/publish": PLANNERS,
    "GET /console/trips/<ref>/why": PLANNERS,
    "POST /console/trips/<ref>/why": PLANNERS,
    "GET /console/trips/<ref>/trips/<trip>": PLANNERS,
    "POST /console/trips/<ref>/trips/<trip>/day": PLANNERS,
    "POST /console/trips/<ref>/trips/<trip>/leader": PLANNERS,
    "POST /console/trips/<ref>/trips/<trip>/lock": PLANNERS,
    "POST /console/trips/<ref>/trips/<trip>/delegates": PLANNERS,
    "POST /console/trips/<ref>/trips/<trip>/decline": PLANNERS,
    "POST /console/trips/<ref>/trips/<trip>/cancel": GONE,
    "GET /console/pairings/": READERS,
    "GET /console/pairings/new": PLANNERS,
    "POST /console/pairings/new": PLANNERS,
    "GET /console/pairings/<ref>": READERS,
    "GET /console/pairings/<ref>/progress": READERS,
    "POST /console/pairings/<ref>/stop": PLANNERS,
    "POST /console/pairings/<ref>/discard": PLANNERS,
    "POST /console/pairings/<ref>/publish": PLANNERS,
    "GET /console/pairings/<ref>/why": PLANNERS,
    "POST /console/pairings/<ref>/why": "sffffnfn",  # the enterprise or chain is not said
    "GET /console/pairings/<ref>/rows/<kind>/<row>": PLANNERS,
    "POST /console/pairings/<ref>/rows/<kind>/<row>": PLANNERS,
    "POST /console/pairings/<ref>/pairings/<pairing>/lock": PLANNERS,
    "POST /console/pairings/<ref>/pairings/<pairing>/school": PLANNERS,
    "POST /console/pairings/<ref>/pairings/<pairing>/sign": PLANNERS,
    "POST /console/pairings/<ref>/pairings/<pairing>/decline": PLANNERS,
    "POST /console/pairings/<ref>/pairings/<pairing>/part": PLANNERS,  # it is signed by then, and stays
    "GET /console/documents/": READERS,
    "GET /console/documents/plans/<ref>": READERS,
    "POST /console/documents/plans/<ref>/arrangements": PLANNERS,
    "GET /console/documents/plans/<ref>/arrangements/<item>": PLANNERS,
    "POST /console/documents/plans/<ref>/arrangements/<item>": "sfffn.f.",
    "POST /console/documents/plans/<ref>/letter": PLANNERS,
    "POST /console/documents/plans/<ref>/letters": PLANNERS,
    "POST /console/documents/plans/<ref>/itinerary": MINE,
    "POST /console/documents/plans/<ref>/calendar": MINE,
    "POST /console/documents/plans/<ref>/workbook": READERS,
    "GET /console/documents/sheets": MINE,
    "POST /console/documents/certificates": PLANNERS,
}


@dataclass(frozen=True)
class Town:
    """Published plans of a round of the city, with somebody and something of 泰山区 in each."""

    plans: dict[str, str]
    parts: dict[str, str]
    form: dict[str, str]


@pytest.fixture
def town(office: Office) -> Town:
    made = seeded_round(office, experts=3, enterprises=8)
    institutions_for(office, made)
    plans = {kind: worked_out(office, made, kind) for kind in ("visits", "meetings", "trips", "pairs")}

    def publish(work: Work) -> Town:
        own = work.as_actor(made.city)
        found = {kind: work.session.query(Plan).filter_by(ref=ref).one() for kind, ref in plans.items()}
        publish_plan(work=own, plan=found["visits"])
        for kind in ("meetings", "trips", "pairs"):
            publish_other_plan(work=own, plan=found[kind])
        near = {one.id: one for one in made.enterprises if one.county_code == TAISHAN}
        visit = next(one for one in found["visits"].visits if one.enterprise_id in near)
        house = near[visit.enterprise_id]
        done = NewVisit(expert=made.experts[0], enterprise=house, on_date=work.today())
        record_visit(work=own, campaign=made.campaign, new=done)
        pairing = found["pairs"].pairings[0]
        university = made.experts[0].institution
        assert university is not None
        taken = {(one.slot, one.table_number) for one in found["meetings"].talks}
        free = next(((slot, table) for slot in range(4) for table in range(3) if (slot, table) not in taken), (0, 0))
        parts = {
            "talk": found["meetings"].talks[0].ref, "trip": found["trips"].trips[0].ref, "pairing": pairing.ref,
            "kind": "enterprise", "row": house.ref, "item": visit.ref, "slot": str(free[0]), "table": str(free[1]),
        }  # fmt: skip
        form = {
            "institution": university.ref, "party": house.ref, "expert": made.experts[0].ref, "enterprise": house.ref,
            "on_date": "2026-11-26", "signed_on": "2026-11-20", "version": "0",
        }  # fmt: skip
        return Town(plans, parts, form)

    return office.do(publish)


def address(route: str, town: Town) -> str:
    """The route with its parts filled in."""
    rule = route.partition(" ")[2]
    kinds = {"meetings": "meetings", "trips": "trips", "pairings": "pairs", "documents": "visits"}
    ref = town.plans[kinds[rule.split("/")[2]]]
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: ({"ref": ref} | town.parts)[part[1]], rule)
    return f"{path}?party={town.form['party']}" if rule.endswith("/sheets") else path


def letter(answer: TestResponse) -> str:
    if answer.status_code == 401 or str(answer.location or "").startswith("/sign-in"):
        return "s"
    return {403: "f", 404: "n"}.get(answer.status_code, "!" if answer.status_code >= 500 else ".")


def ask(person: Person, route: str, town: Town) -> TestResponse:
    path = address(route, town)
    return person.get(path) if route.startswith("GET") else person.post(path, town.form)


def test_each_role_gets_as_far_as_the_table_says(office: Office, town: Town) -> None:
    people = {
        "anonymous": office.person(None),
        "enterprise": office.person(Role.ENTERPRISE),
        "liaison": office.person(Role.LIAISON),
        "county": office.county,
        "other county": office.person(Role.COUNTY, "other.county", county_code="370983"),
        **{role.value: office.person(role, f"{role.value}.one") for role in (Role.CITY, Role.AUDITOR,
                                                                           Role.ADMINISTRATOR)},
    }  # fmt: skip
    found = {route: "".join(letter(ask(people[who], route, town)) for who in WHO) for route in ROUTES}
    assert found == ROUTES
