"""Chinese numerals as figures: 三百 -> 300, 一百二十 -> 120, 两千零五 -> 2005."""

from __future__ import annotations

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
POWERS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二两三四五六七八九十百千]+"


def chinese_number(text: str) -> int | None:
    """The number up to 9999 that a numeral says; None if it says none (两三百 means a range, 千百 nothing)."""
    total, digit, smallest = 0, None, 10_000
    for sign in text:
        if sign in POWERS:
            power = POWERS[sign]
            if power >= smallest or (digit is None and (power != 10 or total)):
                return None
            total += (1 if digit is None else digit) * power
            digit, smallest = None, power
        elif sign in ("零", "〇"):
            continue
        elif digit is not None:
            return None
        else:
            digit = DIGITS[sign]
    return total + (digit or 0) if text else None


def with_figures(text: str, followed_by: str) -> str:
    """`text` with each numeral that stands before a match of `followed_by` written in figures."""

    def figures(match: re.Match[str]) -> str:
        number = chinese_number(match.group())
        return match.group() if number is None else str(number)

    return re.sub(f"{NUMERAL}(?={followed_by})", figures, text)
