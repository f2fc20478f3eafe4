"""The palette: text and control colours keep WCAG AA contrast on the surfaces that they stand on."""

from __future__ import annotations

import re

import pytest

from web.assets import STATIC

TOKENS = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6});", (STATIC / "css/tokens.css").read_text(encoding="utf-8")))
SURFACES = ("--paper", "--surface", "--surface-2")
TEXTS = ("--ink", "--ink-2", "--ink-3", "--pine-600", "--pine-700", "--dawn-700", "--seal-700", "--lake-700")
# text -> what it stands on, beside the plain surfaces
PAIRS = [
    ("--pine-700", "--pine-50"),
    ("--pine-800", "--pine-100"),
    ("--dawn-700", "--dawn-50"),
    ("--dawn-800", "--dawn-50"),
    ("--dawn-700", "--dawn-100"),
    ("--dawn-800", "--dawn-100"),
    ("--seal-700", "--seal-100"),
    ("--lake-700", "--lake-100"),
    ("--ink-3", "--pine-50"),
    ("--ink-3", "--dawn-50"),
    ("--ink", "--dawn-200"),
    ("--ink", "--dawn-300"),
    ("--surface", "--pine-500"),
    ("--surface", "--pine-600"),
    ("--surface", "--dawn-600"),
    ("--surface", "--seal-700"),
    ("--surface", "--pine-900"),
]


def luminance(name: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = TOKENS[name][1:]
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS + [(text, ground) for text in TEXTS for ground in SURFACES])
def test_texts_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", SURFACES)
@pytest.mark.parametrize("edge", ["--line-control", "--focus", "--pine-500", "--dawn-600", "--seal-600"])
def test_edges_of_controls_and_the_focus_ring_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= 3
