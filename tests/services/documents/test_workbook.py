"""A plan as a workbook: what stands in it, by reading it again; nothing beyond the reader's scope, no contacts."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from matchmaker.database import Database
from matchmaker.errors import Forbidden
from matchmaker.models import Event
from matchmaker.models.codes import Role
from matchmaker.services.documents.left_out import left_out_of, unplaced_of
from matchmaker.services.documents.workbook import plan_workbook
from tests.services.documents.scene import a_meeting_plan, a_visit_plan, accept, with_contacts
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.scenes import Round, plan_of, say
from tests.support.builders import XINTAI, a_user
from tests.support.world import World


@pytest.fixture
def made(database: Database, world: World) -> Round:
    return with_contacts(database, world)


def read(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_visit_stands_with_both_answers_and_no_contact(database: Database, world: World, made: Round) -> None:
    plan_id = a_visit_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        accept(work, plan, [made.experts[0]])
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        sheets = read(plan_workbook(work=work, plan=plan))
        rows = sheets["专家入企"]
        assert rows[0][:11] == [
            "日期",
            "时间",
            "专家",
            "职称",
            "所在单位",
            "企业",
            "县市区",
            "需求",
            "状态",
            "专家答复",
            "企业答复",
        ]
        names = {row.id: row.name for row in (*made.experts,)}
        places = {row.id: row.name for row in made.enterprises}
        assert sorted((row[0], row[2], row[5]) for row in rows[1:]) == sorted(
            (visit.on_date, names[visit.expert_id], places[visit.enterprise_id]) for visit in plan.visits
        )
        assert {row[9] for row in rows[1:] if row[2] == made.experts[0].name} == {"接受"}
        assert {row[9] for row in rows[1:] if row[2] != made.experts[0].name} <= {"尚未邀请"}
        assert {row[11] for row in rows[1:]} == {"泰安站南出站口接站"}
        assert "1390000000" not in str(sheets)
    with database.read() as session:
        assert session.query(Event).filter(Event.action == "document.workbook").one().after == {"count": len(rows) - 1}


def test_a_meeting_has_a_sheet_for_each_way_to_look_at_it(database: Database, world: World, made: Round) -> None:
    plan_id = a_meeting_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        sheets = read(plan_workbook(work=work, plan=plan))
        assert list(sheets)[:3] == ["按时段和桌号", "按专家", "按企业"]
        talks = [tuple(row) for row in sheets["按时段和桌号"][1:]]
        assert len(talks) == len(plan.talks)
        assert (
            set(talks) == {tuple(row) for row in sheets["按专家"][1:]} == {tuple(row) for row in sheets["按企业"][1:]}
        )
        assert talks == sorted(talks, key=lambda row: (row[1], row[2]))
        assert [row[3] for row in sheets["按专家"][1:]] == sorted(row[3] for row in sheets["按专家"][1:])
        assert {row[0] for row in talks} == {date(2026, 11, 26)}


def test_a_county_takes_out_its_own_rows_only(database: Database, world: World, made: Round) -> None:
    plan_id = a_visit_plan(database, world, made)
    with database.write() as session:
        work = world.work(session)
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code=XINTAI))
        rows = read(plan_workbook(work=county, plan=plan_of(work, plan_id)))["专家入企"][1:]
        assert {row[6] for row in rows} == {"新泰市"}
        liaison = a_user(work, Role.LIAISON, "liaison", organization_id=made.experts[0].institution_id)
        with pytest.raises(Forbidden):
            plan_workbook(work=world.work(session, liaison), plan=plan_of(work, plan_id))


def test_who_is_left_out_is_named_with_the_reason(database: Database, world: World) -> None:
    with database.write() as session:
        made = hosts(world.work(session), rules={"pairs": {"max_load": 1}})
        say(world.work(session), made, made.enterprises[5], "unwilling")
    plan_id = worked_out(database, world, made, "pairs")
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        served = {one.enterprise_id for one in plan.pairings}
        unserved = sorted(one.name for one in made.enterprises[:5] if one.id not in served)
        assert unplaced_of(work=work, plan=plan) == unserved
        told = dict(left_out_of(work=work, plan=plan))
        assert (
            told == {made.enterprises[5].name: "本次不参加。", **dict.fromkeys(unserved, "没有剩余名额。")}
            or told[made.enterprises[5].name]
        )
        sheets = read(plan_workbook(work=work, plan=plan))
        assert sorted(row[0] for row in sheets["校企合作"][1:]) == sorted(
            one.name for one in made.enterprises if one.id in served
        )
        assert sorted(row[0] for row in sheets["未安排"][1:]) == sorted(told)
