"""An enterprise's own needs: its list, its pages, and nothing of another enterprise's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.work import Work
from tests.support.builders import a_need
from tests.web.pages.conftest import MOBILE, NEED, PROBLEM, words
from tests.web.pages.console.conftest import Office, Person

ACTS = ("edit", "keep", "submit", "confirm", "approve", "withdraw", "share")


def an_own_need(office: Office, person: Person, title: str = "防垢", state: NeedState = NeedState.DRAFT) -> str:
    def make(work: Work) -> str:
        assert person.user is not None
        organization = work.session.get_one(Organization, person.user.organization_id)
        return a_need(work, organization, title, state=state, contact_mobile=MOBILE).ref

    return office.do(make)


def state_of(office: Office, ref: str) -> NeedState:
    with office.database.read() as session:
        return session.scalars(select(Need.state).where(Need.ref == ref)).one()


def test_the_list_holds_the_enterprises_own_needs_only(office: Office) -> None:
    mine, other = office.person(Role.ENTERPRISE, "a"), office.person(Role.ENTERPRISE, "b")
    an_own_need(office, mine, "我的防垢")
    an_own_need(office, other, "别人的防腐", NeedState.SUBMITTED)
    text = words(mine.get("/my/needs"))
    assert "我的防垢" in text
    assert "别人的防腐" not in text
    assert "1 条" in text


def test_a_long_list_has_pages(office: Office) -> None:
    mine = office.person(Role.ENTERPRISE)
    for number in range(27):
        an_own_need(office, mine, f"需求{number:02}号")
    first = mine.get("/my/needs")
    assert "需求26号" in first.text
    assert "需求01号" not in first.text
    after = first.text.partition("after=")[2].partition('"')[0]
    assert "需求01号" in mine.get(f"/my/needs?after={after}").text
    assert mine.get("/my/needs?after=nonsense").status_code == 422


def test_a_draft_is_edited_submitted_and_withdrawn(office: Office) -> None:
    mine = office.person(Role.ENTERPRISE)
    ref = an_own_need(office, mine)
    assert mine.post(f"/my/needs/{ref}/edit", NEED | {"act": "keep"}).location == f"/my/needs/{ref}"
    assert PROBLEM in words(mine.get(f"/my/needs/{ref}"))
    mine.post(f"/my/needs/{ref}/submit")
    assert state_of(office, ref) is NeedState.SUBMITTED
    mine.post(f"/my/needs/{ref}/withdraw")
    assert state_of(office, ref) is NeedState.CLOSED


def test_a_link_for_a_colleague_is_made_on_demand(office: Office) -> None:
    mine = office.person(Role.ENTERPRISE)
    ref = an_own_need(office, mine, state=NeedState.SUBMITTED)
    address = mine.post(f"/my/needs/{ref}/share").location
    assert office.person(None).get(address.removesuffix("/posted")).status_code == 200


def test_another_enterprises_need_is_not_there(office: Office) -> None:
    mine, other = office.person(Role.ENTERPRISE, "a"), office.person(Role.ENTERPRISE, "b")
    ref = an_own_need(office, mine, state=NeedState.SUBMITTED)
    for unknown in (ref, "0000000000", "%00", "%E4%B8%AD"):
        assert other.get(f"/my/needs/{unknown}").status_code == 404
        assert other.get(f"/my/needs/{unknown}/edit").status_code == 404
        for act in ACTS:
            assert other.post(f"/my/needs/{unknown}/{act}", NEED | {"act": "keep"}).status_code == 404
    same = words(other.get(f"/my/needs/{ref}")).replace(ref, "0000000000")
    assert same.partition("编号")[0] == words(other.get("/my/needs/0000000000")).partition("编号")[0]
    assert state_of(office, ref) is NeedState.SUBMITTED


@pytest.mark.parametrize("role", [Role.COUNTY, Role.CITY, Role.LIAISON, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_pages_are_for_enterprises(office: Office, role: Role) -> None:
    ref = an_own_need(office, office.person(Role.ENTERPRISE))
    person = office.person(role)
    assert person.get("/my/needs").status_code == 403
    assert person.get(f"/my/needs/{ref}").status_code == 403
    assert person.post(f"/my/needs/{ref}/withdraw").status_code == 403


def test_a_stranger_is_led_to_the_sign_in(office: Office) -> None:
    ref = an_own_need(office, office.person(Role.ENTERPRISE))
    nobody = office.person(None)
    assert nobody.get(f"/my/needs/{ref}").location == "/sign-in"
    assert nobody.post(f"/my/needs/{ref}/withdraw").status_code == 401
    assert state_of(office, ref) is NeedState.DRAFT


def test_an_empty_list_leads_to_the_form(office: Office) -> None:
    assert 'href="/post"' in office.person(Role.ENTERPRISE).get("/my/needs").text
