"""Import of a workbook on screen: from the file to its result, and nothing of it for anybody else."""

from __future__ import annotations

import io
import json
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import Runner
from matchmaker.models import Event, Job, Need
from matchmaker.models.codes import JobState, Role
from matchmaker.services.importing.parked import purge_parked
from tests.web.pages.console.conftest import Office, Person

START = "/console/import/"
HEADERS = ("企业名称", "技术需求名称", "需求内容", "县（市、区）", "拟投入资金")
ROWS = [
    ["示例一有限公司", "换热管防垢", "每周停机清洗。", "泰山区", "约80"],
    ["同上", "蒸汽余热回收", "余热没有利用。", "同上", "面议"],
    ["示例二有限公司", "换热管防垢", "每周停机清洗。", "岱岳区", ""],
    ["示例三有限公司", "", "", "泰山区", ""],
]


def workbook(rows: list[list[str]] = ROWS, headers: tuple[str, ...] = HEADERS) -> bytes:
    return write_workbook([Column(header) for header in headers], rows)


def send(
    person: Person, content: bytes | None = None, name: str = "泰山区汇总.xlsx", kind: str = "needs"
) -> TestResponse:
    sent = {"kind": kind, "workbook": (io.BytesIO(workbook() if content is None else content), name)}
    return person.post(START, sent, content_type="multipart/form-data")


def begun(person: Person, content: bytes | None = None) -> str:
    """The address of a file whose columns were taken as they were found."""
    answer = send(person, content)
    assert answer.status_code == 303, answer.text
    base: str = answer.location.rsplit("/", 1)[0]
    answer = person.post(f"{base}/columns", chosen(person.get(f"{base}/columns").text))
    assert answer.location == f"{base}/rows"
    return base


