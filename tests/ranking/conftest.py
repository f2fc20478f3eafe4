"""A small registry and an engine for the stand-in encoder: hand-made weights, a space from the texts themselves."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings import FakeEncoder, Segmenter
from matchmaker.matching.features import FEATURES
from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.space import CHINESE, OTHER, Common, Space, centred
from matchmaker.ranking.background_terms import BackgroundTerms, TermShares
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.engine import Engine
from matchmaker.ranking.query import Need, Query

WEIGHTS = {
    "title_similarity": 0.6,
    "text_similarity": 0.8,
    "text_standing": 0.4,
    "text_words": 0.6,
    "key_terms": 0.4,
    "text_crowd": -0.2,
}

REGISTRY = (
    Candidate("wheat", ("小麦高产育种与种质资源创新", "旱地小麦新品种选育")),
    Candidate("mine", ("煤矿巷道快速掘进技术装备", "巷道支护与锚杆设计")),
    Candidate("battery", ("固态电池与锂金属负极电解液",)),
    Candidate("water", ("高盐废水处理与膜分离", "人工湿地水质净化", "絮凝剂研制", "污泥资源化")),
    Candidate("food", ("食品发酵与调味品加工",)),
    Candidate("silent", ()),
)
BATTERY_NEED = Need(title="磷酸铁锂电解液开发", text="开发长寿命电解液，循环3000次容量保持80%，改善锂金属负极界面。")


@pytest.fixture(scope="session")
def encoder():
    return FakeEncoder()


@pytest.fixture(scope="session")
def space(encoder):
    texts = [passage for candidate in REGISTRY for passage in candidate.passages]
    texts += ["数控机床热误差补偿", "乳腺癌早期诊断", "城市交通信号控制", "石墨烯防腐涂料", "苹果贮藏保鲜"]
    passages, needs = encoder.encode_passages(texts), encoder.encode_queries(texts)
    slope = np.zeros(encoder.dimension, dtype=np.float32)
    common_passage, common_need = Common(passages.mean(axis=0), slope), Common(needs.mean(axis=0), slope)
    return Space(
        encoder=encoder.model_id,
        needs={CHINESE: common_need, OTHER: common_need},
        passages={CHINESE: common_passage, OTHER: common_passage},
        reference_needs=centred(needs, texts, {CHINESE: common_need}),
        reference_passages=centred(passages, texts, {CHINESE: common_passage}),
    )


@pytest.fixture(scope="session")
def engine(encoder, space):
    names = tuple(WEIGHTS)
    model = RelevanceModel(
        version="hand-made",
        encoder=encoder.model_id,
        names=names,
        rising=tuple(FEATURES[name].rising for name in names),
        mean=np.array([0.1, 0.1, 1.0, 1.0, 0.1, 0.3]),
        scale=np.array([0.2, 0.2, 1.5, 1.5, 0.2, 0.1]),
        covariance=np.full((6, 6), 0.5) + 0.5 * np.eye(6),
        weights=np.array(list(WEIGHTS.values())),
        intercept=-2.0,
        thresholds=GradeThresholds(strong=0.5, fair=0.3, weak=0.15),
    )
    background = BackgroundTerms(
        words=TermShares({"技术": 0.2, "开发": 0.1, "研究": 0.2, "处理": 0.05}, 6.0),
        grams=TermShares({"技": 0.2, "术": 0.2}, 20.0),
        everyday=frozenset({"技术", "开发", "改善"}),
    )
    return Engine(model, space, background, Segmenter())


@pytest.fixture(scope="session")
def vectors_of(encoder):
    """float32[p, d] of the passages of candidates."""

    def encode(candidates):
        return encoder.encode_passages([passage for candidate in candidates for passage in candidate.passages])

    return encode


@pytest.fixture(scope="session")
def ask(encoder):
    """A need as a query."""

    def encode(need):
        parts = need.parts()
        return Query(parts, encoder.encode_queries(list(parts.values())))

    return encode


@pytest.fixture(scope="session")
def corpus(engine, vectors_of):
    return engine.corpus(REGISTRY, vectors_of(REGISTRY))
