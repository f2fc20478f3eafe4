"""Keywords in a cell: one to five of at most ten characters are asked for; more and longer ones are kept."""

from __future__ import annotations

from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.normal import parts
from matchmaker.interchange.values.read import Read

MOST = 5
LONGEST = 10


def parse_keywords(text: str) -> Read[tuple[str, ...]]:
    """The keywords in their order, each once. English keywords may be longer, since their letters are narrower."""
    words = parts(text, slashes=True)
    warnings: list[Message] = []
    if len(words) > MOST:
        warnings.append(message("keywords.many", count=len(words)))
    warnings += [message("keywords.long", text=word[:40]) for word in words if _chinese(word) > LONGEST]
    return Read(words, tuple(warnings))


def _chinese(word: str) -> int:
    return sum(1 for sign in word if sign > "\u2e7f")
