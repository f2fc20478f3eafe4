"""The record of actions: searched, in scope, followed back, and taken out as a file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import text

from matchmaker.models import Event, Organization
from matchmaker.models.codes import Role
from matchmaker.services.organization import edit_organization
from matchmaker.services.work import Work
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, seed_city
from web.event_words import ACTIONS

RECORD = "/console/audit/"


@pytest.fixture
def city(office: Office) -> City:
    return seed_city(office)


def actions(page: str) -> list[str]:
    return re.findall(r'<span class="strong">(.*?)</span>', page)


def test_acts_stand_in_words_with_what_changed_and_lead_back(office: Office, city: City) -> None:
    office.county.post(f"/console/review/{city.suggestion}/decide?version=2", {"verdict": "accept"})
    page = office.county.get(RECORD).text
    assert actions(page)[:2] == ["进入专家匹配", "采纳推荐"]
    assert "<del>审核通过</del>" in page
    assert "<ins>专家匹配中</ins>" in page
    assert f'href="/console/needs/{city.verified}"' in page
    assert "校验无误" in page


def test_a_county_officer_reads_the_own_county_s_acts(office: Office, city: City) -> None:
    office.city.post(f"/console/review/{city.elsewhere_suggestion}/decide?version=1", {"verdict": "accept"})
    assert "采纳推荐" in actions(office.city.get(RECORD).text)
    assert "采纳推荐" not in actions(office.county.get(RECORD).text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("action=need.verify", []),
        ("kind=achievement", ["录入成果"]),
        ("q=示例city", ["登录"]),
        ("since=2026-11-25", []),
        ("until=2026-11-23", []),
        ("since=2026-11-24&until=2026-11-24&kind=achievement", ["录入成果"]),
        ("since=nonsense&kind=achievement", ["录入成果"]),
    ],
)
def test_filters(office: Office, city: City, query: str, expected: list[str]) -> None:
    assert actions(office.city.get(f"{RECORD}?{query}").text) == expected


def test_the_export_holds_what_was_asked_for_and_is_an_event(office: Office, city: City) -> None:
    auditor = office.person(Role.AUDITOR)
    answer = auditor.post(f"{RECORD}export?kind=need", {})
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["对象类型"] for row in rows} == {"need"}
    assert len(rows) == 4
    event = office.do(lambda work: work.session.query(Event).filter_by(action="audit.export").one())
    assert event.after == {"subject_kind": "need"}
    assert office.city.post(f"{RECORD}export", {}).status_code == 403
    assert f'action="{RECORD}export' not in office.city.get(RECORD).text


def test_a_broken_chain_is_told(office: Office, city: City) -> None:
    with office.database.engine.begin() as connection:
        triggers = [row[0] for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))]
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE event SET actor_name = '别人' WHERE id = 3"))
    page = office.city.get(RECORD).text
    assert "第 3 条" in page
    assert 'data-state="down"' in page


def test_no_formula_leaves_in_the_file(office: Office, city: City) -> None:
    def rename(work: Work) -> None:
        row = work.session.query(Organization).filter_by(ref=city.enterprise).one()
        edit_organization(work=work, organization=row, values={"name": "=cmd|'/c calc'!A1"})

    office.do(rename)
    answer = office.person(Role.AUDITOR).post(f"{RECORD}export?kind=organization", {})
    cells = [cell for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]


def test_every_act_of_the_sources_has_words() -> None:
    """An act that a service notes and this page cannot name would be read as a code."""
    from pathlib import Path

    import matchmaker

    found = set()
    for path in Path(matchmaker.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'action="([a-z_]+\.[a-z_]+)"', source))
    assert found - set(ACTIONS) == set()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.ENTERPRISE])
def test_others_do_not_read_it(office: Office, role: Role) -> None:
    assert office.person(role).get(RECORD).status_code == 403
