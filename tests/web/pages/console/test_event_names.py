"""Histories and the record of actions name records and write days as people do, within what the reader may know."""

from __future__ import annotations

import re
from datetime import date

import pytest

from matchmaker.models import Expert, Need, Organization
from matchmaker.services.audit import audit
from matchmaker.services.work import Work
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, seed_city

RECORD = "/console/audit/"


@pytest.fixture
def city(office: Office) -> City:
    return seed_city(office)


def note(office: Office, city: City, **after: object) -> None:
    """An act on the enterprise in 泰山区 that mentions others."""

    def write(work: Work) -> None:
        subject = work.session.query(Organization).filter_by(ref=city.enterprise).one()
        audit(work=work, action="participation.set", subject=subject, after=after)

    office.do(write)


def told(page: str) -> str:
    """What the newest entry says after its act."""
    return re.findall(r'<div class="timeline-change">.*?<ins>(.*?)</ins></div>', page, re.DOTALL)[0]


def test_a_record_goes_by_its_name_and_leads_to_its_page(office: Office, city: City) -> None:
    note(office, city, expert=city.expert)
    assert told(office.city.get(RECORD).text) == f'<a href="/console/experts/{city.expert}">林示例</a>'
    history = office.city.get(f"/console/organizations/{city.enterprise}").text
    assert f'<ins><a href="/console/experts/{city.expert}">林示例</a></ins>' in history


def test_the_subject_is_named_and_its_number_stays(office: Office, city: City) -> None:
    note(office, city, expert=city.expert)
    page = office.city.get(RECORD).text
    named = f'单位 <a href="/console/organizations/{city.enterprise}">泰安澄源环保科技有限公司（示例）</a>'
    assert named in page
    assert city.enterprise in re.sub(r'href="[^"]*"', "", page)


def test_nobody_learns_a_name_that_they_may_not_see(office: Office, city: City) -> None:
    note(office, city, need=city.elsewhere, enterprises=[city.enterprise, city.other_enterprise])
    office_page, county_page = office.city.get(RECORD).text, office.county.get(RECORD).text
    assert "硬岩巷道快速掘进" in office_page
    assert "新泰岩通矿山工程有限公司（示例）" in office_page
    assert "硬岩巷道快速掘进" not in county_page
    assert "新泰岩通" not in county_page
    assert city.elsewhere in county_page


def test_a_confidential_need_goes_by_its_public_title_or_none(office: Office, city: City) -> None:
    note(office, city, need=city.secret)
    page = office.city.get(RECORD).text
    assert "保密的工艺改进需求" not in page
    assert told(page) == city.secret

    def publish(work: Work) -> None:
        work.session.query(Need).filter_by(ref=city.secret).one().public_title = "某工艺改进"

    office.do(publish)
    assert told(office.city.get(RECORD).text) == f'<a href="/console/needs/{city.secret}">某工艺改进</a>'


def test_keys_of_needs_are_named_too_and_marked_up_names_stay_text(office: Office, city: City) -> None:
    def prepare(work: Work) -> int:
        work.session.query(Expert).filter_by(ref=city.expert).one().name = "<b>林</b>"
        return work.session.query(Need).filter_by(ref=city.verified).one().id

    note(office, city, needs=[office.do(prepare)])
    assert told(office.city.get(RECORD).text) == f'<a href="/console/needs/{city.verified}">换热管防垢</a>'
    note(office, city, expert=city.expert)
    assert told(office.city.get(RECORD).text) == f'<a href="/console/experts/{city.expert}">&lt;b&gt;林&lt;/b&gt;</a>'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["2026-11-24"], "11月24日"),
        (["2026-11-26", "2026-11-24", "2026-11-25", "2026-12-03"], "11月24日–11月26日、12月3日"),
        (["2026-12-31", "2027-01-01"], "12月31日–2027年1月1日"),
        (date(2026, 12, 3), "12月3日"),
        (["2026-13-45"], "2026-13-45"),
        (["2026-11-24", "later"], "11月24日、later"),
    ],
)
def test_days_are_written_as_people_write_them(office: Office, city: City, value: object, said: str) -> None:
    note(office, city, dates=value)
    assert told(office.city.get(RECORD).text) == said


def test_names_are_read_in_bulk(office: Office, city: City) -> None:
    note(office, city, expert=city.expert)
    few = office.count_queries(lambda: office.city.get(f"{RECORD}?kind=organization"))
    for expert in (city.second_expert, city.expert, city.second_expert):
        note(office, city, expert=expert)
    assert office.count_queries(lambda: office.city.get(f"{RECORD}?kind=organization")) == few
