"""Cuts a long text into pieces below a token limit: at sentence ends first, never inside a word or a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

# An English full stop ends a sentence before a space and something that may begin one; "3.14", "J. Smith" and these
# do not.
_ABBREVIATIONS = ("No", "Nos", "Fig", "Eq", "Dr", "Mr", "Ms", "Prof", "vs", "ca", "cf", "e.g", "i.e", "et al", "approx")
_NOT_BEHIND = "".join(rf"(?<!\b{re.escape(word)})" for word in _ABBREVIATIONS)
_SENTENCE_ENDS = re.compile(
    r"[。！？!?；;…]+[”’」』）)\"']*\s*|\n\s*"
    rf"|(?<![A-Z]){_NOT_BEHIND}\.[\"')]*\s+(?=[A-Z0-9\"'(\u3400-\u9fff])"
)
_CLAUSE_ENDS = re.compile(r"[，、：]+\s*|[,:](?!\d)\s*")

Count = Callable[[Sequence[str]], list[int]]


def split_text(text: str, *, limit: int, count: Count, words: Callable[[str], list[str]]) -> list[str]:
    """Pieces of at most `limit` tokens, of about equal size, that together hold all of `text` but outer spaces.

    `count(texts)` gives the tokens of each text, `words(text)` its words without losing a character. Long sentences
    are cut at clauses, long clauses between words. Only a single word above the limit is cut by characters, since
    leaving part of it out would be worse. An empty text gives no pieces.
    """
    text = text.strip()
    if not text:
        return []
    (size,) = count([text])
    if size <= limit:
        return [text]
    units = _units(text, limit, count, words)
    # As many pieces as are needed, filled evenly: a last piece of two words would be a poor passage.
    target = size / -(-size // limit)
    return [
        piece for group in _groups(units, count(units), limit, target) for piece in _checked(group, limit, count, words)
    ]


def _units(text: str, limit: int, count: Count, words: Callable[[str], list[str]]) -> list[str]:
    """Sentences; those above the limit as clauses; those as words; those as characters."""
    units = [text]
    for cut in (_cutter(_SENTENCE_ENDS), _cutter(_CLAUSE_ENDS), words, list):
        finer: list[str] = []
        for unit, size in zip(units, count(units), strict=True):
            finer.extend([unit] if size <= limit else cut(unit))
        units = finer
    return units


def _cutter(ends: re.Pattern[str]) -> Callable[[str], list[str]]:
    def cut(text: str) -> list[str]:
        places = [0, *(match.end() for match in ends.finditer(text)), len(text)]
        return [text[begin:end] for begin, end in pairwise(places) if end > begin]

    return cut


def _groups(units: Sequence[str], sizes: Sequence[int], limit: int, target: float) -> list[list[str]]:
    """Neighbouring units together: up to the limit, closed as soon as the target is reached."""
    groups: list[list[str]] = [[]]
    filled = 0
    for unit, size in zip(units, sizes, strict=True):
        if groups[-1] and (filled + size > limit or filled >= target):
            groups.append([])
            filled = 0
        groups[-1].append(unit)
        filled += size
    return groups


def _checked(group: list[str], limit: int, count: Count, words: Callable[[str], list[str]]) -> list[str]:
    """The group as one piece, or halved where its tokens are more than the sum of its units' tokens."""
    piece = "".join(group).strip()
    if not piece:
        return []
    if len(group) == 1 or count([piece])[0] <= limit:
        return [piece]
    middle = len(group) // 2
    return [
        *_checked(group[:middle], limit, count, words),
        *_checked(group[middle:], limit, count, words),
    ]
