"""Ranked lists and their levels."""

import numpy as np

from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.rank_queries import judge, rank_queries
from matchmaker.ranking.query import Need
from tests.ranking.conftest import BATTERY_NEED, REGISTRY


def test_each_need_finds_its_partner_first(engine, encoder):
    needs = [BATTERY_NEED, Need(title="煤矿快速掘进"), Need(title="小麦新品种选育"), Need()]
    queries = [QueryRecord(str(place), need) for place, need in enumerate(needs)]
    found = rank_queries(queries, REGISTRY, encoder=encoder, engine=engine, top=2)
    assert [names[:1] for names in found] == [["battery"], ["mine"], ["wheat"], []]
    assert max(map(len, found)) == 2


def test_levels_follow_the_list():
    pairs = Pairs(np.array([0, 0, 1]), np.array([2, 0, 1]), np.array([4.0, 1.0, np.nan]))
    first, second = judge([["mine", "battery"], []], REGISTRY, pairs)
    assert np.isnan(first.ranked[0])
    assert first.ranked[1] == 4.0
    assert sorted(first.judged.tolist()) == [1.0, 4.0]
    assert len(second.judged) == 0
