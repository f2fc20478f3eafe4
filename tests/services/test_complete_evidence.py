"""The complete evidence in words: every family and feature has a name, the strongest comes first, old rows are read."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.matching.features import FEATURES
from matchmaker.matching.statements import FAMILIES
from matchmaker.services.complete_evidence import IN_PART, MISSING, NAMED, TermState, complete_evidence
from matchmaker.services.feature_words import FAMILY_WORDS, FEATURE_WORDS
from matchmaker.services.suggestion_evidence import show_evidence
from tests.support.builders import a_need, a_suggestion, an_enterprise, an_expert
from tests.support.world import World

STORED = {
    "part": "title",
    "need_text": "电解液开发",
    "need_spans": [{"start": 0, "stop": 3}],
    "need_excerpt": {"start": 0, "stop": 5},
    "passage_text": "锂电池电解液",
    "passage_spans": [{"start": 3, "stop": 6}],
    "passage_excerpt": {"start": 0, "stop": 6},
    "similarity": 0.5,
    "shared_terms": ["电解液"],
    "supports": [
        {"code": "meaning_close", "params": {"deviations": 4.0}},
        {"code": "terms_shared", "params": {"terms": ["电解液"]}},
    ],
    "doubts": [],
}
PARTS = {
    "key_terms": {"value": 0.2, "odds": 0.3},
    "text_similarity": {"value": 0.5, "odds": 0.9},
    "title_similarity": {"value": None, "odds": 0.0},
    "need_field": {"value": -9.0, "odds": -9.0},
}


@pytest.fixture
def told(sqlite_database: Database, world: World):
    """The complete evidence and the short one of a suggestion with these stored values."""

    def tell(stored, parts):
        with sqlite_database.write() as session:
            work = world.work(session)
            row = a_suggestion(work, a_need(work, an_enterprise(work)), an_expert(work))
            row.evidence, row.parts = stored, parts
            return complete_evidence(work=work, suggestion=row, locale="en"), show_evidence(row, locale="en")

    return tell


def test_every_family_and_feature_has_a_name():
    assert set(FEATURE_WORDS) == set(FEATURES)
    assert set(FAMILY_WORDS) == set(FAMILIES)


def test_what_moved_the_grade_most_comes_first_within_the_bounds_of_the_bar(told):
    complete, _ = told(STORED, PARTS)
    assert [family.odds for family in complete.families] == [-9.0, 0.9, 0.3]
    assert [family.weight for family in complete.families] == pytest.approx([-1.0, 0.3, 0.1])
    meaning = complete.families[1]
    assert [feature.odds for feature in meaning.features] == [0.9, 0.0]
    assert meaning.features[1].value is None


def test_evidence_of_an_earlier_version_is_told_as_it_was(told):
    complete, shown = told(STORED, PARTS)
    assert [(whole.pair.need_text, whole.pair.own_spans) for whole in complete.pairs] == [("电解液开发", [(3, 6)])]
    assert (complete.unseen, complete.terms) == (0, [])
    assert [reason.weight for reason in shown.reasons] == [0.9 / 3.0, 0.3 / 3.0]


def test_terms_are_named_held_in_part_or_missing(told):
    terms = {"need_terms": ["正极", "电解液", "寿命"], "named_terms": ["电解液"], "missing_terms": ["寿命"]}
    complete, _ = told({**STORED, **terms}, PARTS)
    assert complete.terms == [TermState("电解液", NAMED), TermState("正极", IN_PART), TermState("寿命", MISSING)]


def test_without_evidence_all_parts_are_empty(told):
    complete, shown = told({}, {})
    assert (complete.pairs, complete.terms, complete.families, complete.supports) == ([], [], [], [])
    assert shown.pairs == []
