"""Statements in words: every code has a sentence in both languages, with names instead of numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matchmaker.database import Database
from matchmaker.planning.checker import CHECKS, WORTHS
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.visits.decode import SHORT_CODES
from matchmaker.reference import load_scheme
from matchmaker.services.planning.names import Named, Names
from matchmaker.services.planning.plan_list import plans_of
from matchmaker.services.planning.words import (
    LEFT_OUT,
    PARTS,
    SHORTFALLS,
    VIOLATIONS,
    conflict_text,
    day_text,
    left_out_text,
    part_text,
    reason_text,
    shortfall_text,
    violation_text,
)
from matchmaker.services.planning.words_others import conflict_sentences
from tests.services.planning.scenes import a_round
from tests.support.world import World

NAMES = Names(
    experts={3: Named(3, "E", "林示例")},
    organizations={5: Named(5, "O", "示例机械有限公司", "370902")},
    needs={7: Named(7, "N", "换热管防垢")},
    schemes={name: load_scheme(name) for name in ("zones", "divisions", "chains")},
)
PARAMS = {
    "expert": 3, "enterprise": 5, "need": 7, "date": "2026-11-26", "district": "370902", "chain": "nowhere",
    "leader": 3, "districts": ["370902", "370982"], "visits": 4, "trips": 5, "days": 3, "experts": 3, "claimed": 1.0,
    "value": 2.0, "kind": "expert", "index": 9, "amount": 2.0, "expert_key": 3, "enterprise_key": 5, "institution": 5,
    "column": 5, "row": ["enterprise", 5], "slot": 1, "table": 1, "meetings": 2, "enterprises": 3, "institutions": 2,
    "load": 4, "columns": 2, "schools": 2, "limit": 3.0, "traveller": 3, "group": 1, "number": 1, "lock": 1,
}  # fmt: skip
SOURCES = Path(__file__).parents[3] / "matchmaker" / "planning" / "checker"


def test_every_code_of_the_checker_has_a_sentence() -> None:
    written = set()
    for module in ("calendar", "receptions", "needs", "orders"):
        written |= set(re.findall(r'Violation\(\s*"([\w.]+)"', (SOURCES / f"{module}.py").read_text()))
    assert len(written) > 10
    assert written <= set(VIOLATIONS)
    assert set(SHORT_CODES) == set(SHORTFALLS)
    assert set(WORTHS) == set(PARTS)
    assert CHECKS


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("code", VIOLATIONS)
def test_a_violation_names_people_not_numbers(code: str, locale: str) -> None:
    text = violation_text({"code": code, "params": PARAMS}, NAMES, locale)
    assert "%(" not in text
    assert ("林示例" in text) is any(f"%({one})s" in VIOLATIONS[code] for one in ("expert", "leader", "expert_key"))
    assert bool(
        re.search("[一-龥]", re.sub("林示例|示例机械有限公司|换热管防垢|泰山区|新泰市|11月26日周四", "", text))
    ) is (locale != "en")


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("code", EXPLANATIONS)
def test_every_limit_and_reason_has_a_sentence_with_names(code: str, locale: str) -> None:
    numbers = dict.fromkeys(re.findall(r"%\((\w+)\)[+.\d]*[fg]", EXPLANATIONS[code]), 1.0)
    text = reason_text({"code": code, "params": PARAMS | numbers}, NAMES, locale)
    people = {"expert", "leader", "traveller"} & set(re.findall(r"%\((\w+)\)", EXPLANATIONS[code]))
    assert "%(" not in text
    assert reason_text({"code": "unheard", "params": {}}, NAMES, locale).replace("unheard", code) != text
    assert ("林示例" in text) is bool(people)


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_every_kind_of_conflict_has_words(locale: str) -> None:
    limits = [
        {"code": f"{name}.{side}", "limit": 2.0, "row" if name == "pair_demand" else "column": 5}
        for name in ("pair_demand", "pair_load")
        for side in ("min", "max")
    ]
    orders = [
        {"expert": 3, "enterprise": 5, "date": "2026-11-26"},
        {"expert": 3, "enterprise": 5, "slot": 1},
        {"enterprise": 5, "institution": 5},
        {"row": ["enterprise", 5], "column": 5},
    ]
    for one in (*limits[2:], *orders):
        (text,) = conflict_sentences([one], NAMES, locale)
        assert "示例机械有限公司" in text
        assert bool(re.search("[一-龥]", re.sub("林示例|示例机械有限公司|11月26日周四", "", text))) is (locale != "en")


def test_sentences_read_as_they_should() -> None:
    assert violation_text({"code": "trip.one_district", "params": PARAMS}, NAMES).count("泰山区、新泰市") == 1
    assert shortfall_text({"code": "district_quota", "params": PARAMS, "amount": 2.0}, NAMES) == (
        "泰山区：比最低数少 2 项需求。"
    )
    assert left_out_text("answer_online_first") == "需线上先沟通。"
    assert left_out_text("state_unheard_of") == "其他原因：state_unheard_of"
    assert part_text("travel", "en") == "travel and days"
    assert "林示例" in reason_text({"code": "availability.no_common_date", "params": PARAMS}, NAMES)
    conflict = [{"expert": 3, "enterprise": 5, "date": "2026-11-26"}, {"expert": 3, "enterprise": 5}]
    assert conflict_text(conflict, NAMES) == ["11月26日周四 林示例到访示例机械有限公司", "林示例到访示例机械有限公司"]
    assert day_text("2026-11-26", "en") == "Thu 26 Nov"
    assert all(left_out_text(code, "en") for code in LEFT_OUT)


def test_a_round_without_plans_lists_none(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = a_round(world.work(session))
        assert plans_of(work=world.work(session, made.city), campaign=made.campaign, kind="visits") == []
