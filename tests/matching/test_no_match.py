"""Why nobody fits, and what would help."""

from dataclasses import replace

import pytest

from matchmaker.matching.grades import Grade
from matchmaker.matching.no_match import Hint, NeedFacts, NoMatchReason, explain_no_match, names_indicator

FACTS = NeedFacts(
    title="高韧性立方氮化硼单晶",
    text="抗冲击韧性≥67%，堆积密度≥1.80克/立方厘米",
    key_terms=("立方氮化硼", "单晶", "韧性"),
    uncovered=("立方氮化硼",),
    best=Grade.NONE,
)


@pytest.mark.parametrize("grade", [Grade.STRONG, Grade.FAIR])
def test_somebody_fits(grade):
    assert explain_no_match(replace(FACTS, best=grade)) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, NoMatchReason.NOT_COVERED),
        ({"best": Grade.WEAK}, NoMatchReason.ONLY_WEAK),
        ({"key_terms": ("单晶",)}, NoMatchReason.TOO_VAGUE),
        ({"title": "新电池", "text": ""}, NoMatchReason.TOO_VAGUE),
    ],
)
def test_reasons(changes, reason):
    assert explain_no_match(replace(FACTS, **changes)).reason is reason


def test_uncovered_terms_tell_whom_to_invite():
    found = explain_no_match(FACTS)
    assert found.uncovered_terms == ("立方氮化硼",)
    assert found.hints == (Hint.INVITE_EXPERTS,)


def test_a_vague_need_is_told_what_to_add():
    found = explain_no_match(NeedFacts("喷漆", "", (), (), Grade.WEAK))
    assert found.hints == (Hint.ADD_TEXT, Hint.ADD_INDICATORS, Hint.ADD_OBJECT)


def test_a_title_that_names_no_object_is_told_so_however_much_the_text_says():
    assert Hint.ADD_OBJECT not in explain_no_match(FACTS).hints
    assert Hint.ADD_OBJECT in explain_no_match(replace(FACTS, object_named=False)).hints


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("温度-40°C到40°C", True),
        ("处理量5t/h", True),
        ("合格率提高到98%", True),
        ("氧含量低于6ppm", True),
        ("寿命不少于1000小时", True),
        ("厚度≤0.5", True),
        ("提高效率，降低成本", False),
        ("2019年成立", True),
        ("第2代产品", False),
    ],
)
def test_indicators(text, expected):
    assert names_indicator(text) is expected
