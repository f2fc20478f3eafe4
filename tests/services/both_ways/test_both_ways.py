"""Matches the other way round: each need and each candidate once, weak ones never, and nothing internal sent round."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from matchmaker.database import Database
from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Classification, Event, Need, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, ExpertState, Grade, NeedState, OrganizationKind, Role
from matchmaker.services.both_ways.partners import (
    enterprises_for_institution,
    institutions_for_chain,
    institutions_for_enterprise,
)
from matchmaker.services.both_ways.suitable import institution_for, suitable_needs
from matchmaker.services.both_ways.suitable_table import export_suitable, suitable_text
from matchmaker.services.both_ways.tie import once_each
from matchmaker.services.expert import declare_conflict, set_expert_state
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World


def a_university(work: Work, name: str) -> Organization:
    return create_organization(work=work, new=NewOrganization(kind=OrganizationKind.UNIVERSITY, name=name))


def related(
    work: Work,
    need: Need,
    institution: Organization,
    score: float,
    name: str,
    grade: Grade = Grade.STRONG,
    **values: str,
) -> Suggestion:
    row = a_suggestion(work, need, an_expert(work, name, institution=institution, **values), grade)
    row.score = score
    return row


def test_once_each_takes_the_best_pairs_first() -> None:
    pairs = [("a", 1), ("a", 2), ("b", 1), ("b", 3), ("c", 3)]
    assert once_each(pairs) == [0, 3]


def test_each_need_and_each_expert_counts_once(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        broad, narrow = a_university(work, "示例甲大学"), a_university(work, "示例乙大学")
        needs = [a_need(work, enterprise, f"需求{number}", NeedState.VERIFIED) for number in range(3)]
        for number, need in enumerate(needs):
            related(work, need, broad, 0.6, f"甲{number}")
        first = related(work, needs[0], narrow, 0.9, "乙")
        for need in needs[1:]:
            a_suggestion(work, need, first.expert).score = 0.8  # type: ignore[arg-type]
        session.flush()
        found = institutions_for_enterprise(work=work, enterprise=enterprise)
        assert [(one.organization.name, round(one.tie.expected, 2)) for one in found] == [
            ("示例甲大学", 1.8),
            ("示例乙大学", 0.9),
        ]


def test_ten_weak_or_fair_relations_do_not_beat_one_strong_one(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        one, ten = a_university(work, "示例甲大学"), a_university(work, "示例乙大学")
        weak = a_university(work, "示例丙大学")
        for number in range(10):
            need = a_need(work, enterprise, f"需求{number}", NeedState.VERIFIED)
            related(work, need, ten, 0.3, f"乙{number}", grade=Grade.FAIR)
            related(work, need, weak, 0.2, f"丙{number}", grade=Grade.WEAK)
            if number == 0:
                related(work, need, one, 0.55, "甲")
        found = institutions_for_enterprise(work=work, enterprise=enterprise)
        assert [one.organization.name for one in found] == ["示例甲大学", "示例乙大学"]


def test_a_chain_and_an_institution_gather_over_enterprises_in_the_caller_s_scope(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        university = a_university(work, "示例甲大学")
        codes = [term.code for term in work.schemes("chains")][:2]
        here, there = an_enterprise(work, "泰山示例厂", TAISHAN), an_enterprise(work, "新泰示例厂", XINTAI)
        here.classifications.append(Classification(scheme="chains", code=codes[0]))
        first, second = a_need(work, here, "甲", NeedState.VERIFIED), a_need(work, there, "乙", NeedState.VERIFIED)
        second.classifications.append(Classification(scheme="chains", code=codes[0]))
        related(work, first, university, 0.7, "专家甲")
        related(work, second, university, 0.6, "专家乙")
        session.flush()
        city, county = a_user(work, Role.CITY, "city"), a_user(work, Role.COUNTY, "county", county_code=TAISHAN)
        found = institutions_for_chain(work=work.as_actor(city), chain=codes[0])
        assert [(one.organization.name, one.enterprises) for one in found] == [("示例甲大学", 2)]
        assert institutions_for_chain(work=work.as_actor(city), chain=codes[1]) == []
        with pytest.raises(NotFound):
            institutions_for_chain(work=work.as_actor(city), chain="no such chain")
        own = enterprises_for_institution(work=work.as_actor(county), institution=university)
        assert [one.organization.name for one in own] == ["泰山示例厂"]
        both = enterprises_for_institution(work=work.as_actor(city), institution=university)
        assert [one.organization.name for one in both] == ["泰山示例厂", "新泰示例厂"]
        with pytest.raises(Forbidden):
            institutions_for_enterprise(work=work.as_actor(a_user(work, Role.ENTERPRISE, "firm")), enterprise=here)


def test_who_rests_or_is_kept_apart_ties_nobody(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise, university = an_enterprise(work), a_university(work, "示例甲大学")
        need = a_need(work, enterprise, state=NeedState.VERIFIED)
        resting, apart = related(work, need, university, 0.7, "甲"), related(work, need, university, 0.7, "乙")
        set_expert_state(work=work, expert=resting.expert, state=ExpertState.RETIRED)  # type: ignore[arg-type]
        assert len(institutions_for_enterprise(work=work, enterprise=enterprise)) == 1
        declare_conflict(work=work, expert=apart.expert, organization=enterprise, kind="declared")  # type: ignore[arg-type]
        session.flush()
        assert institutions_for_enterprise(work=work, enterprise=enterprise) == []


def test_the_liaison_s_list_holds_the_public_version_of_what_may_be_sent_round(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        university, other = a_university(work, "示例甲大学"), a_university(work, "示例乙大学")
        liaison = a_user(work, Role.LIAISON, "liaison", organization_id=university.id)
        enterprise = an_enterprise(work, "内部名称有限公司")
        shown = a_need(work, enterprise, "内部标题甲", NeedState.PUBLISHED, problem="内部难题甲")
        hidden = a_need(work, enterprise, "内部标题乙", NeedState.PUBLISHED)
        secret = a_need(
            work, enterprise, "内部标题丙", NeedState.PUBLISHED, confidentiality=Confidentiality.CONFIDENTIAL
        )
        for need in (shown, secret):
            need.public_title, need.public_text, need.public_approved_at = "公开标题", "公开说明", work.now()
        hidden.public_title = "尚未同意的标题"
        for number, need in enumerate((shown, hidden, secret)):
            related(work, need, university, 0.7, f"专家{number}", school="化工学院")
        session.flush()
        seen = work.as_actor(liaison)
        own = institution_for(work=seen, ref=None)
        assert own is university
        found = suitable_needs(work=seen, institution=own)
        assert [(one.ref, one.title, one.schools) for one in found] == [(shown.ref, "公开标题", ("化工学院",))]
        text = suitable_text(work=seen, institution=own, needs=found, locale="zh_Hans_CN")
        assert "1. 公开标题（泰山区）" in text
        assert "适合：化工学院 专家0" in text
        cells = [cell for row in load_workbook(io.BytesIO(export_suitable(work=seen, institution=own))).active.values
                 for cell in row if cell]  # fmt: skip
        assert "公开说明" in cells
        assert not [cell for cell in (text, *map(str, cells)) if "内部" in cell or "尚未同意" in cell]
        with pytest.raises(NotFound):
            institution_for(work=seen, ref=other.ref)
    with database.read() as session:
        assert session.query(Event).filter_by(action="suitable.export").one().after == {"count": 1}


def test_organizers_name_an_institution_and_enterprises_may_not_ask(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        university, enterprise = a_university(work, "示例甲大学"), an_enterprise(work)
        city = work.as_actor(a_user(work, Role.CITY, "city"))
        assert institution_for(work=city, ref=university.ref) is university
        for ref in (enterprise.ref, None, "0000000000"):
            with pytest.raises(NotFound):
                institution_for(work=city, ref=ref)
        firm = work.as_actor(a_user(work, Role.ENTERPRISE, "firm", organization_id=enterprise.id))
        with pytest.raises(Forbidden):
            institution_for(work=firm, ref=university.ref)
