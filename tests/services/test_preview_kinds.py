"""The kinds of experts that fit a text: no names, no contacts; without a model by words; never without end."""

from __future__ import annotations

import dataclasses

import pytest

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.errors import TooMany
from matchmaker.models import Expert
from matchmaker.models.codes import ExpertKind, ExpertState, Grade, OrganizationKind
from matchmaker.ranking.engine import Engine
from matchmaker.services import preview_kinds as subject
from matchmaker.services.classification import Code, classify
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.preview_kinds import Kind, KindsFound, preview_kinds
from matchmaker.services.rate import Limit
from matchmaker.services.search_index import SearchIndex
from tests.support.accounts import works_of
from tests.support.builders import an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

TUNNEL = "煤矿巷道掘进效率低，掘锚不能同时作业，需要智能化快速掘进成套装备与控制系统。"


@pytest.fixture
def registry(sqlite_database: Database, world: World) -> Database:
    with sqlite_database.write() as session:
        work = world.work(session)
        new = NewOrganization(kind=OrganizationKind.UNIVERSITY, name="示例矿业大学")
        university = create_organization(work=work, new=new)
        for name, kind, directions in (
            ("掘进团队", ExpertKind.TEAM, ["煤矿巷道快速掘进与掘锚一体化装备", "矿井智能化掘进系统集成"]),
            ("小麦专家", ExpertKind.PERSON, ["黄淮海地区小麦抗逆高产育种", "小麦种质资源创新"]),
            ("焊接专家", ExpertKind.PERSON, ["钛合金与不锈钢异种金属激光焊接工艺", "厚板窄间隙焊接变形控制"]),
        ):
            row = an_expert(work, name, kind, directions=directions, institution=university)
            if name == "掘进团队":
                classify(row, (Code("fields_form12", "mechatronics"),))
    return sqlite_database


def find(database: Database, world: World, index: SearchIndex, problem: str = TUNNEL) -> KindsFound:
    return preview_kinds(works=works_of(database, world), index=index, network="192.0.2.1", problem=problem)


@pytest.mark.model
def test_a_kind_is_told_with_grade_and_field_and_without_a_name(
    registry: Database, world: World, real_encoder: Encoder, engine: Engine
) -> None:
    encode_all(registry, world, real_encoder)
    found = find(registry, world, a_search_index(registry, real_encoder, engine=engine))
    assert found.state == "found"
    first = found.kinds[0]
    assert (first.group, first.home, first.count) == ("team", "university", 1)
    assert first.grade in (Grade.STRONG, Grade.FAIR)
    assert first.fields == (("fields_form12", "mechatronics"),)
    told = str(dataclasses.asdict(found))
    assert not [name for name in ("掘进团队", "小麦专家", "示例矿业大学", "掘锚一体化装备") if name in told]


@pytest.mark.model
@pytest.mark.parametrize("text", ["希望给员工办理商业医疗保险。", "需要采购办公家具和打印机。"])
def test_a_text_that_nobody_works_on_finds_none(
    registry: Database, world: World, real_encoder: Encoder, engine: Engine, text: str
) -> None:
    encode_all(registry, world, real_encoder)
    index = a_search_index(registry, real_encoder, engine=engine)
    assert find(registry, world, index, text) == KindsFound("none")


def test_without_a_model_it_is_found_by_words_and_has_no_grade_to_show(registry: Database, world: World) -> None:
    found = find(registry, world, a_search_index(registry))  # no engine: as without a model
    assert found.state == "words_only"
    assert (found.kinds[0].group, found.kinds[0].home) == ("team", "university")


def test_who_was_withdrawn_a_moment_ago_is_not_counted(registry: Database, world: World) -> None:
    index = a_search_index(registry)
    before = find(registry, world, index)
    with registry.write() as session:
        for row in session.query(Expert):
            row.state = ExpertState.WITHDRAWN
    assert before.kinds != ()
    assert find(registry, world, index) == KindsFound("none")


@pytest.mark.parametrize("problem", ["", "   ", "结垢"])
def test_too_short_a_text_waits_and_costs_nothing(
    sqlite_database: Database, world: World, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "PER_NETWORK", Limit("preview.network", 0, 600))
    assert find(sqlite_database, world, a_search_index(sqlite_database), problem) == KindsFound("waiting")


def test_the_registry_cannot_be_read_out_by_asking(
    registry: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "PER_NETWORK", Limit("preview.network", 2, 600))
    index = a_search_index(registry)
    for _ in range(2):
        find(registry, world, index)
    with pytest.raises(TooMany):
        find(registry, world, index)


def test_kinds_are_joined_and_the_best_grade_comes_first(registry: Database, world: World) -> None:
    with registry.read() as session:
        wheat, welding, tunnel = (
            session.query(Expert).filter_by(name=name).one() for name in ("小麦专家", "焊接专家", "掘进团队")
        )
        rows = [
            subject._One(wheat, Grade.FAIR, ("育种",)),
            subject._One(tunnel, Grade.STRONG, ()),
            subject._One(welding, Grade.FAIR, ("焊接", "育种")),
        ]
        assert subject._kinds(rows) == (
            Kind("team", "university", Grade.STRONG, 1, (("fields_form12", "mechatronics"),), ()),
            Kind("person", "university", Grade.FAIR, 2, (), ("育种", "焊接")),
        )
