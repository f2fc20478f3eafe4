"""Numbers of single counties and chains: offered, kept, taken back, refused where they are none."""

from __future__ import annotations

from matchmaker.models import Campaign
from matchmaker.models.codes import Role
from tests.services.planning.scenes import a_round
from tests.support.builders import TAISHAN
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office

PAGE = "/console/plans/places"


def test_a_county_gets_numbers_of_its_own_and_gives_them_back(office: Office) -> None:
    made = office.do(a_round)
    chief = office.person(Role.CITY, "chief")

    def rules() -> object:
        with office.database.read() as session:
            return session.get_one(Campaign, made.campaign.id).rules.get("districts")

    assert "为个别县市区、产业链单独定数" in words(chief.get("/console/plans/new"))
    page = chief.get(PAGE)
    assert "泰山区" in words(page)
    assert f'name="districts.{TAISHAN}.visits"' in page.text
    sent = {f"districts.{TAISHAN}.visits": "3", f"districts.{TAISHAN}.escorts": "0"}
    assert chief.post(PAGE, sent).status_code == 303
    assert rules() == {TAISHAN: {"visits": 3, "escorts": 0}}
    assert 'value="3"' in chief.get(PAGE).text
    refused = chief.post(PAGE, {f"districts.{TAISHAN}.visits": "many"})
    assert (refused.status_code, "many" in refused.text) == (422, True)
    assert rules() == {TAISHAN: {"visits": 3, "escorts": 0}}
    assert chief.post(PAGE, {}).status_code == 303
    assert rules() == {}
