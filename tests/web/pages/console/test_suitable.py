"""适合我校的需求: a liaison's own list, in the public version only, on the page, as a text and as a workbook."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality, NeedState, Role
from matchmaker.services.work import Work
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.matching_seeds import INTERNAL, SECRET, Pairs, organization_id, seed_pairs

PAGE = "/console/suitable/"
# What belongs to an enterprise alone, or to a need that may not be shown.
HIDDEN = (INTERNAL, SECRET, "泰安近处机械有限公司", "新泰远方矿业有限公司", "硬岩巷道快速掘进")


@pytest.fixture
def pairs(office: Office) -> Pairs:
    office.person(Role.CITY)
    return seed_pairs(office)


@pytest.fixture
def liaison(office: Office, pairs: Pairs) -> Person:
    return office.person(Role.LIAISON, organization_id=organization_id(office, pairs.university))


def test_the_list_holds_the_public_version_and_who_fits(liaison: Person) -> None:
    text = liaison.get(PAGE).text
    for said in ("适合我校的需求", "换热管防垢（公开）", "换热管防垢的公开说明", "林化工", "化学学院", "泰山区"):
        assert said in text
    assert [said for said in HIDDEN if said in text] == []


def test_a_confidential_need_leaves_no_trace(office: Office, liaison: Person) -> None:
    """The page with it is, letter for letter, the page without it."""
    before = liaison.get(PAGE).text

    def forget(work: Work) -> None:
        secret = work.session.query(Need).filter_by(confidentiality=Confidentiality.CONFIDENTIAL).one()
        secret.state = NeedState.SUBMITTED

    office.do(forget)
    assert without_tokens(liaison.get(PAGE).text) == without_tokens(before)


def without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "nonce" not in line and "csrf" not in line]


def test_the_workbook_holds_the_same_and_is_recorded(office: Office, liaison: Person) -> None:
    answer = liaison.post(f"{PAGE}export")
    rows = [row for row in load_workbook(io.BytesIO(answer.data)).active.values if any(row)]
    assert [row[1] for row in rows[1:]] == ["换热管防垢（公开）"]
    assert [said for said in HIDDEN if any(said in str(cell) for row in rows for cell in row)] == []
    assert quote("适合示例化工大学的需求") in answer.headers["Content-Disposition"]
    assert office.actions()[-1] == "suitable.export"


def test_a_school_gets_its_own(liaison: Person) -> None:
    own, other = (liaison.get(f"{PAGE}?school={school}").text for school in ("化学学院", "机械学院"))
    assert ("换热管防垢（公开）" in own, "换热管防垢（公开）" in other) == (True, False)
    assert "还没有适合该学院的需求" in other
    rows = load_workbook(io.BytesIO(liaison.post(f"{PAGE}export?school=机械学院").data)).active
    assert rows.max_row == 1


def test_a_liaison_sees_only_the_own_institution(office: Office, pairs: Pairs, liaison: Person) -> None:
    other = office.person(Role.LIAISON, "other", organization_id=organization_id(office, pairs.institute))
    assert "还没有适合的需求" in other.get(PAGE).text
    for method, path in (("get", PAGE), ("post", f"{PAGE}export")):
        stranger, unknown = (
            getattr(other, method)(f"{path}?institution={ref}").status_code for ref in (pairs.university, "0000000000")
        )
        assert (stranger, unknown) == (404, 404)
    assert liaison.get(f"{PAGE}?institution={pairs.university}").status_code == 200


def test_a_county_sees_the_needs_of_its_own(office: Office, pairs: Pairs) -> None:
    path = f"{PAGE}?institution={pairs.university}"
    far = office.person(Role.COUNTY, "far", county_code="370982")
    assert "换热管防垢（公开）" in office.county.get(path).text
    assert "换热管防垢（公开）" not in far.get(path).text
    assert [office.city.get(one).status_code for one in (PAGE, f"{PAGE}?institution={pairs.near}")] == [404, 404]


def test_the_text_to_copy_says_the_same(liaison: Person) -> None:
    text = liaison.get(PAGE).text
    copied = text.partition('id="round-text">')[2].partition("</div>")[0]
    assert "1. 换热管防垢（公开）（泰山区）" in copied
    assert "适合：化学学院 林化工" in copied