def chosen(page: str) -> dict[str, str]:
    """What the form of columns would send as it stands."""
    found = re.findall(r'<select[^>]*name="(column-\d+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    picks = {name: re.search(r'value="(\w*)" selected', options) for name, options in found}
    return {name: pick[1] if pick else "" for name, pick in picks.items()}


def figures(page: str) -> list[str]:
    return re.findall(r'class="stat-value">([\d,]+)', page)


def needs(office: Office) -> list[str]:
    return office.do(lambda work: [need.title for need in work.session.query(Need).order_by(Need.id)])


def folder(office: Office) -> Path:
    return Path(office.app.extensions["services"].settings.data_dir) / "imports"


def work_off(office: Office) -> int:
    application = office.app.extensions["services"]
    mine = {"import": handlers(application)["import"]}
    runner = Runner(database=office.database, handlers=mine, owner="test", clock=office.world.clock)
    return runner.run_until_idle()


def test_a_file_goes_from_its_columns_over_its_rows_to_its_result(office: Office) -> None:
    person = office.county
    base = begun(person)
    assert chosen(person.get(f"{base}/columns").text) == {
        "column-0": "organization", "column-1": "title", "column-2": "problem", "column-3": "county",
        "column-4": "funds",
    }  # fmt: skip
    preview = person.get(f"{base}/rows").text
    assert figures(preview) == ["2", "0", "0", "2", "2"]
    assert needs(office) == []  # nothing is stored yet
    answer = person.post(f"{base}/run", {"mode": "good"})
    assert answer.location == f"{base}/result"
    result = person.get(f"{base}/result").text
    assert figures(result) == ["2", "0", "0", "2"]
    assert "题目和内容与第 2 行相同，但单位不同（示例二有限公司）。" in result
    assert needs(office) == ["换热管防垢", "蒸汽余热回收"]
    assert "import.needs" in office.actions()


def test_the_fate_of_every_row_is_told_before(office: Office) -> None:
    person = office.county
    base = begun(person)
    page = person.get(f"{base}/rows").text
    fates = re.findall(r'data-label="行">(\d+)</td>.*?<span class="state"[^>]*>(.*?)</span>', page, re.DOTALL)
    assert fates == [("2", "新增"), ("3", "新增"), ("4", "不导入"), ("5", "不导入")]
    only = person.get(f"{base}/rows?only=problems").text
    assert re.findall(r'data-label="行">(\d+)<', only) == ["2", "3", "4", "5"]


def test_a_refused_row_names_its_column_as_the_sheet_does(office: Office) -> None:
    rows = [["示例四有限公司", "换热管防垢", "每周停机清洗。", "新泰市", ""]]
    base = begun(office.county, workbook(rows))
    page = office.county.get(f"{base}/rows").text
    assert "未导入：所属县市区：企业属于其他县市区，由当地填报。" in page
    assert "county：" not in page
    english = office.county.get(f"{base}/rows?lang=en").text
    assert "Not taken: County or zone: The enterprise lies in another county, whose office enters it." in english


def test_all_or_nothing_takes_nothing_and_the_way_back_is_open(office: Office) -> None:
    person = office.county
    base = begun(person)
    person.post(f"{base}/run", {"mode": "all"})
    page = person.get(f"{base}/result").text
    assert "没有导入任何记录" in page
    assert re.findall(r'<td class="end">(\d+)</td><td>([^<]+)', page)[-1] == ("5", "既无标题也无内容。")
    assert needs(office) == []
    person.post(f"{base}/run", {"mode": "good"})
    assert needs(office) == ["换热管防垢", "蒸汽余热回收"]


def test_a_second_time_nothing_changes(office: Office) -> None:
    person = office.county
    for _ in range(2):
        base = begun(person)
        person.post(f"{base}/run", {"mode": "good"})
    assert figures(person.get(f"{base}/result").text) == ["0", "0", "2", "2"]
    assert len(needs(office)) == 2


def test_a_corrected_column_is_read_as_it_was_said(office: Office) -> None:
    person = office.county
    content = workbook([["示例一有限公司", "换热管防垢", "每周清洗。"]], ("企业名称", "甲", "乙"))
    base = send(person, content).location.rsplit("/", 1)[0]
    person.post(f"{base}/columns", {"column-0": "organization", "column-1": "title", "column-2": "problem"})
    assert figures(person.get(f"{base}/rows").text)[0] == "1"
    person.post(f"{base}/columns", {"column-0": "organization", "column-1": "problem", "column-2": ""})
    assert "每周清洗。" not in person.get(f"{base}/rows").text
    assert person.post(f"{base}/columns", {"column-1": "no_such_field"}).status_code == 400


def test_the_file_is_of_its_sender_only_and_gone_afterwards(office: Office) -> None:
    person, other = office.county, office.city
    base = begun(person)
    for path in ("columns", "rows", "result", "left-out"):
        assert other.get(f"{base}/{path}").status_code == 404
    for path in ("columns", "run", "drop"):
        assert other.post(f"{base}/{path}", {"mode": "good"}).status_code == 404
    place = folder(office) / base.rsplit("/", 1)[1]
    assert (place / "content").exists()
    assert oct(place.stat().st_mode)[-3:] == "700"
    person.post(f"{base}/run", {"mode": "good"})
    assert sorted(path.name for path in place.iterdir()) == ["about.json", "result.json"]
    assert person.get(f"{base}/columns").status_code == 404
    assert person.get(f"{base}/left-out").mimetype.endswith("spreadsheetml.sheet")
    person.post(f"{base}/drop", {})
    assert not place.exists()


@pytest.mark.parametrize("token", ["x", "0" * 64, "..%2F..%2Fetc", "a" * 63 + "G"])
def test_other_tokens_lead_nowhere(office: Office, token: str) -> None:
    assert office.county.get(f"{START}{token}/columns").status_code == 404


def test_files_that_nobody_came_back_for_are_removed(office: Office) -> None:
    begun(office.county)
    place = next(folder(office).iterdir())
    old = office.world.clock() - timedelta(days=2)
    os.utime(place, (old.timestamp(), old.timestamp()))
    assert purge_parked(folder=folder(office), now=office.world.clock()) == 1
    assert list(folder(office).iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.xlsx", b""), ("x.xlsx", b"PK\x03\x04nonsense"), ("x.pdf", b"%PDF-1.4")],
)
def test_what_cannot_be_read_is_told_and_not_kept(office: Office, name: str, content: bytes) -> None:
    answer = send(office.county, content, name)
    assert answer.status_code == 422
    assert 'class="error-list"' in answer.text
    assert list(folder(office).iterdir()) == []


def test_a_form_without_file_or_kind_is_told(office: Office) -> None:
    assert office.county.post(START, {"kind": "needs"}).status_code == 422
    assert send(office.county, kind="planets").status_code == 422


@pytest.mark.parametrize("kind", ["needs", "experts", "achievements", "organizations"])
def test_templates_are_read_by_the_import_itself(office: Office, kind: str) -> None:
    answer = office.county.get(f"{START}template/{kind}")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    sent = send(office.county, answer.data, "模板.xlsx", kind)
    assert sent.status_code == 303
    assert office.county.get(f"{START}template/planets").status_code == 404


def test_another_county_s_row_is_left_out_for_a_county_officer(office: Office) -> None:
    person = office.county
    base = begun(person, workbook([["新泰某厂", "硬岩掘进", "掘进慢。", "新泰市", ""]]))
    page = person.get(f"{base}/rows").text
    assert figures(page)[:4] == ["0", "0", "0", "1"]
    assert "企业属于其他县市区，由当地填报。" in page
    assert "another county" not in page


def test_a_large_file_is_left_to_a_worker_with_visible_progress(office: Office) -> None:
    person = office.county
    rows = [[f"示例{number}有限公司", f"需求{number}", f"难题{number}说明。", "泰山区", ""] for number in range(120)]
    base = begun(person, workbook(rows))
    waiting = person.get(f"{base}/rows").text
    poll = re.search(r'data-poll="([^"]+)"', waiting)
    assert poll is not None
    assert "排队中" in person.get(poll[1].replace("&amp;", "&")).text
    assert person.get(f"{base}/rows").text.count("data-poll") == 1
    assert office.do(lambda work: work.session.query(Job).filter_by(kind="import").count()) == 1
    assert work_off(office) == 1
    done = person.get(poll[1].replace("&amp;", "&"))
    assert done.headers["HX-Redirect"] == f"{base}/rows"
    assert figures(person.get(f"{base}/rows").text)[0] == "120"
    assert needs(office) == []
    person.post(f"{base}/run", {"mode": "all"})
    assert "data-poll" in person.get(f"{base}/result").text
    assert work_off(office) == 1
    assert figures(person.get(f"{base}/result").text) == ["120", "0", "0", "0"]
    assert len(needs(office)) == 120
    event = office.do(lambda work: work.session.query(Event).filter_by(action="import.needs").first())
    assert person.user is not None
    assert event.actor_ref == person.user.ref


def test_a_stopped_import_can_be_begun_again(office: Office) -> None:
    person = office.county
    rows = [[f"示例{number}有限公司", f"需求{number}", "难题。", "泰山区", ""] for number in range(70)]
    base = begun(person, workbook(rows))
    page = person.get(f"{base}/rows").text
    cancel = re.search(r'hx-post="([^"]+/cancel[^"]*)"', page)
    assert cancel is not None
    assert "已停止" in person.post(cancel[1].replace("&amp;", "&"), {}).text
    states = office.do(lambda work: [job.state for job in work.session.query(Job).filter_by(kind="import")])
    assert states == [JobState.CANCELLED]
    assert "data-poll" in person.get(f"{base}/rows").text  # asked for anew


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LIAISON, Role.ENTERPRISE])
def test_only_organizers_import(office: Office, role: Role) -> None:
    person = office.person(role)
    assert person.get(START).status_code == 403
    assert send(person).status_code == 403
    assert person.get(f"{START}template/needs").status_code == 403


