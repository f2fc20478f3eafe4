"""Twelve needs of the small registry with decisions on every candidate that has a passage."""

import numpy as np

from matchmaker.evaluation.taken import Contender, Taken
from matchmaker.ranking.query import Need
from tests.ranking.conftest import BATTERY_NEED, REGISTRY

NEEDS = {
    "battery": BATTERY_NEED,
    "wheat": Need(title="小麦育种"),
    "tunnel": Need(title="巷道快速掘进", text="煤矿巷道支护跟不上掘进速度"),
    "salt": Need(title="高盐废水零排放", text="膜分离后浓水的处理"),
    "soy": Need(title="酱油发酵菌种", text="缩短发酵时间"),
    "paint": Need(title="石墨烯防腐涂料"),
    "lathe": Need(title="数控机床热误差补偿"),
    "apple": Need(title="苹果贮藏保鲜", text="延长货架期"),
    "sludge": Need(title="污泥资源化利用"),
    "anchor": Need(title="锚杆设计", text="锚杆与支护的匹配"),
    "seed": Need(title="种质资源创新与小麦新品种"),
    "lithium": Need(title="锂金属负极界面"),
}
CANDIDATES = [candidate.id for candidate in REGISTRY if candidate.passages]
PAIRS = [(need, candidate) for need in NEEDS for candidate in CANDIDATES]


def contender(engine, ask, vectors_of):
    """The registry as the engine sees it."""
    queries = {name: ask(need) for name, need in NEEDS.items()}
    return Contender(engine, engine.corpus(REGISTRY, vectors_of(REGISTRY)), queries)


def decisions_of(side, above=60.0):
    """Accepted is what this side's odds put into the upper two fifths; with a few changes of mind."""
    asked = [Taken(need, candidate, 0.0) for need, candidate in PAIRS]
    odds = side.engine.model.odds(side.features(asked))
    noisy = odds + np.random.default_rng(3).normal(0.0, 0.3, len(odds))
    levels = np.where(noisy > np.percentile(odds, above), 4.0, 1.0)
    return [Taken(need, candidate, level) for (need, candidate), level in zip(PAIRS, levels.tolist(), strict=True)]
