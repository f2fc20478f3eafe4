"""Evidence is true: what is marked stands there, in both texts, and no word is cut."""

from itertools import pairwise

import numpy as np
import pytest

from matchmaker.matching.shared_terms import Word
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.evidence import FURTHER
from matchmaker.ranking.key_terms import is_count, key_terms, key_words, named_often, surfaces, uncovered, word_rarity
from matchmaker.ranking.query import Need
from matchmaker.ranking.rank import rank
from matchmaker.ranking.whole_words import cut_words
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
    assert len(shown) <= 160
    assert passage[found.passage_excerpt.stop - 1] == "。"


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


@pytest.mark.parametrize("said", ["多项", "三十多项", "几种", "二级", "一系列", "520万元", "67%", "小时", "平方米"])
def test_a_count_is_no_key_term(said):
    assert is_count(said)


@pytest.mark.parametrize("said", ["二氧化硫", "三元", "多晶硅", "一氧化碳", "万向节", "数控", "百合", "纳米", "玉米"])
def test_a_substance_that_begins_with_a_number_is_one(said):
    assert not is_count(said)


def test_a_need_is_about_its_title_and_what_it_says_again(engine):
    title, text = "钢丝镀层", "公司成立多年，公司缺附着力。镀层容易脱落，镀层附着力不足"
    found = named_often(cut_words(title, engine.segmenter), cut_words(f"{title} {text}", engine.segmenter))
    assert found == ["钢丝", "镀层", "附着力"]


def test_a_compound_is_as_rare_as_its_rarest_part_and_of_everyday_words_no_term(corpus):
    words = [Word(0, 4, ("电解液",), ("电解液膜",)), Word(4, 7, ("技术",), ("技术性",))]
    rarity = word_rarity(words, corpus)
    assert rarity["电解液膜"] == rarity["电解液"]
    assert "技术性" not in rarity
    assert key_words(words, corpus) == ["电解液膜"]


def test_uncovered_is_what_no_passage_holds_even_as_a_part_of_a_word(corpus):
    assert uncovered(["废水", "盐废水", "射频", "rfid"], corpus) == ["射频", "rfid"]


def test_terms_are_written_as_the_need_writes_them(engine):
    text = "仓库RFID读写器受干扰"
    found = surfaces(cut_words(text, engine.segmenter), text)
    assert (found["rfid"], found["读写器"]) == ("RFID", "读写器")


@pytest.fixture(scope="module")
def many_sided(engine, ask, vectors_of):
    passages = ("磷酸铁锂电池电解液", "锂金属负极界面", *(f"第{number}号小麦品种选育" for number in range(12)))
    people = [Candidate("many", passages), Candidate("other", ("人工湿地",))]
    found = rank(ask(BATTERY_NEED), engine.corpus(people, vectors_of(people)), engine).candidates
    return next(each.evidence for each in found if each.id == "many"), passages


def test_further_passages_are_kept_closest_first_with_their_own_words(many_sided):
    found, passages = many_sided
    assert found.passages == len(passages)
    assert len(found.further) == FURTHER
    near = [found.similarity, *(pair.similarity for pair in found.further)]
    assert near == sorted(near, reverse=True)
    places = [found.passage, *(pair.passage for pair in found.further)]
    assert len(set(places)) == len(places)
    for pair in found.further:
        assert pair.passage_text == passages[pair.passage]
        assert found.need_texts[pair.part] == BATTERY_NEED.parts()[pair.part]
        for span in pair.passage_spans:
            assert 0 <= span.start < span.stop <= len(pair.passage_text)
    electrode = next(pair for pair in found.further if "负极" in pair.passage_text)
    assert any("负极" in text for text in marked(electrode.passage_text, electrode.passage_spans))
    assert any("负极" in text for text in marked(found.need_texts[electrode.part], electrode.need_spans))


def test_every_key_term_of_the_need_is_told_as_named_or_missing(many_sided):
    found, passages = many_sided
    text = " ".join(passages)
    assert {"电解液", "负极"} <= set(found.named_terms)
    assert set(found.missing_terms) <= set(found.need_terms)
    assert all(term in text for term in found.named_terms)
    assert not any(term in text for term in found.missing_terms)


def test_a_title_without_an_object_is_doubted(corpus, engine, ask):
    need = Need(title="另需该产品的检测方法与在线检测装置")
    found = rank(ask(need), corpus, engine).candidates
    assert all("title_without_object" in [said.code for said in each.evidence.doubts] for each in found)
    named = rank(ask(Need(title="电解液的检测方法")), corpus, engine).candidates
    assert not any("title_without_object" in [said.code for said in each.evidence.doubts] for each in named)


def test_only_one_passage_is_said_of_profiles_of_which_only_one_is_near(engine, ask, vectors_of):
    near = Candidate("near", ("磷酸铁锂电解液开发", "磷酸铁锂电解液的开发", "开发磷酸铁锂电解液"))
    mixed = Candidate("mixed", ("磷酸铁锂电解液开发", "小麦育种", "人工湿地"))
    people = [near, mixed]
    found = rank(ask(BATTERY_NEED), engine.corpus(people, vectors_of(people)), engine).candidates
    said = {c.id: [statement.code for statement in c.evidence.doubts] for c in found}
    assert "one_passage" not in said["near"]
    assert "one_passage" in said["mixed"]
