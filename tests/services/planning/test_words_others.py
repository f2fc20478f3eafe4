"""What the checker finds in trips, pairings and meetings, read by an organizer: names and days, no numbers of rows."""

from __future__ import annotations

import pytest

from matchmaker.reference import load_scheme
from matchmaker.services.planning.names import Named, Names
from matchmaker.services.planning.words import row_name
from matchmaker.services.planning.words_others import conflict_sentences, violation_sentences

NAMES = Names(
    experts={7: Named(7, "E7", "林示例")},
    organizations={3: Named(3, "O3", "示例机械厂"), 4: Named(4, "O4", "示例大学")},
    schemes={name: load_scheme(name) for name in ("zones", "divisions", "chains")},
)


@pytest.mark.parametrize(
    ("code", "params", "text"),
    [
        ("meeting_presence.expert", {"expert": 7, "slot": 1, "meetings": 2}, "林示例在第 2 时段"),
        ("meeting_tables", {"slot": 0, "table": 4, "meetings": 2}, "第 1 时段"),
        ("trip_delegation.min", {"institution": 4, "date": "2026-11-25", "enterprises": 1}, "示例大学"),
        ("pair_load.max", {"column": 4, "load": 5}, "示例大学"),
        ("pair_demand", {"row": ["enterprise", 3], "columns": 2}, "示例机械厂"),
        ("outdated.talk", {"expert_key": 7, "enterprise_key": 3}, "林示例与示例机械厂：其中一方不再参加。"),
    ],
)
def test_a_finding_names_whom_it_is_about(code: str, params: dict[str, object], text: str) -> None:
    sentences = violation_sentences([{"code": code, "params": params}, {"code": code, "params": params}], NAMES)
    assert len(sentences) == 1  # the same is said once
    assert text in sentences[0]


def test_a_code_that_has_no_words_is_shown_as_it_is() -> None:
    assert "nothing.known" in violation_sentences([{"code": "nothing.known", "params": {}}], NAMES)[0]


def test_orders_and_loads_that_exclude_each_other_are_named() -> None:
    conflict = [
        {"enterprise": 3, "institution": 4, "date": "2026-11-25"},
        {"expert": 7, "enterprise": 3, "slot": 2},
        {"row": ["chain", "auto"], "column": 4},
        {"code": "pair_load.max", "limit": 2, "column": 4},
        {"code": "pair_demand", "limit": 1, "row": ["enterprise", 3]},
    ]
    assert conflict_sentences(conflict, NAMES) == [
        "示例机械厂与示例大学（11月25日周三）",
        "林示例与示例机械厂（第 3 时段）",
        "汽车及零部件产业链与示例大学",
        "示例大学：上限 2",
        "示例机械厂：上限 1",
    ]
    assert row_name(["chain", "auto"], NAMES, "en").startswith("Industry chain")
