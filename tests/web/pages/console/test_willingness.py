"""意向摸底 in the console: the list, asking, answers taken down, limits, the workbook both ways."""

from __future__ import annotations

import html
import io
import json
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.models import Expert, OutboxMessage, Participation, Willingness
from matchmaker.models.codes import Role
from matchmaker.services.contact_edit import set_contact
from tests.services.planning.scenes import Round, a_round, say
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office, Person

LIST = "/console/willingness/"


@pytest.fixture
def made(office: Office) -> Round:
    return office.do(lambda work: a_round(work, answered=False))


@pytest.fixture
def chief(office: Office) -> Person:
    """An officer of the city."""
    return office.person(Role.CITY, "chief")


def listed(page: str) -> list[str]:
    return re.findall(r'href="/console/willingness/\w+/\w+">(.*?)</a>', page)


def answers(office: Office) -> list[tuple[str, str]]:
    with office.database.read() as session:
        return [(row.answer, row.how) for row in session.scalars(select(Willingness).order_by(Willingness.id))]


def test_without_a_round_the_page_says_so(chief: Person) -> None:
    assert "没有正在进行的行动" in words(chief.get(LIST))


def test_the_list_shows_sides_shares_and_the_own_county_only(office: Office, chief: Person, made: Round) -> None:
    office.do(lambda work: say(work, made, made.enterprises[0]))
    page = chief.get(LIST)
    assert sorted(listed(page.text)) == [f"示例企业{number}有限公司" for number in range(4)]
    shown = words(page)
    assert "企业 4" in shown
    assert "专家与团队 3" in shown
    assert "1 / 2 愿意 1 家" in shown
    assert sorted(listed(office.county.get(LIST).text)) == ["示例企业0有限公司", "示例企业2有限公司"]
    assert sorted(listed(chief.get(f"{LIST}?side=expert").text)) == ["专家0示例", "专家1示例", "专家2示例"]
    assert listed(chief.get(f"{LIST}?answer=willing").text) == ["示例企业0有限公司"]
    assert listed(chief.get(f"{LIST}?answer=colleague").text) == []


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_many(
    office: Office, chief: Person, made: Round
) -> None:
    chief.get(LIST)
    many = office.count_queries(lambda: chief.get(f"{LIST}?side=expert"))
    few = office.count_queries(lambda: chief.get(f"{LIST}?side=expert&q=专家1"))
    assert few == many


def test_asking_gives_texts_with_links_that_open_and_codes(office: Office, chief: Person, made: Round) -> None:
    sent = {"side": "expert", "party": [made.experts[0].ref, made.experts[2].ref], "until": "2026-11-30",
            "act": "texts"}  # fmt: skip
    page = chief.post(f"{LIST}ask", sent)
    links = re.findall(r'id="link-\d+">http://[^/]+(/a/[0-9a-f]{64})<', page.text)
    assert (page.status_code, len(links), page.text.count('<svg role="img" aria-label="二维码"')) == (200, 2, 2)
    opened = words(office.person(None).get(links[0]))
    assert "致：专家0示例" in opened
    assert "11月30日 23:59" in opened
    again = chief.post(f"{LIST}ask", sent)
    assert again.text.count("盼您于") == 2
    assert "已征询" in words(chief.get(f"{LIST}?side=expert&answer=waiting"))


def test_everybody_of_the_filtered_list_can_be_asked_at_once(office: Office, chief: Person, made: Round) -> None:
    page = chief.post(f"{LIST}ask", {"side": "enterprise", "all": "yes", "county": "370982", "act": "texts"})
    assert len(re.findall(r'id="link-\d+"', page.text)) == 2
    nobody = chief.post(f"{LIST}ask", {"side": "enterprise", "act": "texts"}, follow_redirects=True)
    assert "请先勾选要征询的对象" in words(nobody)
    foreign = office.county.post(f"{LIST}ask", {"side": "enterprise", "party": made.enterprises[1].ref})
    assert foreign.status_code == 404


def test_mails_go_to_those_who_have_an_address(office: Office, chief: Person, made: Round) -> None:
    def give(work):  # type: ignore[no-untyped-def]
        expert = work.session.get_one(Expert, made.experts[0].id)
        set_contact(work=work, owner=expert, values={"name": "林示例", "email": "lin@nowhere.example"})

    office.do(give)
    sent = {"side": "expert", "party": [one.ref for one in made.experts], "act": "mail"}
    said = words(chief.post(f"{LIST}ask", sent, follow_redirects=True))
    assert "1 封邮件已发出。" in said
    assert "2 个没有邮箱" in said
    with office.database.read() as session:
        assert [row.recipient for row in session.scalars(select(OutboxMessage))] == ["lin@nowhere.example"]


