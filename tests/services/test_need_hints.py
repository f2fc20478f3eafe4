"""What a need says already: rules on texts as enterprises write them, and how often they hold on real needs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from matchmaker.services.need_hints import ACHIEVEMENT, ADVERTISEMENT, HINTS, INVESTMENT, NeedTexts, advise


def said(**texts: object) -> set[str]:
    advice = advise(NeedTexts(**texts))  # type: ignore[arg-type]
    return {hint.code for hint in advice.hints if hint.done}


def test_an_empty_form_says_nothing_and_lacks_everything() -> None:
    advice = advise(NeedTexts())
    assert [hint.code for hint in advice.missing] == list(HINTS)
    assert advice.notes == ()


def test_a_good_need_lacks_nothing() -> None:
    text = "目前换热管每周结垢一次，停机清洗损失约 3 万元。希望一年内实现连续运行 30 天不清洗，拟投入 120 万元。"
    assert said(problem=text) == set(HINTS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("现有工艺能耗偏高", "present"),
        ("每班都要停机", "present"),
        ("The pump fails every week", "present"),
        ("回收率≥95%", "indicators"),
        ("粒径小于 5 μm", "indicators"),
        ("能耗下降 20%", "indicators"),
        ("希望替代进口", "goal"),
        ("We want to replace imports", "goal"),
        ("2027年底前", "time"),
        ("三个月内太久，6个月内", "time"),
        ("经费面议", "funds"),
        ("预算 50 万元", "funds"),
    ],
)
def test_a_phrase_is_seen_as_what_it_says(text: str, code: str) -> None:
    assert code in said(problem=text)
    assert code not in said(problem="换热管结垢问题")


@pytest.mark.parametrize(
    ("field", "code"),
    [("goal", "goal"), ("background", "present"), ("funds", "funds"), ("has_window", "time")],
)
def test_an_entry_of_its_own_counts_whatever_it_says(field: str, code: str) -> None:
    assert code in said(**{field: "有" if field != "has_window" else True})


def test_an_advertisement_and_a_result_on_offer_are_noticed_and_a_need_is_not() -> None:
    assert advise(NeedTexts(problem="我厂主营产品质优价廉，欢迎来电咨询。")).notes == (ADVERTISEMENT,)
    assert advise(NeedTexts(problem="该成果已转化，现寻求产业化合作。")).notes == (ACHIEVEMENT,)
    assert advise(NeedTexts(problem="希望引进防垢成果，替代现有酸洗。")).notes == ()


def test_the_rules_hold_on_real_needs(shared_data: Path) -> None:
    """On 146 real needs: three in ten give a number with a unit; the one note (a search for money) is right."""
    file = shared_data / "need-achievement" / "queries.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    advice = [advise(NeedTexts(title=row["title"], problem=row["text"] or "")) for row in rows]
    counts = Counter(hint.code for one in advice for hint in one.hints if hint.done)
    shares = {code: round(counts[code] / len(rows), 2) for code in HINTS}
    assert shares == {"problem": 0.97, "present": 0.81, "indicators": 0.28, "goal": 0.95, "time": 0.05, "funds": 0.1}
    assert [one.notes for one in advice if one.notes] == [(INVESTMENT,)]
