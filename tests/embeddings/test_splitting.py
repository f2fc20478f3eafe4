from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import Segmenter
from embeddings.splitting import split_text

WORDS = Segmenter()


def _count(texts: object) -> list[int]:
    return [len(text) for text in texts]  # type: ignore[attr-defined]


def split(text: str, limit: int) -> list[str]:
    return split_text(text, limit=limit, count=_count, words=WORDS.cut)


def test_a_short_text_stays_whole() -> None:
    assert split("  高盐废水。零排放。\n", 20) == ["高盐废水。零排放。"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_gives_nothing(text: str) -> None:
    assert split(text, 5) == []


def test_chinese_is_cut_at_sentence_ends() -> None:
    assert split("电池容量低。需要新材料！能否合作？期待答复。", 12) == [
        "电池容量低。需要新材料！",
        "能否合作？期待答复。",
    ]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert split("他说“电池容量低。”需要新的材料。", 10) == ["他说“电池容量低。”", "需要新的材料。"]


def test_english_is_cut_at_sentence_ends_and_not_at_abbreviations_or_numbers() -> None:
    text = "The cell holds 3.14 Ah at 25 degrees, cf. Fig. 3 of J. Smith. We need No. 5 steel. Who can help?"
    assert split(text, 62) == [
        "The cell holds 3.14 Ah at 25 degrees, cf. Fig. 3 of J. Smith.",
        "We need No. 5 steel. Who can help?",
    ]


def test_lines_end_sentences() -> None:
    assert split("主要问题\n能耗太高\n期望目标\n降低三成", 10) == ["主要问题\n能耗太高", "期望目标\n降低三成"]


def test_pieces_are_of_about_equal_size() -> None:
    sentence = "需要降低能耗的新工艺。"
    pieces = split(sentence * 11, 100)
    assert [len(piece) for piece in pieces] == [66, 55]


def test_a_long_sentence_is_cut_at_clauses() -> None:
    text = "研究低温下电池容量，研究高温下电池寿命，研究常温下电池成本"
    assert split(text, 20) == ["研究低温下电池容量，研究高温下电池寿命，", "研究常温下电池成本"]


def test_a_long_clause_is_cut_between_words_and_never_inside_a_number() -> None:
    text = "采用磷酸铁锂电解液并满足GB/T 22900-2009与1,500 MPa强度及100℃温度的要求"
    for limit in range(16, 40):
        pieces = split(text, limit)
        assert all(len(piece) <= limit for piece in pieces)
        for term in ("磷酸铁锂", "GB/T 22900-2009", "1,500 MPa", "100℃"):
            assert sum(piece.count(term) for piece in pieces) == 1


def test_a_word_above_the_limit_is_cut_rather_than_lost() -> None:
    pieces = split("x" * 25, 10)
    assert "".join(pieces) == "x" * 25
    assert max(map(len, pieces)) <= 10


def test_a_piece_whose_tokens_exceed_the_sum_of_its_parts_is_halved() -> None:
    def count(texts: object) -> list[int]:
        return [len(text) + 3 * text.count("。") ** 2 for text in texts]  # type: ignore[attr-defined]

    pieces = split_text("一二三。" * 8, limit=40, count=count, words=WORDS.cut)
    assert "".join(pieces) == "一二三。" * 8
    assert all(size <= 40 for size in count(pieces))


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(["磷酸铁锂", "电池。", "，", " ", "3.14", "MPa", "\n", "A. B", "Fig. 2 ", "高盐！", "x" * 30])
    ).map("".join),
    limit=st.integers(5, 60),
)
def test_nothing_is_lost_and_nothing_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)
