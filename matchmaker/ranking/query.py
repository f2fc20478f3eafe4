"""A need as it is searched with: its parts, and their vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TITLE = "title"
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Need:
    """The texts of a need; any may be empty. `text` is free text beside or instead of the three boxes of the form."""

    title: str = ""
    problem: str = ""
    indicators: str = ""
    goal: str = ""
    text: str = ""

    def parts(self) -> dict[str, str]:
        """The parts to encode as queries, by name: "title", "problem", "indicators", "goal" where filled in, "whole".

        A text without a letter or digit is none; a need without any text has no part at all.
        """
        title, text = _content(self.title), _content(self.text)
        boxes = {"problem": self.problem, "indicators": self.indicators, "goal": self.goal}
        filled = {name: _content(value) for name, value in boxes.items() if _content(value)}
        pieces = [piece for piece in (title, *filled.values(), text) if piece]
        parts = {TITLE: title} if title else {}
        if len(pieces) > 1:
            parts.update(filled)
        if pieces:
            parts[WHOLE] = " ".join(pieces)
        return parts


@dataclass(frozen=True)
class Query:
    """The parts of a need by name, and float32[len(parts), d], unit length, as the encoder gave them for queries."""

    parts: Mapping[str, str]
    vectors: NDArray[np.float32]

    @property
    def whole(self) -> str:
        """All of the text; empty for an empty need."""
        return self.parts.get(WHOLE, "")


def _content(text: str) -> str:
    return text.strip() if any(sign.isalnum() for sign in text) else ""
