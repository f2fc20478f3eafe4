"""Invented evidence (示例): passages with the words that both share, reasons, what speaks against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.web.samples.partners import expert
from tests.web.samples.records import PROBLEM, at


def spans_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where these words stand in the text, each once."""
    return sorted((text.index(word), text.index(word) + len(word)) for word in words if word in text)


WORDS = ("高盐废水", "蒸发结晶", "换热管", "结晶盐纯度")


def pair(need_part: str, need_text: str, own_part: str, own_text: str, words: Sequence[str]) -> dict[str, Any]:
    return {
        "need_part": need_part,
        "need_text": need_text,
        "need_spans": spans_of(need_text, words),
        "own_part": own_part,
        "own_text": own_text,
        "own_spans": spans_of(own_text, words),
    }


def evidence() -> dict[str, Any]:
    first, second, _ = expert().directions
    return {
        "pairs": [
            pair("技术难题", PROBLEM[:45], "研究方向", first, WORDS),
            pair("关键指标", "结晶盐纯度≥98.5%。", "研究方向", second, ("结晶盐纯度",)),
        ],
        "terms": list(WORDS),
        "reasons": [
            {"text": "研究方向与技术难题含义接近，在全部 143 个专家和团队中排第 1", "weight": 0.82},
            {"text": "共有 4 个少见的词语：高盐废水、蒸发结晶、换热管、结晶盐纯度", "weight": 0.55},
            {"text": "近三年有同类项目", "weight": 0.22},
            {"text": "资料条目较多，已按条目数校正", "weight": -0.08},
        ],
        "against": ["未见该团队在三效蒸发装置改造上的应用案例。"],
    }


def weak_evidence() -> dict[str, Any]:
    return {
        "pairs": [pair("技术难题", PROBLEM[:24], "成果", "制药废水蒸发残渣的资源化利用方法。", ("废水", "蒸发"))],
        "terms": ["蒸发"],
        "reasons": [{"text": "含义有一定接近", "weight": 0.2}, {"text": "只共有 1 个常见词语", "weight": -0.15}],
        "against": ["针对残渣利用，不涉及换热面结垢。", "成果仍处实验室阶段。"],
    }


def candidate(ref: str, name: str, grade: str, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "ref": ref,
        "version": 1,
        "grade": grade,
        "state": "suggested",
        "current": False,
        "rank": 1,
        "kind_label": "团队",
        "name": name,
        "line": "岱岳工业大学（示例） · 环境与化学工程学院",
        "href": "/styleguide/console/expert",
        "marks": [],
        "moved": None,
        "evidence": evidence(),
        "evidence_href": "/styleguide/console/evidence",
        "decision": None,
    }
    return values | changes


def candidates() -> list[dict[str, Any]]:
    decided = {"verdict": "reject", "reason": "领域不符", "note": "偏制药工艺", "by": "李经办（示例）", "at": at(18, 2)}
    return [
        candidate("S1", "工业水处理与资源化实验室（示例）", "strong", current=True, marks=["本人确认"]),
        candidate(
            "S2", "晶种法防垢强制循环蒸发成套技术", "fair", kind_label="成果", line="岱岳工业大学（示例） · TRL 8"
        ),
        candidate(
            "S3",
            "膜材料与过程强化课题组（示例）",
            "weak",
            evidence=weak_evidence(),
            marks=["资料待更新"],
            moved={"up": False, "text": "因为您否决了“蔺予安（示例）”（领域不符）：下调"},
        ),
        candidate(
            "S4",
            "蔺予安（示例）",
            "weak",
            kind_label="专家",
            state="rejected",
            evidence=weak_evidence(),
            decision=decided,
        ),
    ]
