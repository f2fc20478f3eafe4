"""Values of a need as people write them: telephone numbers, and the title that is made of the problem."""

from __future__ import annotations

import pytest

from matchmaker.services.need_values import telephone, title_from


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("138 1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("13812345678/13912345678", "13812345678"),
        ("0538-6991234", "05386991234"),
        ("6991234", "05386991234"),
        ("1381234", None),  # a mobile's with digits missing is no local number
        ("138123456", None),
        ("没有", None),
    ],
)
def test_a_number_that_can_be_dialled_is_kept_and_no_other(written: str, number: str | None) -> None:
    assert telephone(written) == number


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("换热管一周就结垢。希望连续运行 30 天。", "换热管一周就结垢"),
        ("Tubes scale within 2.5 weeks. We clean them by hand.", "Tubes scale within 2.5 weeks"),
        ("", ""),
        ("减" * 40, "减" * 40),
        ("减" * 41, "减" * 39 + "…"),
        ("生产各类减速机，产品质量可靠，" + "齿" * 30, "生产各类减速机，产品质量可靠…"),
        ("齿" * 37 + "200000次", "齿" * 37 + "…"),
        ("齿" * 33 + "200000次上", "齿" * 33 + "200000…"),
        ("Our heat exchanger tubes are clogged by scale after a week", "Our heat exchanger tubes are clogged by…"),
    ],
)  # fmt: skip
def test_a_title_is_made_of_the_first_sentence_and_cut_between_words(problem: str, title: str) -> None:
    assert title_from(problem) == title
