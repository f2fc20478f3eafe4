"""Evidence is true: what is marked stands there, in both texts, and no word is cut."""

from itertools import pairwise

import numpy as np
import pytest

from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.evidence import _NUMBER, cut_words, key_terms, named_terms
from matchmaker.ranking.query import Need
from matchmaker.ranking.rank import rank
from tests.ranking.conftest import BATTERY_NEED


@pytest.fixture(scope="module")
def evidence(corpus, engine, ask):
    return {c.id: c.evidence for c in rank(ask(BATTERY_NEED), corpus, engine).candidates}


def marked(text, spans):
    return [text[span.start : span.stop] for span in spans]


def test_the_passage_that_matched(evidence):
    found = evidence["battery"]
    assert found.passage_text == "固态电池与锂金属负极电解液"
    assert found.passage == 0
    assert found.need_text == BATTERY_NEED.parts()[found.part]


def test_shared_terms_stand_in_both_texts(evidence):
    found = evidence["battery"]
    assert "电解液" in found.shared_terms
    assert marked(found.passage_text, found.passage_spans)[-1].endswith("负极电解液")
    assert any("电解液" in text for text in marked(found.need_text, found.need_spans))
    for term in found.shared_terms:
        assert term in found.need_text
        assert term in found.passage_text


def test_everyday_words_are_no_key_terms(evidence):
    assert not {"开发", "改善", "技术"} & {term for found in evidence.values() for term in found.shared_terms}


def test_what_speaks_for_and_against(evidence):
    assert {s.code for s in evidence["battery"].supports} == {"meaning_related", "terms_shared"}
    assert "no_terms_shared" in [s.code for s in evidence["wheat"].doubts]
    missing = next(s for s in evidence["wheat"].doubts if s.code == "terms_missing")
    assert "电解液" in missing.params["terms"]


def test_the_best_passage_of_several(corpus, engine, ask):
    need = Need(title="人工湿地净化再生水", text="处理量500吨每天")
    found = next(c for c in rank(ask(need), corpus, engine).candidates if c.id == "water").evidence
    assert found.passage_text == "人工湿地水质净化"
    assert found.passage == 1


def test_long_texts_are_shown_around_what_matched(engine, vectors_of, ask):
    passage = "概况介绍。" * 60 + "本团队研制磷酸铁锂电池电解液添加剂。" + "其他工作。" * 60
    people = [Candidate("a", (passage,)), Candidate("b", ("小麦育种",))]
    corpus = engine.corpus(people, vectors_of(people))
    found = rank(ask(BATTERY_NEED), corpus, engine).candidates[0].evidence
    shown = passage[found.passage_excerpt.start : found.passage_excerpt.stop]
    assert "电解液" in shown
    assert len(shown) < 140


def test_words_cover_the_text_without_overlap(engine):
    text = "5t/h高盐废水浓缩；Q235B 钢 lithium-ion battery，≥67%。"
    words = cut_words(text, engine.segmenter)
    assert all(a.stop <= b.start for a, b in pairwise(words))
    assert all(word.terms for word in words)
    assert "高盐废水" in [text[word.start : word.stop] for word in words]


def test_key_terms_are_rare_whole_and_no_numbers(corpus):
    found = key_terms({"电解", "电解液", "技术", "3000", "80%", "520万元", "液"}, corpus)
    assert found == ["电解液"]


def test_evidence_of_a_candidate_is_not_touched_by_others(corpus, engine, ask):
    alone = rank(ask(BATTERY_NEED), corpus, engine, allowed=np.array([2])).candidates[0].evidence
    among = rank(ask(BATTERY_NEED), corpus, engine).candidates[0].evidence
    assert alone == among


@pytest.mark.parametrize("said", ["多项", "三十多项", "几种", "二级", "一系列", "520万元", "67%"])
def test_a_count_is_no_key_term(said):
    assert _NUMBER.match(said)


@pytest.mark.parametrize("said", ["二氧化硫", "三元", "多晶硅", "一氧化碳", "万向节", "数控", "百合"])
def test_a_substance_that_begins_with_a_number_is_one(said):
    assert not _NUMBER.match(said)


def test_a_need_is_about_its_title_and_what_it_says_again(engine):
    text = "公司成立多年。镀层容易脱落，镀层附着力不足"
    assert named_terms("钢丝镀层", f"钢丝镀层 {text}", engine.segmenter) >= {"钢丝", "镀层"}
    assert "成立" not in named_terms("钢丝镀层", f"钢丝镀层 {text}", engine.segmenter)


def test_only_one_passage_is_said_of_profiles_of_which_only_one_is_near(engine, ask, vectors_of):
    near = Candidate("near", ("磷酸铁锂电解液开发", "磷酸铁锂电解液的开发", "开发磷酸铁锂电解液"))
    mixed = Candidate("mixed", ("磷酸铁锂电解液开发", "小麦育种", "人工湿地"))
    people = [near, mixed]
    found = rank(ask(BATTERY_NEED), engine.corpus(people, vectors_of(people)), engine).candidates
    said = {c.id: [statement.code for statement in c.evidence.doubts] for c in found}
    assert "one_passage" not in said["near"]
    assert "one_passage" in said["mixed"]