def test_a_telephone_reply_is_recorded_with_its_day_and_taken_back(office: Office, chief: Person, made: Round) -> None:
    page = f"{LIST}expert/{made.experts[0].ref}"
    assert "意向未知" in words(chief.get(page))
    sent = {"answer": "willing", "how": "telephone", "said_on": "2026-11-20", "dates": ["2026-11-26"], "note": "下午"}
    assert chief.post(f"{page}/answer", sent | {"how": ""}).status_code == 422
    assert chief.post(f"{page}/answer", sent).status_code == 303
    shown = words(chief.get(page))
    assert "电话 · 11月20日" in shown
    assert "11月26日" in shown
    assert chief.post(f"{page}/forget", {}).status_code == 303
    assert answers(office) == []
    assert chief.get(f"{LIST}enterprise/{made.experts[0].ref}").status_code == 404


def test_whom_they_work_with_already_is_found_by_name(office: Office, chief: Person, made: Round) -> None:
    page = f"{LIST}expert/{made.experts[0].ref}"
    sent = {"answer": "cooperating", "how": "telephone", "partner": "示例企业0有限公司"}
    assert chief.post(f"{page}/answer", sent | {"partner": "没有这家"}).status_code == 422
    assert chief.post(f"{page}/answer", sent).status_code == 303
    assert "合作对象 示例企业0有限公司" in words(chief.get(page))


def test_limits_are_kept_and_an_empty_box_follows_the_round(office: Office, chief: Person, made: Round) -> None:
    page = f"{LIST}expert/{made.experts[0].ref}"
    sent = {"max_visits": "2", "max_days": "", "group": "新材料组", "leads_group": "yes", "condition_note": ""}
    assert chief.post(f"{page}/conditions", sent).status_code == 303
    assert chief.post(f"{page}/conditions", sent | {"max_visits": "-1"}).status_code == 422
    with office.database.read() as session:
        row = session.scalars(select(Participation)).one()
        assert (row.max_visits, row.max_days, row.group_name, row.group_leader) == (2, None, "新材料组", True)


def test_links_are_taken_back(office: Office, chief: Person, made: Round) -> None:
    page = f"{LIST}expert/{made.experts[0].ref}"
    text = chief.post(f"{LIST}ask", {"side": "expert", "party": made.experts[0].ref, "act": "texts"}).text
    found = re.search(r"(/a/[0-9a-f]{64})", text)
    assert found is not None
    assert chief.post(f"{page}/revoke", {}).status_code == 303
    assert office.person(None).get(found[1]).status_code == 410


def test_the_workbook_goes_out_and_comes_back_by_way_of_a_preview(office: Office, chief: Person, made: Round) -> None:
    answer = chief.post(f"{LIST}export", {"side": "enterprise"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(answer.data))
    page = book.active
    assert page is not None
    column = [cell.value for cell in page[1]].index("意向")
    page.cell(2, column + 1).value = "愿意"
    page.cell(3, column + 1).value = "随便"
    out = io.BytesIO()
    book.save(out)
    sent = {"side": "enterprise", "workbook": (io.BytesIO(out.getvalue()), "填好.xlsx")}
    preview = chief.post(f"{LIST}upload", sent, content_type="multipart/form-data")
    shown = words(preview)
    assert (preview.status_code, "不是有效答复" in shown, "登记 1 条答复" in shown) == (200, True, True)
    assert answers(office) == []
    rows = re.search(r'name="rows" value="(.*?)"', preview.text)
    assert rows is not None
    document = html.unescape(rows[1])
    assert chief.post(f"{LIST}upload/apply", {"side": "enterprise", "rows": document}).status_code == 303
    assert answers(office) == [("willing", "workbook")]
    for broken in ("", "{}", "[1]", json.dumps([{"ref": "x"}])):
        assert chief.post(f"{LIST}upload/apply", {"side": "enterprise", "rows": broken}).status_code == 422


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "empty.xlsx"), (b"PK\x03\x04broken", "broken.xlsx"), ("甲,乙\n1,2\n".encode(), "x.csv")]
)
def test_a_file_that_cannot_be_read_is_told(chief: Person, made: Round, content: bytes, name: str) -> None:
    sent = {"side": "enterprise", "workbook": (io.BytesIO(content), name)}
    answer = chief.post(f"{LIST}upload", sent, content_type="multipart/form-data")
    assert (answer.status_code, "field-error" in answer.text or "error-list" in answer.text) == (422, True)
