"""Invented complete evidence (示例) of one suggestion: every pair, every key term, every contribution."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from matchmaker.services.complete_evidence import (
    CompleteEvidence,
    Contribution,
    FamilyShare,
    TermState,
)
from matchmaker.services.suggestion_evidence import Reason
from tests.web.samples.evidence import WORDS, pair
from tests.web.samples.partners import expert
from tests.web.samples.records import PROBLEM, at, campaign, need

FAMILIES = (
    FamilyShare(
        "含义",
        1.42,
        0.47,
        (Contribution("与全文含义的接近程度", 0.46, 0.81), Contribution("与标题含义的接近程度", 0.41, 0.61)),
    ),
    FamilyShare(
        "用词", 0.55, 0.18, (Contribution("与全文共有的词", 2.31, 0.55), Contribution("与标题共有的词", None, 0.0))
    ),
    FamilyShare("需求的领域和类型", -0.27, -0.09, (Contribution("这一类需求找到合适对象的情况", -0.27, -0.27),)),
)


def complete(**changes: Any) -> dict[str, Any]:
    first, second, _ = expert().directions
    pairs = [
        pair("技术难题", PROBLEM, "研究方向", first, WORDS) | {"closeness": 61},
        pair("关键技术与指标", need().indicators, "研究方向", second, ("结晶盐纯度",)) | {"closeness": 38},
    ]
    values: dict[str, Any] = {
        "campaign": campaign(),
        "suggestion": SimpleNamespace(
            ref="S1", grade="strong", state="suggested", updated_at=at(18, 2) + timedelta(hours=1)
        ),
        "need": need(),
        "candidate": {
            "name": "工业水处理与资源化实验室（示例）",
            "kind_label": "团队",
            "line": "岱岳工业大学（示例） · 环境与化学工程学院",
            "href": "/styleguide/console/expert",
        },
        "pairs": pairs,
        "evidence": CompleteEvidence(
            pairs=(),
            unseen=3,
            terms=(
                *(TermState(term, "named") for term in WORDS),
                TermState("防垢", "in_part"),
                TermState("三效", "missing"),
            ),
            families=FAMILIES,
            supports=(Reason("含义很接近：库内 143 条资料中，这一条与该需求的接近程度排第 1 位。", 0.47),),
            doubts=(
                Reason("这一类需求以往不容易找到合适对象（对所有候选同样适用）。", -0.09),
                Reason("对方资料未提到：三效。", 0.0),
            ),
            model="multilingual-e5-small",
            weights="2026.3",
        ),
        "may_review": True,
    }
    return values | changes


def complete_none() -> dict[str, Any]:
    empty = CompleteEvidence((), 0, (), (), (), (), "multilingual-e5-small", "2026.3")
    return complete(pairs=[], evidence=empty, may_review=False)
