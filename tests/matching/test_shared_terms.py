"""Shared key terms and their places; words are never cut."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.shared_terms import SharedTerms, Span, Word, excerpt, share_terms

NEED = [Word(0, 3, ("电解", "电解液")), Word(3, 5, ("添加",)), Word(6, 8, ("技术",)), Word(9, 11, ("负极",))]
PASSAGE = [Word(0, 2, ("电解",)), Word(2, 4, ("负极",)), Word(4, 6, ("技术",))]
RARITY = {"电解": 5.0, "电解液": 6.0, "负极": 5.5, "技术": 0.5, "添加": 4.0}


def test_rare_shared_terms_are_found_and_common_ones_are_not():
    found = share_terms(NEED, PASSAGE, RARITY)
    assert found == SharedTerms(("负极", "电解"), (Span(0, 3), Span(9, 11)), (Span(0, 4),))


def test_a_term_inside_another_shared_one_is_not_listed():
    found = share_terms(NEED, [Word(0, 3, ("电解", "电解液"))], RARITY)
    assert found.terms == ("电解液",)


def test_terms_without_a_known_rarity_are_ignored():
    assert share_terms(NEED, PASSAGE, {}) == SharedTerms((), (), ())


def test_a_short_text_is_shown_whole():
    assert excerpt(NEED, 11, (), 20) == Span(0, 11)


def test_a_long_text_is_shown_where_most_is_marked():
    words = [Word(i, i + 2, ("x",)) for i in range(0, 400, 2)]
    spans = [Span(10, 12), Span(300, 306), Span(310, 316)]
    shown = excerpt(words, 400, spans, 60)
    assert shown.start <= 300
    assert shown.stop >= 316
    assert shown.stop - shown.start <= 64


sizes = st.lists(st.integers(1, 9), min_size=1, max_size=80)


@given(sizes=sizes, marked=st.sets(st.integers(0, 79)), width=st.integers(5, 120))
def test_an_excerpt_never_cuts_a_word(sizes, marked, width):
    words, start = [], 0
    for size in sizes:
        words.append(Word(start, start + size, ("x",)))
        start += size
    spans = [Span(word.start, word.stop) for place, word in enumerate(words) if place in marked]
    shown = excerpt(words, start, spans, width)
    borders = {0, *(word.stop for word in words)}
    assert shown.start in borders
    assert shown.stop in borders
    assert 0 <= shown.start < shown.stop <= start


def test_part_of_a_word_on_both_sides_is_no_shared_term_unless_it_ends_both():
    rarity = {"电解": 5.0, "电池": 5.0}
    liquid, solid = Word(0, 3, ("电解", "电解液")), Word(0, 3, ("电解", "电解质"))
    assert share_terms([liquid], [solid], rarity) == SharedTerms((), (), ())
    lithium, other = Word(0, 3, ("电池", "锂电池")), Word(0, 4, ("固态", "电池", "固态电池"))
    assert share_terms([lithium], [other], rarity) == SharedTerms(("电池",), (Span(0, 3),), (Span(0, 4),))
