"""Technology readiness levels: 6, TRL6, 6级, 六级, TRL 4-6."""

from __future__ import annotations

import re

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import message
from matchmaker.interchange.values.chinese_numbers import with_figures
from matchmaker.interchange.values.normal import is_blank, normal
from matchmaker.interchange.values.read import Read

_LEVEL = re.compile(r"(?<![\d.])(?:trl[-:]?)?([1-9])(?![\d.])(?:级|层|阶段)?")
_AROUND = re.compile(r"trl|技术|成熟度|等级|第|约|左右|[-:：()、,，至到级/]")


def parse_readiness(cell: Cell) -> Read[int | None]:
    """The level from 1 to 9; of several the lowest, with a warning. None with a warning for anything else."""
    text = text_of(cell)
    if is_blank(text):
        return Read(None)
    flat = with_figures(normal(text[:80]), "级|层")
    # 技术成熟度等级 labels carry their own wording behind a colon (TRL 6：相关环境中演示).
    flat = re.sub(r"(trl-?[1-9])[:：].*", r"\1", flat)
    levels = [int(level) for level in _LEVEL.findall(flat)]
    if not levels or _AROUND.sub("", _LEVEL.sub("", flat)):
        return Read(None, (message("trl.unknown", text=text[:60]),))
    if len(set(levels)) > 1:
        return Read(min(levels), (message("trl.range", text=text[:60]),))
    return Read(levels[0])
