"""Time windows as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from matchmaker.interchange.values.windows import parse_window


def said(cell: object, base: str = "window") -> tuple[str | None, str | None, list[str]]:
    read = parse_window(cell, base=base)  # type: ignore[arg-type]
    assert read.value is not None
    start, end = (None if day is None else day.isoformat() for day in (read.value.start, read.value.end))
    return start, end, [warning.code for warning in read.warnings]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023.5-2024.4", "2023-05-01", "2024-04-30"),
        ("2023.4-2024.1", "2023-04-01", "2024-01-31"),
        ("2023.4-2024.10", "2023-04-01", "2024-10-31"),
        ("2026年3月", "2026-03-01", "2026-03-31"),
        ("2026.3-2027.6", "2026-03-01", "2027-06-30"),
        ("２０２６．３－２０２７．６", "2026-03-01", "2027-06-30"),
        ("2026-03-01至2027-06-30", "2026-03-01", "2027-06-30"),
        ("2026/3/1—2027/6/30", "2026-03-01", "2027-06-30"),
        ("20260301-20270630", "2026-03-01", "2027-06-30"),
        ("2026.3.1-10.31", "2026-03-01", "2026-10-31"),
        ("2023.5-6", "2023-05-01", "2023-06-30"),
        ("2025年9—12月", "2025-09-01", "2025-12-31"),
        ("2025年5月至12月", "2025-05-01", "2025-12-31"),
        ("2026—2028年", "2026-01-01", "2028-12-31"),
        ("2026年四季度—2027年二季度", "2026-10-01", "2027-06-30"),
        ("2026年第3季度", "2026-07-01", "2026-09-30"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        ("2025年下半年", "2025-07-01", "2025-12-31"),
        ("2025年内", "2025-01-01", "2025-12-31"),
        ("2025年底前", None, "2025-12-31"),
        ("2025年10月前", None, "2025-09-30"),
        ("2026年5月1日前", None, "2026-05-01"),
        ("即日起至2026年底", None, "2026-12-31"),
        ("2026年3月起", "2026-03-01", None),
        ("2026年3月至今", "2026-03-01", None),
        ("2026年9月起，18个月", "2026-09-01", "2028-02-29"),
        ("2026年底启动，两年", "2026-12-01", "2028-11-30"),
        (date(2026, 3, 5), "2026-03-05", "2026-03-05"),
        (datetime(2026, 3, 5, 9, 30, tzinfo=UTC), "2026-03-05", "2026-03-05"),
        (2026.3, "2026-03-01", "2026-03-31"),
        (20260305, "2026-03-05", "2026-03-05"),
    ],
)
def test_windows_that_are_understood(text: object, start: str | None, end: str | None):
    assert said(text) == (start, end, [])


def test_one_point_counts_as_its_column_says():
    assert said("2026年3月", "start") == ("2026-03-01", None, [])
    assert said("2026年3月", "end") == (None, "2026-03-31", [])


@pytest.mark.parametrize(
    ("text", "months"), [("3个月内", 3), ("一年", 12), ("两年", 24), ("半年内", 6), ("十八个月", 18), ("2个季度", 6)]
)
def test_durations_without_a_beginning(text: str, months: int):
    value = parse_window(text).value
    assert (value.start, value.end, value.months, value.meaning) == (None, None, months, "duration")


@pytest.mark.parametrize(
    ("text", "meaning"), [("长期", "open"), ("随时", "open"), ("尽快", "soon"), ("越快越好", "soon")]
)
def test_usual_words(text: str, meaning: str):
    read = parse_window(text)
    assert (read.value.meaning, read.warnings) == (meaning, ())


@pytest.mark.parametrize(
    "text", ["年底前", "2026年花期前", "2026.2.30", "2026.13", "枯水期", "2026年秋播试验，2027年推广", "x" * 500]
)
def test_what_is_not_understood_is_kept_as_text(text: str):
    read = parse_window(text)
    assert (read.value.start, read.value.end, read.value.meaning, read.value.text) == (None, None, "unclear", text)
    assert [warning.code for warning in read.warnings] == ["date.unknown"]


def test_an_end_before_the_beginning_is_told():
    assert said("2024.5-2023.4") == (None, None, ["date.reversed"])


def test_a_number_may_have_lost_the_zero_of_october():
    assert said(2026.1) == ("2026-01-01", "2026-01-31", ["date.ambiguous"])


def test_blank_cells_hold_no_window():
    assert parse_window("无").value is None
    assert parse_window(None).value is None
