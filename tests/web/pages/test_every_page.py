"""What holds for every address of the table: reading changes nothing (S8), numbers are masked (S6), what belongs to
others looks like what does not exist (S2).
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import MetaData, select
from werkzeug.test import TestResponse

from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedState
from matchmaker.services.work import Work
from tests.support.builders import a_need
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.role_table import DECIDING, ROUTES, SENT, WHO
from tests.web.pages.town import Town, address, people, town  # noqa: F401  (fixtures)

READ = [route for route in ROUTES if route.startswith("GET")]
# Rows that say who is here, not what the service holds.
PASSING = {"user_session", "rate_count"}
# The numbers and names that were seeded as contact data.
CONTACTS = ("13800001234", "13800005678", "13900001234", "13700001234")
MISSING = "0000000000"
# Whoever corrects a contact has to see it.
EDITING = re.compile(r"^/(console/(needs|experts|organizations)|my/needs)/\w+/edit$|^/n/\w+/edit$")


def contents(office: Office) -> dict[str, list[tuple[object, ...]]]:
    metadata = MetaData()
    metadata.reflect(office.database.engine)
    with office.database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name not in PASSING
        }


def test_reading_changes_nothing(office: Office, town: Town, people: dict[str, Person]) -> None:  # noqa: F811
    before = contents(office)
    for route in READ:
        for who in WHO:
            people[who].get(address(route, town))
    assert contents(office) == before


def test_reading_a_confidential_need_writes_its_event_and_nothing_else(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
) -> None:
    before = contents(office)
    secret = town.city.secret
    for path in (f"/console/needs/{secret}", f"/console/review/?need={secret}"):
        assert people["county"].get(path).status_code == 200
    after = contents(office)
    assert {name for name, rows in after.items() if rows != before[name]} == {"event", "ledger"}
    assert office.actions()[-2:] == ["need.read_confidential"] * 2


def test_numbers_are_masked_on_every_page_but_where_they_are_corrected(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
) -> None:
    shown = set()
    for route in READ:
        path = address(route, town)
        for who in WHO:
            text = people[who].get(path).data.decode(errors="replace")  # a template to download is no text
            if any(number in text for number in CONTACTS) and not EDITING.match(path):
                shown.add((route, who))
    assert shown == set()
    asked = people["county"].get(f"/console/needs/{town.city.submitted}").text
    assert "138****5678" in asked


def test_a_number_is_revealed_on_request_and_the_look_is_an_event(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
) -> None:
    answer = people["county"].post(f"/console/needs/{town.city.submitted}/contact")
    assert "13800005678" in answer.text
    assert office.actions()[-1] == "contact.reveal"
    for who in ("anonymous", "enterprise", "other enterprise", "liaison", "other county", "auditor"):
        refused = people[who].post(f"/console/needs/{town.city.submitted}/contact")
        assert refused.status_code in (303, 401, 403, 404), who
        assert "13800005678" not in refused.text
    assert office.actions().count("contact.reveal") == 1


def told(answer: TestResponse, ref: str) -> tuple[int, str | None, str]:
    """What an answer says, without the reference that was asked for and what is new each time."""
    text = answer.text.replace(ref, MISSING)
    text = re.sub(r'nonce="[^"]*"|(?:value|content)="[^"]{40,}"|编号[^<]*|[0-9a-f]{16}', "", text)
    return answer.status_code, str(answer.location or "").replace(ref, MISSING), text


# who asks, and for whose record of the town: none of them may know that it exists
STRANGERS = ("other enterprise", "other county")


@pytest.mark.parametrize("who", STRANGERS)
def test_the_record_of_another_is_told_as_one_that_does_not_exist(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
    who: str,
) -> None:
    own_only = {"other enterprise": ("/my/needs/",), "other county": OF_A_COUNTY}[who]
    person, compared = people[who], 0
    for route in ROUTES:
        path, rule = address(route, town), route.partition(" ")[2]
        ref = path.split("/")[3] if path.count("/") >= 3 else ""
        if "<ref>" not in rule or not rule.startswith(own_only):
            continue
        unknown = path.replace(ref, MISSING, 1)
        answers = []
        for asked in (path, unknown):
            if route.startswith("GET"):
                answers.append(person.get(asked))
            else:
                answers.append(person.post(f"{asked}?version=0", SENT if route in DECIDING else {}))
        assert answers[0].status_code in (404, 422), route
        assert told(answers[0], ref) == told(answers[1], MISSING), route
        compared += 1
    assert compared >= 10


# what a county officer may see of its own county only
OF_A_COUNTY = (
    "/console/needs/",
    "/console/review/",
    "/console/partners/",
    "/console/evidence/",
    "/console/intake/",
    "/console/jobs/",
)


def test_what_is_named_in_query_or_body_reaches_no_further(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
) -> None:
    """A draft of another, the organization of another, a filter on another: as if it were not there."""

    def seed(work: Work) -> tuple[str, str]:
        enterprise = work.session.query(Organization).filter_by(ref=town.city.enterprise).one()
        return a_need(work, enterprise, "别人的草稿", NeedState.DRAFT).ref, enterprise.ref

    draft, organization = office.do(seed)
    other, far = people["other enterprise"], people["other county"]
    sent = {"problem": "我的换热管一周就结垢，需要专家。", "organization_name": "x", "contact_mobile": "13800000000"}
    for extra in ({"draft": draft}, {"organization": organization}, {"organization_id": "1"}, {"ref": draft}):
        other.post("/post", sent | extra | {"act": "post"})
    needs = office.do(lambda work: {need.ref: need.title for need in work.session.query(Need)})
    assert needs[draft] == "别人的草稿"
    with office.database.read() as session:
        owners = {need.organization.name for need in session.query(Need) if "我的换热管" in need.problem}
    assert owners <= {"other的单位"}
    for path in (
        "/console/needs/?county=370902",
        "/console/needs/?q=香菇酱褐变控制",
        "/console/search/?q=香菇酱褐变控制",
        "/console/review/?county=370902",
        f"/console/review/?need={town.city.verified}",
    ):
        text = far.get(path).text.replace('value="香菇酱褐变控制"', "").replace("q=%E9", "")
        assert "换热管防垢" not in text, path
        assert f"/console/needs/{town.city.submitted}" not in text, path
    exported = far.post("/console/needs/export?q=换热管")
    assert town.city.verified.encode() not in exported.data
