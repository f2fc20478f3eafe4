"""Time windows as people write them: 2026.3-2027.6, 2026年5月至12月, 2026年底前, 3个月内, 2026年9月起，18个月, 长期."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.chinese_numbers import with_figures
from matchmaker.interchange.values.normal import is_blank, normal
from matchmaker.interchange.values.periods import (
    DATED,
    UNDATED,
    Period,
    dated_period,
    months_later,
    undated_period,
)
from matchmaker.interchange.values.read import Read

Meaning = Literal["dated", "duration", "open", "soon", "unclear"]


@dataclass(frozen=True, slots=True)
class Window:
    """When something is to happen: from `start` to `end`, both inclusive, None where open.

    `months` is a duration without a beginning (3个月内). `meaning`: dated (has a start or an end), duration, open
    (长期: at any time), soon (尽快) or unclear. `text` is what was written.
    """

    start: date | None
    end: date | None
    months: int | None
    meaning: Meaning
    text: str


_DURATION = re.compile(r"(?P<n>\d{1,3}|半)(?P<unit>个?月|年(?!\d)|个?季度)(?:之?内|以内|左右|时间|期)?")
_OPEN = re.compile(r"长期(有效)?|常年|随时(可)?|不限|无限期|持续")
_SOON = re.compile(r"尽快|尽早|立即|即时|越快越好|近期|马上|急")
_UNTIL = re.compile(r"之?前|以前|截止|截至|为止|止$|止(?=[,，;；)])|不晚于|deadline|by")
_FROM = re.compile(r"以来|之后|以后|后|起|开始|启动|至今|开工|from|since")
_FILLER = re.compile(
    r"[()\[\],，.。;；:：、/-]|约|大约|预计|计划|拟|暂定|左右|时间|从|自|于|在|完成|解决|结束|投产?|实施|之间|期间|项目|合作|期限|周期|为|到|至|内"
)
_LINK = re.compile(r"(?:-|至|到|to|→|——)")
# 即日起至2026年底 says only when it ends, 2026年3月至今 only when it begins.
_NOW_UNTIL = re.compile(r"^(?:从|自)?(?:即日|现在|目前)起?(?:至|到|-)")
_UNTIL_OPEN = re.compile(r"(?:-|至|到)(?:今|长期|不限)")
LONGEST = 400


def parse_window(cell: Cell, *, base: str = "window") -> Read[Window | None]:
    """Read a time window.

    `base` says what the column holds where one point alone is written: `window` (the whole span), `start` or `end`.
    None for a blank cell. What is not understood comes back as `unclear` with a warning.
    """
    if isinstance(cell, datetime | date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return Read(_pointed(Period(day, day, within=True), text_of(cell), base))
    if isinstance(cell, float) and not cell.is_integer():
        return _number(cell, base)
    text = text_of(cell)
    if is_blank(text):
        return Read(None)
    if len(text) > LONGEST:
        return _unclear(text, "date.unknown")
    return _parse(with_figures(normal(text), "个?月|年|个?季度"), text, base)


def _number(cell: float, base: str) -> Read[Window | None]:
    """2023.1 in a cell of numbers: 2023.10 was perhaps written, and the file does not say."""
    match = DATED.fullmatch(repr(cell))
    period = dated_period(match) if match else None
    if match is None or period is None:
        return _unclear(text_of(cell), "date.unknown")
    warnings = (message("date.ambiguous", text=text_of(cell), month=period.start.month),) if match["m1"] == "1" else ()
    return Read(_pointed(period, text_of(cell), base), warnings)


def _parse(flat: str, text: str, base: str) -> Read[Window | None]:
    only_end = _NOW_UNTIL.match(flat) is not None
    flat = _UNTIL_OPEN.sub("起", _NOW_UNTIL.sub("", flat))
    first = DATED.search(flat)
    if first is None:
        return _undated(flat, text)
    begin = dated_period(first)
    if begin is None:
        return _unclear(text, "date.unknown")
    ending, consumed = _second(flat[first.end() :], begin.start.year)
    rest = flat[: first.start()] + flat[first.end() + consumed :]
    if DATED.search(rest):
        return _unclear(text, "date.unknown")
    duration = _DURATION.search(rest)
    left = _FILLER.sub("", _FROM.sub("", _UNTIL.sub("", _DURATION.sub("", rest, count=1))))
    if left:
        return _unclear(text, "date.unknown")
    if ending is not None:
        return _spanned(begin.start, ending.end, text)
    if duration is not None:
        return _spanned(begin.start, months_later(begin.start, _months(duration)) - timedelta(days=1), text)
    if _UNTIL.search(rest) and _FROM.search(rest):
        return _unclear(text, "date.unknown")
    if _UNTIL.search(rest) or only_end:
        last = begin.end if begin.within or only_end else begin.start - timedelta(days=1)
        return Read(Window(None, last, None, "dated", text))
    return Read(_pointed(begin, text, "start" if _FROM.search(rest) else base))


def _second(rest: str, year: int) -> tuple[Period | None, int]:
    """The point behind a dash or 至 at the beginning of `rest`, and how many signs it takes."""
    link = _LINK.match(rest)
    if link is None:
        return None, 0
    dated = DATED.match(rest, link.end())
    if dated is not None:
        return dated_period(dated), dated.end()
    undated = UNDATED.match(rest, link.end())
    return (None, 0) if undated is None else (undated_period(undated, year), undated.end())


def _undated(flat: str, text: str) -> Read[Window | None]:
    """A text that names no year: a duration, or one of the usual words."""
    words: tuple[tuple[re.Pattern[str], Meaning], ...] = ((_OPEN, "open"), (_SOON, "soon"))
    for pattern, meaning in words:
        if pattern.search(flat) and len(flat) <= 12:
            return Read(Window(None, None, None, meaning, text))
    duration = _DURATION.search(flat)
    if duration is None or _FILLER.sub("", _DURATION.sub("", flat, count=1)):
        return _unclear(text, "date.unknown")
    return Read(Window(None, None, _months(duration), "duration", text))


def _months(match: re.Match[str]) -> int:
    unit = {"年": 12, "月": 1, "度": 3}[match["unit"][-1]]
    return 6 if match["n"] == "半" else int(match["n"]) * unit


def _spanned(start: date, end: date, text: str) -> Read[Window | None]:
    if end < start:
        return _unclear(text, "date.reversed")
    return Read(Window(start, end, None, "dated", text))


def _pointed(period: Period, text: str, base: str) -> Window:
    """One point alone, by what its column holds."""
    start = None if base == "end" else period.start
    end = None if base == "start" else period.end
    return Window(start, end, None, "dated", text)


def _unclear(text: str, code: str) -> Read[Window | None]:
    warning: tuple[Message, ...] = (message(code, text=text[:80]),)
    return Read(Window(None, None, None, "unclear", text), warning)
