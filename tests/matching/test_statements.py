"""What is said for and against a pair."""

from dataclasses import replace

import pytest

from matchmaker.matching.features import FEATURES
from matchmaker.matching.shared_terms import SharedTerms
from matchmaker.matching.statements import CODES, FAMILIES, PairFacts, Standing, Statement, speaks_against, speaks_for

NAN = float("nan")
GOOD = PairFacts(
    features={"title_standing": 4.0, "text_standing": 5.04},
    contributions={"title_similarity": 0.6, "text_similarity": 0.6, "text_words": 0.5},
    shared=SharedTerms(("电解液",), (), ()),
    missing=(),
    passages=1,
    near_passages=1,
    luck=0.0,
    standing=Standing(),
)


def codes(statements):
    return [statement.code for statement in statements]


def test_a_good_pair_has_support_and_no_doubt():
    assert speaks_for(GOOD) == (
        Statement("meaning_close", {"deviations": 5.0}),
        Statement("terms_shared", {"terms": ("电解液",)}),
    )
    assert speaks_against(GOOD) == ()


def test_the_weightiest_comes_first():
    facts = replace(GOOD, contributions={"title_similarity": 0.4, "text_similarity": 0.5, "key_terms": 2.0})
    assert codes(speaks_for(facts)) == ["terms_shared", "meaning_close"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"features": {"title_standing": 1.0, "text_standing": NAN}}, "meaning_far"),
        ({"standing": Standing(held_back=True)}, "crowded"),
        ({"standing": Standing(rejected_alike=True)}, "already_rejected_alike"),
        ({"standing": Standing(accepted_alike=True)}, "already_accepted_alike"),
        ({"shared": SharedTerms((), (), ())}, "no_terms_shared"),
        ({"contributions": {"text_words": -0.4}}, "words_differ"),
        ({"missing": ("氮化硼",)}, "terms_missing"),
        ({"passages": 5, "near_passages": 1}, "one_passage"),
        ({"luck": 0.1}, "generalist"),
        ({"contributions": {"title_crowd": -0.2, "text_crowd": -0.2}}, "crowded"),
    ],
)
def test_each_doubt_is_said(changes, code):
    assert codes(speaks_against(replace(GOOD, **changes))) == [code]


def test_standing_alone_is_no_support_when_it_is_ordinary():
    facts = replace(GOOD, features={"title_standing": 1.0, "text_words": 2.5}, shared=SharedTerms((), (), ()))
    assert codes(speaks_for(facts)) == ["words_fit"]


def test_that_wording_overlaps_is_said_only_where_words_do_and_not_single_characters():
    facts = replace(GOOD, features={"title_standing": 1.0, "text_words": 1.9}, shared=SharedTerms((), (), ()))
    assert codes(speaks_for(facts)) == []


def test_every_code_said_is_in_the_table():
    said = {s.code for s in (*speaks_for(GOOD), *speaks_against(replace(GOOD, missing=("x",), luck=1.0)))}
    assert said <= set(CODES)


def test_families_name_real_features_once():
    names = [name for family in FAMILIES.values() for name in family]
    assert len(names) == len(set(names))
    assert set(names) <= set(FEATURES)
