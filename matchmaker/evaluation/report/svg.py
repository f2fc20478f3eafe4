"""Small charts as SVG text: a scatter against the diagonal, and bars with intervals. Numbers are given beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 16, 44
_BAR = 34
_NAMES = 190


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with its interval; `at` is where it lies on the other axis, or its name on a bar chart."""

    at: float
    name: str
    value: float
    low: float
    high: float


def reliability(marks: Sequence[Mark], *, title: str) -> str:
    """Said (across) against seen (up), both from 0 to the same end; on the diagonal they agree."""
    top = _end(max((max(mark.at, mark.high) for mark in marks), default=1.0))
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(value: float) -> float:
        return _LEFT + width * value / top

    def y(value: float) -> float:
        return _TOP + height * (1.0 - value / top)

    ticks = [top * step / 4 for step in range(5)]
    parts = [
        _line(x(0), y(tick), x(top), y(tick), "grid") + _text(_LEFT - 8, y(tick) + 4, f"{tick:.2f}", "end")
        for tick in ticks
    ]
    parts += [_text(x(tick), _HEIGHT - _BOTTOM + 18, f"{tick:.2f}", "middle") for tick in ticks]
    parts.append(_line(x(0), y(0), x(top), y(top), "ideal"))
    for mark in marks:
        parts.append(_line(x(mark.at), y(mark.low), x(mark.at), y(mark.high), "span"))
        parts.append(f'<circle class="dot" cx="{x(mark.at):.1f}" cy="{y(mark.value):.1f}" r="4.5"/>')
    parts.append(_text(_LEFT + width / 2, _HEIGHT - 6, "probability said", "middle"))
    return _svg(parts, title, _HEIGHT)


def bars(marks: Sequence[Mark], *, title: str, top: float | None = None) -> str:
    """One horizontal bar for each mark, with its interval as a line; the last one is ours and stands out."""
    height = _TOP + _BAR * len(marks) + 12
    end = top if top is not None else _end(max((mark.high for mark in marks), default=1.0))
    width = _WIDTH - _NAMES - 64

    def x(value: float) -> float:
        return _NAMES + width * min(value, end) / end

    parts = []
    for place, mark in enumerate(marks):
        middle = _TOP + _BAR * place + _BAR / 2
        kind = "bar ours" if place == len(marks) - 1 else "bar"
        parts.append(_text(_NAMES - 8, middle + 4, mark.name, "end"))
        size = f'x="{_NAMES}" y="{middle - 10:.1f}" width="{x(mark.value) - _NAMES:.1f}" height="20"'
        parts.append(f'<rect class="{kind}" {size}/>')
        parts.append(_line(x(mark.low), middle, x(mark.high), middle, "span"))
        parts.append(_text(x(max(mark.high, mark.value)) + 8, middle + 4, f"{mark.value:.3f}", "start"))
    return _svg(parts, title, height)


def _end(value: float) -> float:
    """A round end of an axis at or above the value."""
    for end in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0):
        if value <= end:
            return end
    return value


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(parts: Sequence[str], title: str, height: float) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title, quote=True)}" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
