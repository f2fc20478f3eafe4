"""Shared key terms and their places; words are never cut."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.shared_terms import SharedTerms, Span, Word, excerpt, share_terms

NEED = [
    Word(0, 3, ("电解", "电解液"), ("电解液",)),
    Word(3, 5, ("添加",), ("添加",)),
    Word(6, 8, ("技术",), ("技术",)),
    Word(9, 11, ("负极",), ("负极",)),
]
PASSAGE = [
    Word(0, 3, ("电解", "电解液"), ("电解液",)),
    Word(3, 5, ("负极",), ("负极",)),
    Word(5, 7, ("技术",), ("技术",)),
]
RARITY = {"电解": 5.0, "电解液": 6.0, "负极": 5.5, "技术": 0.5, "添加": 4.0}


def test_rare_shared_terms_are_found_and_common_ones_are_not():
    found = share_terms(NEED, PASSAGE, RARITY)
    assert found == SharedTerms(("电解液", "负极"), (Span(0, 3), Span(9, 11)), (Span(0, 5),))


def test_a_term_inside_another_shared_one_is_not_listed():
    lithium = Word(0, 3, ("电池", "锂电池"), ("锂电池", "电池"))
    assert share_terms([lithium], [lithium], {"锂电池": 6.0, "电池": 4.0}).terms == ("锂电池",)


def test_terms_without_a_known_rarity_are_ignored():
    assert share_terms(NEED, PASSAGE, {}) == SharedTerms((), (), ())


def named(start, stop, *terms):
    """A word that is called by its last term only."""
    return Word(start, stop, terms, terms[-1:])


def test_a_short_text_is_shown_whole():
    assert excerpt("x" * 11, NEED, (), 20) == Span(0, 11)


def test_a_long_text_is_shown_where_most_is_marked():
    words = [named(i, i + 2, "x") for i in range(0, 400, 2)]
    spans = [Span(10, 12), Span(300, 306), Span(310, 316)]
    shown = excerpt("x" * 400, words, spans, 60)
    assert shown.start <= 300
    assert shown.stop >= 316
    assert shown.stop - shown.start <= 64


def test_a_sentence_is_shown_from_its_beginning_to_its_end():
    text = "前言说明。" * 20 + "本项目研制电解液。" + "其他工作。" * 20
    place = text.index("电解液")
    words = [named(place, place + 3, "电解液")]
    shown = excerpt(text, words, [Span(place, place + 3)], 40)
    assert text[shown.start - 1] == "。"
    assert text[shown.stop - 1] == "。"
    assert "本项目研制电解液。" in text[shown.start : shown.stop]


def test_a_number_is_not_cut_at_its_comma():
    text = "长" * 100 + "产量达到12,000吨规模" + "续" * 200
    shown = excerpt(text, [], [Span(100, 102)], 60)
    assert "12,000" in text[shown.start : shown.stop]


sizes = st.lists(st.integers(1, 9), min_size=1, max_size=80)
SIGNS = "。，x"


@given(sizes=sizes, marked=st.sets(st.integers(0, 79)), width=st.integers(5, 120), data=st.data())
def test_an_excerpt_never_cuts_a_word(sizes, marked, width, data):
    words, start, text = [], 0, ""
    for size in sizes:
        words.append(named(start, start + size, "x"))
        sign = data.draw(st.sampled_from(SIGNS))
        start, text = start + size + 1, text + "x" * size + sign
    spans = [Span(word.start, word.stop) for place, word in enumerate(words) if place in marked]
    shown = excerpt(text, words, spans, width)
    assert not any(word.start < border < word.stop for word in words for border in (shown.start, shown.stop))
    assert 0 <= shown.start < shown.stop <= len(text)
    assert shown.stop - shown.start <= width + 2 * 40 + 18
    if spans and len(text) > width:
        assert any(shown.start <= span.start and span.stop <= shown.stop for span in spans)


def test_part_of_a_word_on_both_sides_is_no_shared_term_unless_it_ends_both():
    rarity = {"电解": 5.0, "电池": 5.0}
    liquid, solid = named(0, 3, "电解", "电解液"), named(0, 3, "电解", "电解质")
    assert share_terms([liquid], [solid], rarity) == SharedTerms((), (), ())
    lithium = Word(0, 3, ("电池", "锂电池"), ("锂电池", "电池"))
    other = Word(0, 4, ("固态", "电池", "固态电池"), ("固态电池", "电池"))
    assert share_terms([lithium], [other], rarity) == SharedTerms(("电池",), (Span(0, 3),), (Span(0, 4),))


def test_a_word_that_may_go_on_names_nothing():
    unsure = Word(0, 2, ("热带",), ())
    tropical = named(0, 2, "热带")
    assert share_terms([unsure], [tropical], {"热带": 6.0}) == SharedTerms((), (), ())
