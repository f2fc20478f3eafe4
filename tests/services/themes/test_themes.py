"""Needs that ask for the same are gathered; what is like no other stays alone."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.errors import Forbidden
from matchmaker.models.codes import NeedState, Role
from matchmaker.ranking.engine import Engine
from matchmaker.services.themes.grouping import group_alike
from matchmaker.services.themes.theme import find_themes
from tests.support.builders import TAISHAN, XINTAI, a_need, a_user, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World


def unit(*rows: tuple[float, ...]) -> np.ndarray:
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_chain_of_neighbours_is_no_group() -> None:
    """0-1 and 1-2 are alike, 0 and 2 are not: the mean similarity decides, not the chain."""
    vectors = unit((1, 0), (0.75, 0.66), (0.12, 0.99), (-1, 0.01))
    assert group_alike(vectors, least=0.7) == [[0, 1], [2], [3]]
    assert group_alike(vectors, least=0.4) == [[0, 1, 2], [3]]
    assert group_alike(vectors[:0], least=0.5) == []


NEEDS = {
    "换热管结垢": "高盐废水蒸发结晶时换热管结垢严重，需要停机清洗。",
    "蒸发器防垢": "废水蒸发器的换热管一周就结垢，想延长清洗周期。",
    "小麦新品种": "选育抗倒伏、抗逆的小麦新品种并合作推广。",
    "优质小麦选育": "需要优质强筋小麦种质资源，合作选育小麦新品种。",
    "防爆电机": "防爆电机运行监测与远程运维。",
}


@pytest.mark.model
def test_themes_are_named_counted_and_in_scope(
    database: Database, world: World, real_encoder: Encoder, engine: Engine
) -> None:
    with database.write() as session:
        work = world.work(session)
        an_expert(work, directions=["食用菌栽培"])
        here, there = an_enterprise(work, "泰山示例厂", TAISHAN), an_enterprise(work, "新泰示例厂", XINTAI)
        for place, (title, problem) in enumerate(NEEDS.items()):
            a_need(work, here if place < 3 else there, title, NeedState.VERIFIED, problem=problem)
    encode_all(database, world, real_encoder)
    index = a_search_index(database, real_encoder, engine=engine)
    with database.write() as session:
        work = world.work(session)
        city, county = a_user(work, Role.CITY, "city"), a_user(work, Role.COUNTY, "county", county_code=TAISHAN)
        found = find_themes(work=work.as_actor(city), index=index)
        assert [[need.title for need in theme.needs] for theme in found] == [
            ["换热管结垢", "蒸发器防垢"],
            ["小麦新品种", "优质小麦选育"],
        ]
        assert [(theme.enterprises, theme.counties) for theme in found] == [(1, (TAISHAN,)), (2, (TAISHAN, XINTAI))]
        assert "小麦" in "".join(found[1].words)
        own = find_themes(work=work.as_actor(county), index=index)
        assert [theme.needs[0].title for theme in own] == ["换热管结垢"]
        with pytest.raises(Forbidden):
            find_themes(work=work.as_actor(a_user(work, Role.LIAISON, "liaison")), index=index)
