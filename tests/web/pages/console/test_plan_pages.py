"""Meetings, trips and pairings in the console: forms, changes by hand, refusals in words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from matchmaker.models import Plan, Talk
from tests.services.planning.institution_scene import Hosts
from tests.services.planning.scenes import Round, say
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plan_scenes import seeded_hosts, seeded_round, work_off, worked_out

MEETING = {
    "on_date": "2026-12-01", "begins": "09:00", "place": "示例会堂", "tables": "4", "slots": "4", "minutes": "20",
    "pause": "5", "after1": "2", "rest1": "30",
}  # fmt: skip


@pytest.fixture
def made(office: Office) -> Round:
    return seeded_round(office, experts=4, enterprises=6)


@pytest.fixture
def hosts(office: Office) -> Hosts:
    return seeded_hosts(office, enterprises=6, institutions=3)


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def errors(answer: TestResponse) -> list[str]:
    """What the list above the page or form names."""
    block = re.search(r'<div class="error-list".*?</div>', answer.text, re.DOTALL)
    assert block is not None
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in re.findall(r"<li>(.*?)</li>", block[0], re.DOTALL)]


def everybody(made: Round) -> dict[str, Any]:
    return {"experts": [one.ref for one in made.experts], "enterprises": [one.ref for one in made.enterprises]}


def talks(office: Office, ref: str) -> list[Talk]:
    with office.database.read() as session:
        rows = session.query(Talk).join(Plan).filter(Plan.ref == ref)
        return list(rows.order_by(Talk.slot, Talk.table_number))


def test_a_meeting_is_asked_for_with_those_who_were_chosen(office: Office, made: Round) -> None:
    form = words(office.city.get("/console/meetings/new"))
    assert all(one.name in form for one in (*made.experts, *made.enterprises))
    chosen = everybody(made) | {"experts": [made.experts[0].ref, made.experts[2].ref]}
    answer = office.city.post("/console/meetings/new", MEETING | chosen)
    assert answer.status_code == 303
    ref = str(answer.location).split("/")[-1]
    assert "正在编制" in words(office.city.get(f"/console/meetings/{ref}"))
    with office.database.read() as session:
        key = session.query(Plan).filter_by(ref=ref).one().id
    work_off(office, key)
    assert office.city.get(f"/console/meetings/{ref}/progress").headers["HX-Redirect"] == f"/console/meetings/{ref}"
    found = talks(office, ref)
    assert {one.expert_id for one in found} == {made.experts[0].id, made.experts[2].id}
    page = words(office.city.get(f"/console/meetings/{ref}"))
    assert "示例会堂" in page
    assert "10:20–10:40" in page  # after the break


def test_what_is_wrong_in_the_form_stands_at_its_field(office: Office, made: Round) -> None:
    answer = office.city.post("/console/meetings/new", {"tables": "0", "after1": "2", "begins": "9 Uhr"})
    assert answer.status_code == 422
    assert {one.split("：")[0] for one in errors(answer)} >= {"日期", "地点", "开始时间", "桌数", "专家", "企业"}
    late = office.city.post("/console/meetings/new", MEETING | everybody(made) | {"on_date": "2026-11-24"})
    assert errors(late) == ["日期：请选择今天以后的日期。"]
    assert office.city.post("/console/meetings/new", MEETING | everybody(made) | {"after1": "4"}).status_code == 422


def test_the_best_so_many_are_ticked_and_what_was_filled_in_stays(office: Office, made: Round) -> None:
    office.do(lambda work: say(work, made, made.experts[0], dates=(date(2026, 11, 25),)))
    filled = MEETING | everybody(made) | {"offer": "yes", "most_experts": "2", "most_enterprises": "1"}
    answer = office.city.post("/console/meetings/new", filled)
    assert answer.status_code == 200
    page = words(answer)
    assert "已选 2／4" in page
    assert "已选 1／6" in page
    assert re.search(rf"{made.experts[0].name} 匹配 \d 个 · 当天不便", page)  # named other days than the meeting's
    assert f'value="{MEETING["place"]}"' in answer.text
    unlimited = office.city.post("/console/meetings/new", MEETING | {"offer": "yes", "absent": "yes"})
    assert "已选 4／4" in words(unlimited)


def test_those_whose_willingness_is_unknown_are_offered_on_request(office: Office, made: Round) -> None:
    office.do(lambda work: say(work, made, made.experts[1], "unwilling"))
    assert made.experts[1].name not in words(office.city.get("/console/meetings/new?unknown=yes"))


def test_a_change_that_breaks_a_rule_is_told_and_not_made(office: Office, made: Round) -> None:
    ref = worked_out(office, made, "meetings")
    before = {one.ref: (one.slot, one.table_number) for one in talks(office, ref)}
    first = talks(office, ref)[0]
    other = next(one for one in talks(office, ref) if one.expert_id == first.expert_id and one.slot != first.slot)
    # its enterprise or expert would be in two places, or the seat is taken by a talk that cannot change with it
    clash = next(
        one
        for one in talks(office, ref)
        if one.slot == other.slot and one.ref != other.ref and one.expert_id != first.expert_id
    )
    answer = office.city.post(
        f"/console/meetings/{ref}/talks/{first.ref}/move", {"slot": str(clash.slot), "table": str(clash.table_number)}
    )
    assert answer.status_code == 422
    name = next(one.name for one in made.experts if one.id == first.expert_id)
    assert any(name in one for one in errors(answer))
    assert {one.ref: (one.slot, one.table_number) for one in talks(office, ref)} == before


def test_a_talk_is_locked_moved_and_taken_out(office: Office, made: Round) -> None:
    ref = worked_out(office, made, "meetings")
    first, second = [one for one in talks(office, ref) if one.slot == 0][:2]
    page = office.city.get(f"/console/meetings/{ref}/talks/{first.ref}")
    assert "对调" in words(page)
    office.city.post(f"/console/meetings/{ref}/talks/{first.ref}/lock", {"locked": "yes"})
    refused = office.city.post(
        f"/console/meetings/{ref}/talks/{second.ref}/move", {"slot": "0", "table": str(first.table_number)}
    )
    assert errors(refused) == ["该场洽谈已锁定，请先解锁。"]
    office.city.post(f"/console/meetings/{ref}/talks/{first.ref}/lock", {"locked": "no"})
    moved = office.city.post(
        f"/console/meetings/{ref}/talks/{second.ref}/move", {"slot": "0", "table": str(first.table_number)}
    )
    assert moved.status_code == 303
    assert office.city.post(f"/console/meetings/{ref}/talks/{first.ref}/cancel", {}).status_code == 303
    assert len(talks(office, ref)) == 11
    seat = f"/console/meetings/{ref}/seats/0/{second.table_number}"
    offered = office.city.get(seat)
    pair = {
        name: re.search(rf'name="{name}" value="(\w+)"', offered.text)[1]  # type: ignore[index]
        for name in ("expert", "enterprise")
    }
    assert office.city.post(seat, pair).status_code == 303
    assert len(talks(office, ref)) == 12


def test_a_meeting_is_published_and_planned_again(office: Office, made: Round) -> None:
    ref = worked_out(office, made, "meetings")
    assert office.city.post(f"/console/meetings/{ref}/publish", {"version": "1"}).status_code == 409
    with office.database.read() as session:
        version = session.query(Plan).filter_by(ref=ref).one().version
    assert office.city.post(f"/console/meetings/{ref}/publish", {"version": str(version)}).status_code == 303
    again = office.city.post(f"/console/meetings/{ref}/again", {})
    draft = str(again.location).split("/")[-1]
    assert draft != ref
    listed = words(office.city.get("/console/meetings/"))
    assert "已发布" in listed
    assert office.county.get(f"/console/meetings/{ref}").status_code == 200
    assert office.county.get(f"/console/meetings/{draft}").status_code == 404


def test_paper_views_hold_every_talk(office: Office, made: Round) -> None:
    ref = worked_out(office, made, "meetings")
    for view in ("tables", "experts", "enterprises"):
        page = words(office.city.get(f"/console/meetings/{ref}/print?view={view}"))
        assert all(one.name in page for one in made.experts), view
    assert "需求0示例" in words(office.city.get(f"/console/meetings/{ref}/print?view=experts"))


def test_a_delegation_changes_on_its_page(office: Office, hosts: Hosts) -> None:
    ref = worked_out(office, hosts, "trips")
    board = words(office.city.get(f"/console/trips/{ref}"))
    assert all(one.name in board for one in hosts.enterprises)
    with office.database.read() as session:
        trips = session.query(Plan).filter_by(ref=ref).one().trips
        sizes = {trip.ref: len(trip.delegates) for trip in trips}
    trip = max(sizes, key=lambda one: sizes[one])
    page = office.city.get(f"/console/trips/{ref}/trips/{trip}")
    leaving = re.search(r'name="enterprise" value="(\w+)"><input type="hidden" name="leaves" value="(\w+)">', page.text)
    assert leaving is not None
    assert leaving[2] == trip
    sent = {"enterprise": leaving[1], "leaves": trip, "joins": ""}
    assert office.city.post(f"/console/trips/{ref}/trips/{trip}/delegates", sent).status_code == 303
    office.city.post(f"/console/trips/{ref}/trips/{trip}/leader", {"leader": "示例带队人"})
    assert "示例带队人" in words(office.city.get(f"/console/trips/{ref}"))
    small = min(sizes, key=lambda one: sizes[one])
    with office.database.read() as session:
        row = next(one for one in session.query(Plan).filter_by(ref=ref).one().trips if one.ref == small)
        members = [one.enterprise_id for one in row.delegates]
    refs = [one.ref for one in hosts.enterprises if one.id in members]
    answers = [
        office.city.post(
            f"/console/trips/{ref}/trips/{small}/delegates", {"enterprise": one, "leaves": small, "joins": ""}
        )
        for one in refs
    ]
    assert answers[-1].status_code == 422
    assert errors(answers[-1])[0].endswith("的代表团只有 1 家企业，低于下限。")


def test_a_pairing_changes_and_is_signed(office: Office, hosts: Hosts) -> None:
    ref = worked_out(office, hosts, "pairs")
    house = hosts.enterprises[0]
    address = f"/console/pairings/{ref}/rows/enterprise/{house.ref}"
    page = office.city.get(address)
    other = re.search(
        r'name="institution" value="(\w+)"><input type="hidden" name="instead_of" value="(\w+)">', page.text
    )
    assert other is not None
    assert office.city.post(address, {"institution": other[1], "instead_of": other[2]}).status_code == 303
    name = next(one.name for one in hosts.institutions if one.ref == other[1])
    table = office.city.get(f"/console/pairings/{ref}").text
    row = re.search(rf"<tr><th[^>]*><a[^>]*>{house.name}</a>.*?</tr>", table, re.DOTALL)
    assert row is not None
    assert name in row[0]
    with office.database.read() as session:
        version = session.query(Plan).filter_by(ref=ref).one().version
    office.city.post(f"/console/pairings/{ref}/publish", {"version": str(version)})
    early = office.city.post(f"/console/pairings/{ref}/pairings/{other[2]}/sign", {"signed_on": "2027-01-01"})
    assert early.status_code == 422
    signed = {"signed_on": "2026-11-20", "agreement": "共建中试基地"}
    assert office.city.post(f"/console/pairings/{ref}/pairings/{other[2]}/sign", signed).status_code == 303
    assert "共建中试基地" in words(office.city.get(address))


def test_rules_of_a_round_are_asked_for_with_the_plan(office: Office, hosts: Hosts) -> None:
    assert "一个团最少企业数" in words(office.city.get("/console/trips/new"))
    wrong = office.city.post("/console/trips/new", {"min_delegation": "-1"})
    assert wrong.status_code == 422
    answer = office.city.post("/console/pairings/new", {"demand": "2", "chains": ["new_materials"]})
    ref = str(answer.location).split("/")[-1]
    with office.database.read() as session:
        plan = session.query(Plan).filter_by(ref=ref).one()
        assert (plan.kind, plan.problem["inputs"]["chains"]) == ("pairs", ["new_materials"])
    unknown = office.city.post("/console/pairings/new", {"chains": ["nothing"]})
    assert unknown.status_code == 422


@pytest.mark.parametrize(("page", "kind"), [("trips", "trips"), ("pairings", "pairs")])
def test_a_plan_of_nothing_says_what_to_do_first(office: Office, made: Round, page: str, kind: str) -> None:
    """No institution was accepted for anybody yet: nothing was left out, and nobody is told to look there."""
    ref = worked_out(office, made, kind)
    answer = office.city.get(f"/console/{page}/{ref}")
    assert "请先采纳推荐院校，并征询双方意向。" in words(answer)
    assert answer.text.count('href="/console/partners/"') == 2  # in the menu, and where it is said
    assert "未安排" not in words(answer)


def test_without_a_round_the_pages_say_so(office: Office) -> None:
    for path in ("meetings", "trips", "pairings", "documents"):
        assert office.city.get(f"/console/{path}/").status_code == 200
    assert office.city.get("/console/meetings/new").status_code == 404
    assert office.city.get("/console/documents/sheets").status_code == 404
