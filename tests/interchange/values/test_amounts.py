"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from matchmaker.interchange.values.amounts import WAN, Amount, header_unit, parse_amount


def said(text: object, unit: Decimal = WAN) -> tuple[str | None, str | None, str, list[str]]:
    read = parse_amount(text, unit)  # type: ignore[arg-type]
    assert read.value is not None
    low, high = (None if figure is None else str(figure) for figure in (read.value.low, read.value.high))
    return low, high, read.value.exactness, [warning.code for warning in read.warnings]


@pytest.mark.parametrize(
    ("text", "low", "high", "exactness"),
    [
        ("120万元", "120", "120", "exact"),
        (200, "200", "200", "exact"),
        (12.5, "12.5", "12.5", "exact"),
        ("50", "50", "50", "exact"),
        ("0", "0", "0", "exact"),
        ("３００万元", "300", "300", "exact"),
        ("1.2亿", "12000", "12000", "exact"),
        ("三百万元", "300", "300", "exact"),
        ("一百二十万", "120", "120", "exact"),
        ("一千万", "1000", "1000", "exact"),
        ("1,200,000元", "120", "120", "exact"),
        ("RMB 500K", "50", "50", "exact"),
        ("1.2 million RMB", "120", "120", "exact"),
        ("¥800,000元", "80", "80", "exact"),
        ("100万元（含税）", "100", "100", "exact"),
        ("300-500万元", "300", "500", "range"),
        ("300万-500万", "300", "500", "range"),
        ("300～500", "300", "500", "range"),
        ("300至500万元", "300", "500", "range"),
        ("5000-8000元", "0.5", "0.8", "range"),
        ("50万以内", None, "50", "at_most"),
        ("不超过50万元", None, "50", "at_most"),
        ("≤50万", None, "50", "at_most"),
        ("100万以上", "100", None, "at_least"),
        ("不低于100万", "100", None, "at_least"),
        ("100+", "100", None, "at_least"),
        ("自筹100万", "100", "100", "self_funded"),
    ],
)
def test_amounts_that_are_understood_without_a_word(text: object, low: str, high: str, exactness: str):
    assert said(text) == (low, high, exactness, [])


@pytest.mark.parametrize(
    ("text", "low", "high", "exactness", "warning"),
    [
        ("约80", "80", "80", "about", "amount.about"),
        ("80万元左右", "80", "80", "about", "amount.about"),
        ("80余万", "80", "80", "about", "amount.about"),
        ("100万元/年", "100", "100", "exact", "amount.periodic"),
        ("首期100万", "100", "100", "exact", "amount.part"),
        ("2023年试验投入50万元", "50", "50", "exact", "amount.part"),
        (500000, "500000", "500000", "exact", "amount.large"),
    ],
)
def test_amounts_that_are_understood_with_a_warning(text: object, low: str, high: str, exactness: str, warning: str):
    assert said(text) == (low, high, exactness, [warning])


@pytest.mark.parametrize(
    ("text", "exactness", "warning"),
    [
        ("面议", "negotiable", "amount.no_figure"),
        ("不限", "unlimited", "amount.no_figure"),
        ("自筹", "self_funded", "amount.no_figure"),
        ("待定", "undecided", "amount.no_figure"),
        ("看方案", "undecided", "amount.no_figure"),
        ("总投资500万元，其中研发200万元", "unclear", "amount.several"),
        ("$50,000", "unclear", "amount.currency"),
        ("5万美元", "unclear", "amount.currency"),
        ("两三百万", "unclear", "amount.unknown"),
        ("500-300万", "unclear", "amount.unknown"),
        ("很多", "unclear", "amount.unknown"),
        ("999999999999999999999", "unclear", "amount.unknown"),
        (True, "unclear", "amount.unknown"),
    ],
)
def test_amounts_without_a_figure_are_kept_as_text(text: object, exactness: str, warning: str):
    assert said(text) == (None, None, exactness, [warning])


@pytest.mark.parametrize("text", [None, "", "  ", "无", "/", "——", "N/A"])
def test_blank_cells_hold_no_amount(text: str | None):
    assert parse_amount(text).value is None
    assert parse_amount(text).warnings == ()


def test_the_text_is_kept_as_written():
    assert parse_amount(" 约 80 万 ").value.text == "约 80 万"


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("拟投入资金（万元）", "1"),
        ("拟投入资金（元）", "0.0001"),
        ("预算(亿元)", "10000"),
        ("预算", "1"),
        ("元", "0.0001"),
    ],
)
def test_the_header_says_in_what_bare_figures_count(header: str, unit: str):
    assert header_unit(header) == Decimal(unit)


def test_a_bare_figure_in_yuan_says_so_in_its_text():
    yuan = header_unit("资金（元）")
    assert parse_amount(500000, yuan).value == Amount(Decimal(50), Decimal(50), "exact", "500000元")
    assert parse_amount("50万", yuan).value == Amount(Decimal(50), Decimal(50), "exact", "50万")
    assert parse_amount("约500000", yuan).value.text == "约500000元"
    assert parse_amount(parse_amount(500000, yuan).value.text).value.high == Decimal(50)
