"""Yes and no as forms have them: 是, 否, 有, 无, √, ×, Y, N, 1, 0."""

from __future__ import annotations

import unicodedata

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import message
from matchmaker.interchange.values.read import Read

YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "同意", "对", "需要", "涉及", "涉密", "公开"})
NO = frozenset(
    {
        "否",
        "无",
        "×",
        "✗",
        "✘",
        "x",
        "n",
        "no",
        "false",
        "0",
        "不同意",
        "不",
        "不是",
        "不需要",
        "不涉及",
        "不涉密",
        "没有",
        "非涉密",
        "不公开",
    }
)


def parse_yes_no(cell: Cell) -> Read[bool | None]:
    """True, False, or None for a blank cell and (with a warning) for anything else."""
    text = text_of(cell)
    flat = "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("。.")
    if flat in YES:
        return Read(True)
    if flat in NO:
        return Read(False)
    if flat in ("", "-", "/", "—"):
        return Read(None)
    return Read(None, (message("yes_no.unknown", text=text[:40]),))
