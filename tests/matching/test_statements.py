"""What is said for and against a pair."""

from dataclasses import replace

import pytest

from matchmaker.matching.features import FEATURES
from matchmaker.matching.shared_terms import SharedTerms
from matchmaker.matching.statements import (
    CODES,
    FAMILIES,
    NOTABLE,
    PairFacts,
    Standing,
    Statement,
    speaks_against,
    speaks_for,
)

NAN = float("nan")
GOOD = PairFacts(
    features={"title_standing": 4.0, "text_standing": 5.04},
    contributions={"title_similarity": 0.6, "text_similarity": 0.6, "text_words": 0.5},
    shared=SharedTerms(("电解液",), (), ()),
    named=("电解液",),
    partly=True,
    missing=(),
    passages=1,
    near_passages=1,
    place=2,
    total=213,
    luck=0.0,
    standing=Standing(),
)


def codes(statements):
    return [statement.code for statement in statements]


def test_a_good_pair_has_support_and_no_doubt():
    assert speaks_for(GOOD) == (
        Statement("meaning_nearest", {"place": 2, "total": 213}, 1.2),
        Statement("terms_shared", {"terms": ("电解液",)}, 0.5),
    )
    assert speaks_against(GOOD) == ()


def test_the_weightiest_comes_first():
    facts = replace(GOOD, contributions={"title_similarity": 0.4, "text_similarity": 0.5, "key_terms": 2.0})
    assert codes(speaks_for(facts)) == ["terms_shared", "meaning_nearest"]


def test_doubts_that_moved_the_grade_come_first_by_weight():
    moved = {"title_similarity": -0.3, "title_crowd": -0.9, "need_field": -0.5}
    facts = replace(GOOD, contributions=moved, missing=("氮化硼",))
    assert codes(speaks_against(facts)) == ["many_alike", "field_seldom", "meaning_less", "terms_missing"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"features": {"title_standing": 1.0}, "place": 40, "contributions": {"text_words": 0.1}}, "meaning_far"),
        ({"contributions": {"title_similarity": -0.3}}, "meaning_less"),
        ({"standing": Standing(held_back=True)}, "not_outstanding"),
        ({"standing": Standing(rejected_alike=True)}, "already_rejected_alike"),
        ({"standing": Standing(accepted_alike=True)}, "already_accepted_alike"),
        ({"shared": SharedTerms((), (), ()), "named": (), "partly": False}, "no_terms_shared"),
        ({"contributions": {"text_words": -0.4}}, "words_differ"),
        ({"missing": ("氮化硼",)}, "terms_missing"),
        ({"passages": 5, "near_passages": 1}, "one_passage"),
        ({"luck": 0.1}, "generalist"),
        ({"contributions": {"title_crowd": -0.2, "text_crowd": -0.2}}, "many_alike"),
        ({"contributions": {"need_field": -0.3}}, "field_seldom"),
        ({"contributions": {"profile_size": -0.3}}, "profile_hurts"),
        ({"object_named": False}, "title_without_object"),
    ],
)
def test_each_doubt_is_said(changes, code):
    assert codes(speaks_against(replace(GOOD, **changes))) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contributions": {"text_similarity": 0.5}}, "meaning_related"),
        ({"contributions": {"text_similarity": 0.5}, "place": 150}, "meaning_nearer"),
        ({"contributions": {"text_similarity": 0.5}, "features": {"text_standing": 1.0}}, "meaning_nearer"),
        ({"contributions": {"need_field": 0.3}}, "field_often"),
        ({"contributions": {"text_crowd": 0.3}}, "few_alike"),
        ({"contributions": {"profile_size": 0.3}}, "profile_helps"),
        ({"contributions": {"text_characters": 0.3}, "features": {"text_standing": 2.0}}, "words_nearer"),
        ({"contributions": {}, "standing": Standing(lifted=True)}, "stands_out"),
    ],
)
def test_each_support_is_said(changes, code):
    facts = replace(GOOD, **{"shared": SharedTerms((), (), ()), "named": (), **changes})
    assert codes(speaks_for(facts)) == [code]


def test_what_the_profile_names_elsewhere_is_told_where_the_passage_names_nothing():
    facts = replace(GOOD, shared=SharedTerms((), (), ()), named=("负极", "隔膜"))
    assert Statement("terms_named", {"terms": ("负极", "隔膜")}, 0.5) in speaks_for(facts)


def test_that_many_are_as_close_is_never_said_of_the_closest():
    facts = replace(GOOD, features={"title_standing": 1.0}, contributions={}, place=1, total=3)
    assert "meaning_far" not in codes(speaks_against(facts))


def test_that_no_term_is_shared_is_not_said_where_a_part_of_a_word_is():
    facts = replace(GOOD, shared=SharedTerms((), (), ()), named=())
    assert codes(speaks_against(facts)) == []


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_every_family_that_moved_the_grade_is_told(family, sign):
    moved = {FAMILIES[family][0]: sign * NOTABLE}
    facts = replace(GOOD, contributions=moved, features={}, shared=SharedTerms((), (), ()), named=())
    said = speaks_for(facts) if sign > 0 else speaks_against(facts)
    assert [statement.odds for statement in said if statement.odds] == [sign * NOTABLE]


def test_standing_alone_is_no_support_when_it_is_ordinary():
    facts = replace(
        GOOD,
        contributions={"text_words": 0.5},
        features={"title_standing": 1.0, "text_words": 2.5},
        shared=SharedTerms((), (), ()),
        named=(),
    )
    assert codes(speaks_for(facts)) == ["words_fit"]


def test_that_wording_overlaps_is_said_only_where_words_do_and_not_single_characters():
    facts = replace(
        GOOD,
        contributions={"text_characters": 0.5},
        features={"title_standing": 1.0, "text_words": 1.9},
        shared=SharedTerms((), (), ()),
        named=(),
    )
    assert codes(speaks_for(facts)) == ["words_nearer"]


def test_every_feature_is_in_a_family():
    assert {name for names in FAMILIES.values() for name in names} == set(FEATURES)


def test_every_code_said_is_in_the_table():
    said = {s.code for s in (*speaks_for(GOOD), *speaks_against(replace(GOOD, missing=("x",), luck=1.0)))}
    assert said <= set(CODES)


def test_families_name_real_features_once():
    names = [name for family in FAMILIES.values() for name in family]
    assert len(names) == len(set(names))
    assert set(names) <= set(FEATURES)
