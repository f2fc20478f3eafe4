"""邀请函: what stands in the Word file, how it is laid out, and who may have it written."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound
from matchmaker.models import Event
from matchmaker.models.codes import Role
from matchmaker.services.documents.letter import institutions_of, invitation_letter
from matchmaker.services.documents.wording import Heading
from matchmaker.services.need import approve_public_version
from matchmaker.services.planning.trip_change import set_trip_leader, standing_trips
from tests.services.documents.scene import (
    HEADING,
    a_meeting_plan,
    a_visit_plan,
    lines,
    opened,
    table,
    with_contacts,
)
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.scenes import an_institution, plan_of
from tests.support.builders import a_user
from tests.support.world import World


def test_the_letter_says_whom_it_invites_where_and_when(database: Database, world: World) -> None:
    made = with_contacts(database, world)
    plan_id = a_visit_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        institution = made.experts[0].institution
        assert institution is not None
        assert [row.id for row in institutions_of(work=work, plan=plan)] == [institution.id]
        paper = opened(invitation_letter(work=work, plan=plan, institution=institution, heading=HEADING))
        text = lines(paper)
        names = {expert.id: expert.name for expert in made.experts}
        places = {place.id: place.name for place in made.enterprises}
        assert text[:4] == [
            "泰安市科学技术局", "泰科函〔2026〕12号", "关于邀请专家参加“百名专家泰安行”的函", "示例理工大学：",
        ]  # fmt: skip
        assert "拟邀请贵校" in text[4]
        assert f"等{len({visit.expert_id for visit in plan.visits})}位专家" in text[4]
        assert text[5:12] == [
            "一、活动安排", "二、接待保障", "接站：泰安站南出站口接站", "陪同人：示例科长", "食宿：食宿由承办方安排",
            "费用承担：交通食宿费用由承办方承担", "三、有关事项",
        ]  # fmt: skip
        assert text[-4:] == ["泰安市科学技术局", "2026年11月24日", "（盖章）", "（联系人：示例联系人 0538-0000000）"]
        assert table(paper)[0] == ["专家", "职称", "日期", "时间", "企业", "县市区"]
        assert {(row[0], row[2], row[4]) for row in table(paper)[1:]} == {
            (names[visit.expert_id], f"2026年{visit.on_date.month}月{visit.on_date.day}日", places[visit.enterprise_id])
            for visit in plan.visits
        }
        assert not any("1390000000" in line for line in text)
    with database.read() as session:
        told = session.query(Event).filter(Event.action == "document.letter").one()
        assert told.after == {"to": institution.ref, "number": "泰科函〔2026〕12号"}


def test_the_layout_is_that_of_an_official_letter(sqlite_database: Database, world: World) -> None:
    made = with_contacts(sqlite_database, world)
    plan_id = a_visit_plan(sqlite_database, world, made)
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        institution = made.experts[0].institution
        assert institution is not None
        paper = opened(invitation_letter(work=work, plan=plan_of(work, plan_id), institution=institution,
                                         heading=Heading(dated=work.today(), issuer="示例科技局")))  # fmt: skip
        section = paper.sections[0]
        measures = (section.page_width, section.top_margin, section.left_margin, section.right_margin)
        assert [round(one / Mm(1)) for one in measures if one is not None] == [210, 37, 28, 26]

        def look(start: str) -> tuple[str, float, object]:
            run = next(one for one in paper.paragraphs if one.text.startswith(start)).runs[0]
            font = run._element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
            return font, run.font.size.pt, run.font.color.rgb

        assert look("示例科技局")[:2] == ("方正小标宋简体", 34)
        assert str(look("示例科技局")[2]) == "E60012"
        assert look("〔2026〕")[:2] == ("仿宋", 16)  # to be filled in by hand
        assert look("关于邀请")[:2] == ("方正小标宋简体", 22)
        assert look("一、")[:2] == ("黑体", 16)
        body = next(one for one in paper.paragraphs if one.text.startswith("为深入实施"))
        assert look("为深入实施")[:2] == ("仿宋", 16)
        assert (body.paragraph_format.first_line_indent, body.paragraph_format.line_spacing) == (Pt(32), Pt(28.95))
        assert paper.core_properties.author == "示例科技局"
        assert "PAGE" in section.footer._element.xml


def test_each_kind_of_plan_has_its_own_letter(database: Database, world: World) -> None:
    with database.write() as session:
        made = hosts(world.work(session))
        approve_public_version(work=world.work(session, made.city), need=made.needs[0], title="公开的需求题目", text="")
    trips, pairs = worked_out(database, world, made, "trips"), worked_out(database, world, made, "pairs")
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, trips)
        trip = next(one for one in standing_trips(plan) if made.enterprises[0].id in
                    {going.enterprise_id for going in one.delegates})  # fmt: skip
        set_trip_leader(work=work, plan=plan, trip=trip, leader="示例带队人")
        institution = next(row for row in made.institutions if row.id == trip.institution_id)
        paper = opened(invitation_letter(work=work, plan=plan, institution=institution, heading=HEADING))
        assert f"关于组织企业赴{institution.name}开展对接活动的函" in lines(paper)
        assert "带队领导：示例带队人" in lines(paper)
        row = next(row for row in table(paper) if row[1] == made.enterprises[0].name)
        assert row[2:] == ["泰山区", "公开的需求题目"]
        assert {row[3] for row in table(paper)[1:]} == {"公开的需求题目", ""}  # what was not approved is not told

        plan = plan_of(work, pairs)
        institution = institutions_of(work=work, plan=plan)[0]
        paper = opened(invitation_letter(work=work, plan=plan, institution=institution, heading=HEADING))
        mine = {one.enterprise_id for one in plan.pairings if one.institution_id == institution.id}
        assert {row[0] for row in table(paper)[1:]} == {one.name for one in made.enterprises if one.id in mine}
        assert "接待具体事项由我单位联系人另行告知。" in lines(paper)


def test_the_letter_to_a_meeting_gives_hours_and_tables(sqlite_database: Database, world: World) -> None:
    made = with_contacts(sqlite_database, world)
    plan_id = a_meeting_plan(sqlite_database, world, made)
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        institution = made.experts[0].institution
        assert institution is not None
        paper = opened(invitation_letter(work=work, plan=plan, institution=institution, heading=HEADING))
        assert "时间：2026年11月26日（星期四）09:30至11:20" in lines(paper)
        assert "地点：泰安会议中心（示例）" in lines(paper)
        assert len(table(paper)) == 1 + len(plan.talks)
        assert {row[1] for row in table(paper)[1:]} <= {"09:30—09:50", "09:55—10:15", "10:35—10:55", "11:00—11:20"}


def test_only_planners_write_letters_and_only_to_whom_the_plan_concerns(database: Database, world: World) -> None:
    made = with_contacts(database, world)
    plan_id = a_visit_plan(database, world, made)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        stranger = an_institution(world.work(session), "示例农业大学")
        with pytest.raises(NotFound):
            invitation_letter(work=work, plan=plan, institution=stranger, heading=HEADING)
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code="370902"))
        with pytest.raises(Forbidden):
            invitation_letter(work=county, plan=plan, institution=stranger, heading=HEADING)
        with pytest.raises(InvalidInput):
            Heading(dated=work.today(), number="号" * 61)
