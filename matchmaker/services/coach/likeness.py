"""How much two texts have in common, by their characters: cheap enough for every key press, and blind to meaning."""

from __future__ import annotations

import re

LENGTH = 3
# Below this a text is too short to repeat anything.
LEAST = 12
_IDLE = re.compile(r"\W+")


def grams(text: str) -> frozenset[str]:
    """The different runs of three letters or digits, whatever their case; empty below that length."""
    plain = _IDLE.sub("", text.lower())
    return frozenset(plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1))


def contained(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of `part` that stands in `whole`, 0..1; 0 where `part` is too short to tell."""
    return len(part & whole) / len(part) if len(part) >= LEAST else 0.0


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text that stands in the longer one, 0..1."""
    part, whole = sorted((one, other), key=len)
    return contained(part, whole)
