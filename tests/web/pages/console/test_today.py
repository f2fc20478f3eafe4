"""今日待办: what waits for whom, and the figures of the round."""

from __future__ import annotations

import re

import pytest

from matchmaker.models.codes import Role
from matchmaker.services.work import Work
from tests.support.builders import a_need, an_enterprise
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, a_running_campaign, an_intake, needs_of_a_list, seed_city

TODAY = "/console/"


@pytest.fixture
def city(office: Office) -> City:
    office.do(a_running_campaign)
    return seed_city(office)


def waiting(page: str) -> dict[str, str]:
    """What waits -> how many."""
    found = re.findall(r'today-count">(\d+)</span><span>([^<]+)', page)
    return {text.strip(): count for count, text in found}


def test_what_waits_is_counted_in_the_own_scope(office: Office, city: City) -> None:
    assert waiting(office.county.get(TODAY).text) == {"项需求待审核": "1", "条推荐待定": "2", "家单位待核实": "1"}
    assert waiting(office.city.get(TODAY).text) == {"项需求待审核": "1", "条推荐待定": "3", "家单位待核实": "2"}


def test_answers_are_due_on_the_promised_day(office: Office, city: City) -> None:
    office.world.clock.advance(days=30)
    person = office.person(Role.COUNTY, "later")
    page = person.get(TODAY).text
    assert waiting(page)["项答复已到期"] == "3"
    assert "data-late" in page
    listed = person.get("/console/needs/?due=today&sort=answer_due_on&order=asc").text
    assert listed.count("香菇酱褐变控制") == 1


def test_the_places_of_needs_to_be_reviewed_add_up_to_their_count(office: Office) -> None:
    """Three counties are named; what waits elsewhere is told as one number."""

    def five_counties(work: Work) -> None:
        for code, count in (("370921", 3), ("370982", 2), ("370902", 1), ("370911", 1), ("370983", 1)):
            for number in range(count):
                a_need(work, an_enterprise(work, f"{code}之{number}有限公司", code))

    office.do(a_running_campaign)
    office.do(five_counties)
    page = office.city.get(TODAY).text
    assert waiting(page)["项需求待审核"] == "8"
    assert "宁阳县 3、新泰市 2、泰山区 1、其他 2" in page


def test_an_intake_waits_for_the_enterprise_s_word(office: Office, city: City) -> None:
    person = office.county
    assert person.user is not None
    by = person.user.id
    office.do(lambda work: an_intake(work, an_enterprise(work, "代填有限公司"), by))
    assert waiting(person.get(TODAY).text)["项代填需求待企业确认"] == "1"


def test_what_is_decided_waits_no_longer(office: Office, city: City) -> None:
    for ref in (city.suggestion, city.second_suggestion):
        answer = office.county.post(f"/console/review/{ref}/decide?version=2", {"verdict": "hold"})
        assert answer.status_code == 200
    assert "条推荐待定" not in waiting(office.county.get(TODAY).text)


def test_the_database_counts_however_many_needs_there_are(office: Office, city: City) -> None:
    few = office.count_queries(lambda: office.city.get(TODAY))
    needs_of_a_list(office, 12)
    assert office.count_queries(lambda: office.city.get(TODAY)) == few


def test_every_line_leads_to_what_it_counts(office: Office, city: City) -> None:
    page = office.city.get(TODAY).text
    for href in re.findall(r'class="today-item" href="([^"]+)"', page):
        assert office.city.get(href.replace("&amp;", "&")).status_code == 200


def test_the_eight_figures_and_the_steps_stand_there(office: Office, city: City) -> None:
    page = office.city.get(TODAY).text
    figures = dict(re.findall(r'stat-label">\s*(?:<a[^>]*>|<span>)(.*?)</.*?stat-value">([\d,.]+)', page, re.DOTALL))
    assert len(figures) == 8
    assert (figures["征集技术需求"], figures["审核通过需求"]) == ("4", "3")
    steps = re.findall(r'step-number">(\d+)</span>\s*<span class="step-name">(.*?)<', page)
    assert steps == [("4", "征集"), ("3", "审核"), ("1", "匹配"), ("0", "对接"), ("0", "签约"), ("0", "解决")]


def test_an_auditor_sees_the_figures_and_nothing_to_do(office: Office, city: City) -> None:
    page = office.person(Role.AUDITOR).get(TODAY).text
    assert waiting(page) == {}
    assert "征集技术需求" in page
    assert 'href="/console/review/"' not in page


def test_without_a_round_the_page_is_there(office: Office) -> None:
    page = office.city.get(TODAY)
    assert page.status_code == 200
    assert waiting(page.text) == {}


def test_the_page_is_for_the_console_s_people(office: Office) -> None:
    assert office.person(None).get(TODAY).location == "/sign-in"
    assert office.person(Role.ENTERPRISE).get(TODAY).status_code == 403


def test_the_number_of_queries_does_not_grow_with_what_waits(office: Office, city: City) -> None:
    person = office.city
    person.get(TODAY)
    few = office.count_queries(lambda: person.get(TODAY))

    def more(work: Work) -> None:
        for number in range(3):
            a_need(work, an_enterprise(work, f"再一家{number}"), f"再一项{number}")

    office.do(more)
    assert office.count_queries(lambda: person.get(TODAY)) == few
