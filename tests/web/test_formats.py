"""Dates, amounts, lists and marked words in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from web.formats import day, days, funds, listed, marked, moment, wan

EVENING = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["2026年11月25日", "11月25日", "11月25日 01:05", "2026年12月1日", "—"]),
        ("en", ["25 Nov 2026", "25 Nov", "25 Nov, 01:05", "1 Dec 2026", "—"]),
    ],
)
def test_moments_are_told_in_local_time_and_in_words_of_the_reader(app: Flask, lang: str, expected: list[str]) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        told = [day(EVENING), day(EVENING, year=False), moment(EVENING), day(date(2026, 12, 1)), moment(None)]
    assert told == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["2025年4月23日", "2025年4月23日 10:30", "1月2日", "11月25日 01:05", "1月15日", "2027年7月1日"]),
        ("en", ["23 Apr 2025", "23 Apr 2025, 10:30", "2 Jan", "25 Nov, 01:05", "15 Jan", "1 Jul 2027"]),
    ],
)
def test_the_year_is_told_where_it_does_not_go_without_saying(app: Flask, lang: str, expected: list[str]) -> None:
    app.extensions["services"] = SimpleNamespace(clock=lambda: EVENING)
    last_year = datetime(2025, 4, 23, 2, 30, tzinfo=UTC)
    with app.test_request_context(f"/?lang={lang}"):
        told = [day(last_year.date(), year=False), moment(last_year), day(date(2026, 1, 2), year=False),
                moment(EVENING), day(date(2027, 1, 15), year=False), day(date(2027, 7, 1), year=False)]  # fmt: skip
    assert told == expected


@pytest.mark.parametrize(
    ("low", "high", "text", "expected"),
    [
        ("100", "150", "100-150万", "100—150万元"),
        ("80", "80", "约80", "80万元"),
        ("300", None, None, "300万元"),
        (None, "12.5", None, "12.5万元"),
        (None, None, "面议", "面议"),
        (None, None, None, "—"),
        ("0", "0", None, "0万元"),
        ("12345.00", "12345.00", None, "12,345万元"),
    ],
)
def test_funds(app: Flask, low: str | None, high: str | None, text: str | None, expected: str) -> None:
    amounts = [Decimal(amount) if amount is not None else None for amount in (low, high)]
    with app.test_request_context("/"):
        assert funds(amounts[0], amounts[1], text) == expected


def test_lists_are_separated_as_the_language_does(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (listed(["甲", "乙"]), listed(["甲，乙", "丙"], long=True), listed([])) == ("甲、乙", "甲，乙；丙", "")
    with app.test_request_context("/?lang=en"):
        assert (listed(["a", 2]), listed(["a, b", "c"], long=True)) == ("a, 2", "a, b; c")


def test_stored_days_are_told_in_words(app: Flask) -> None:
    for lang, expected in (("zh", "12月3日、1月15日"), ("en", "3 Dec, 15 Jan")):
        with app.test_request_context(f"/?lang={lang}"):
            assert days(["2026-12-03", "2027-01-15"]) == expected


def test_nothing_is_a_dash_and_zero_is_zero(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (wan(None), wan(0), wan(1260)) == ("—", "0", "1,260")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "高盐废水蒸发"),
        ([(0, 2)], "<mark>高盐</mark>废水蒸发"),
        ([(2, 4), (0, 2)], "<mark>高盐废水</mark>蒸发"),
        ([(0, 4), (2, 6)], "<mark>高盐废水蒸发</mark>"),
        ([(0, 4), (1, 2)], "<mark>高盐废水</mark>蒸发"),
        ([(4, 99)], "高盐废水<mark>蒸发</mark>"),
        ([(3, 3), (5, 2), (9, 12)], "高盐废水蒸发"),
    ],
)
def test_marked_words(spans: list[tuple[int, int]], expected: str) -> None:
    assert marked("高盐废水蒸发", spans) == expected


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 35), st.integers(-3, 35)), max_size=5))
def test_marking_changes_no_letter_and_lets_no_markup_through(text: str, spans: list[tuple[int, int]]) -> None:
    shown = marked(text, spans)
    plain = str(shown).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert shown.replace("<mark>", "").replace("</mark>", "").unescape() == text
    assert "<mark></mark>" not in shown