def test_a_job_is_seen_by_who_asked_for_it(office: Office) -> None:
    rows = [[f"示例{number}有限公司", f"需求{number}", "难题。", "泰山区", ""] for number in range(70)]
    base = begun(office.county, workbook(rows))
    office.county.get(f"{base}/rows")
    about = json.loads((folder(office) / base.rsplit("/", 1)[1] / "about.json").read_text(encoding="utf-8"))
    other = office.person(Role.COUNTY, "other.county", county_code="370982")
    assert other.get(f"/console/jobs/{about['job']}").status_code == 404
    assert other.post(f"/console/jobs/{about['job']}/cancel", {}).status_code == 404
    assert office.county.get(f"/console/jobs/{about['job']}").status_code == 200


def test_the_real_workbook_takes_44_and_names_the_repeat(office: Office, shared_data: Path) -> None:
    content = (shared_data / "inputs" / "需求汇总表.xlsx").read_bytes()
    base = begun(office.city, content)
    assert figures(office.city.get(f"{base}/rows").text)[:4] == ["44", "0", "0", "1"]
    office.city.post(f"{base}/run", {"mode": "good"})
    page = office.city.get(f"{base}/result").text
    assert figures(page) == ["44", "0", "0", "1"]
    assert "题目和内容与第 7 行相同。" in page
