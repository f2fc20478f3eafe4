"""Texts in the form in which values are looked for, and lists in a cell taken apart."""

from __future__ import annotations

import re
import unicodedata

# Words for “nothing” in a form's cell.
BLANKS = frozenset(
    {"", "无", "/", "\\", "-", "--", "---", "—", "——", "–", "n/a", "na", "none", "null", "nil", "暂无", "空"}
)

_SEPARATORS = re.compile(r"[;；、,，|\n\t]+")
_SLASHES = re.compile(r"[;；、,，|\n\t/／]+")
_NUMBERING = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）.、．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳]|[-•·▪●◆■*])\s*"
)


def normal(text: str) -> str:
    """NFKC, lower case, no white space, one kind of dash, no commas between thousands."""
    flat = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    flat = re.sub(r"[‐‑‒–—―−~∼〜]+", "-", flat)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", flat)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing, in one of the usual ways."""
    return text.strip().casefold() in BLANKS


def parts(text: str, *, slashes: bool = False) -> tuple[str, ...]:
    """The items of a list in a cell (；、， line ends, and / if asked), without numbering, blanks and repeats."""
    pattern = _SLASHES if slashes else _SEPARATORS
    items = (_NUMBERING.sub("", item).strip(" \t。.．") for item in pattern.split(text))
    return tuple(dict.fromkeys(item for item in items if not is_blank(item)))
