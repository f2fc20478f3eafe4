"""Whom to invite: needs without a partner by subject and field, with counts; decisions and scope count."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.errors import Forbidden
from matchmaker.models import Classification, Event, Need, NeedAssessment
from matchmaker.models.codes import Confidentiality, Grade, NeedState, Role, Verdict
from matchmaker.ranking.engine import Engine
from matchmaker.services.coverage.table import export_coverage
from matchmaker.services.coverage.uncovered import FieldGap, coverage
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World


def assessed(
    work: Work, need: Need, run_id: int, grade: Grade, reason: str = "not_covered", terms: tuple[str, ...] = ()
) -> Need:
    reasons = [{"code": reason, "terms": list(terms)}] if grade in (Grade.NONE, Grade.WEAK) else []
    work.session.add(
        NeedAssessment(need_id=need.id, run_id=run_id, grade=grade, reasons=reasons, hints=[], assessed_at=work.now())
    )
    return need


def seed(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        here, there = an_enterprise(work, "泰山示例厂", TAISHAN), an_enterprise(work, "新泰示例厂", XINTAI)
        codes = [term.code for term in work.schemes("fields_form12")]
        expert = an_expert(work, directions=["食用菌栽培"])
        expert.classifications.append(Classification(scheme="fields_form12", code=codes[1]))
        served = a_need(work, here, "已有对象的需求", NeedState.VERIFIED)
        run_id = a_suggestion(work, served, expert).run_id
        assessed(work, served, run_id, Grade.STRONG)
        taken = a_need(work, here, "弱相关但已采纳", NeedState.VERIFIED)
        assessed(work, taken, run_id, Grade.WEAK, "only_weak")
        weak = a_suggestion(work, taken, expert, Grade.WEAK)
        decide_suggestion(work=work, suggestion=weak, new=NewDecision(Verdict.ACCEPT))
        first = a_need(work, here, "射频识别抗干扰", NeedState.VERIFIED, problem="仓库金属货架多，电子标签漏读严重。")
        second = a_need(work, there, "超高频电子标签漏读", NeedState.VERIFIED, problem="金属环境下电子标签读取率低。",
                        confidentiality=Confidentiality.CONFIDENTIAL)  # fmt: skip
        assessed(work, first, run_id, Grade.NONE, terms=("射频识别", "电子标签"))
        assessed(work, second, run_id, Grade.WEAK, "only_weak", ("电子标签",))
        assessed(work, a_need(work, here, "提升技术", NeedState.VERIFIED), run_id, Grade.NONE, "too_vague")
        for need in (first, second):
            need.classifications.append(Classification(scheme="fields_form12", code=codes[0]))
        served.classifications.append(Classification(scheme="fields_form12", code=codes[1]))
        a_need(work, here, "未匹配", NeedState.SUBMITTED)


@pytest.mark.model
def test_subjects_gather_needs_that_one_expert_could_serve(
    database: Database, world: World, real_encoder: Encoder, engine: Engine
) -> None:
    seed(database, world)
    encode_all(database, world, real_encoder)
    index = a_search_index(database, real_encoder, engine=engine)
    with database.read() as session:
        found = coverage(work=world.work(session), index=index)
        (gap,) = found.subjects
        assert [one.need.title for one in gap.needs] == ["射频识别抗干扰", "超高频电子标签漏读"]
        assert (gap.enterprises, gap.counties, gap.uncovered) == (2, (TAISHAN, XINTAI), 1)
        assert gap.terms == ("射频识别", "电子标签")
        assert [one.terms for one in gap.needs] == [("射频识别", "电子标签"), ()]  # the second is confidential
        assert [one.need.title for one in found.vague] == ["提升技术"]
        assert found.needs == 5


def test_fields_count_needs_in_vain_and_who_is_there(sqlite_database: Database, world: World) -> None:
    seed(sqlite_database, world)
    index = a_search_index(sqlite_database)
    with sqlite_database.write() as session:
        work = world.work(session)
        codes = [term.code for term in work.schemes("fields_form12")]
        assert coverage(work=work, index=index).fields == (
            FieldGap(codes[0], 2, 2, 0, 0),
            FieldGap(codes[1], 1, 0, 1, 0),
        )
        county = work.as_actor(a_user(work, Role.COUNTY, "county", county_code=TAISHAN))
        own = coverage(work=county, index=index)
        assert [gap.title for gap in own.subjects] == ["射频识别抗干扰"]
        assert own.fields[0] == FieldGap(codes[0], 1, 1, 0, 0)
        with pytest.raises(Forbidden):
            coverage(work=work.as_actor(a_user(work, Role.LIAISON, "liaison")), index=index)


def test_the_workbook_names_every_need_and_the_export_is_recorded(sqlite_database: Database, world: World) -> None:
    seed(sqlite_database, world)
    index = a_search_index(sqlite_database)
    with sqlite_database.write() as session:
        content = export_coverage(work=world.work(session), index=index)
    rows = [row for row in load_workbook(io.BytesIO(content)).active.values if any(row)]
    assert [(row[3], row[6]) for row in rows[1:]] == [
        ("射频识别抗干扰", "库内无人研究"),
        ("超高频电子标签漏读", "只有弱相关"),
        ("提升技术", "需求表述不清"),
    ]
    with sqlite_database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "coverage.export")).one()
        assert event.after == {"count": 3, "confidential": 1}
