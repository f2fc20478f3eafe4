"""Which key terms two texts share, and where they stand in both, without ever cutting a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# From this rarity on (a term of fewer than one passage in some thirty) a shared term says something.
KEY_RARITY = 3.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, text[start:stop], and the terms it stands for (itself, shorter words inside it)."""

    start: int
    stop: int
    terms: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The term that is the word itself."""
        return max(self.terms, key=len)


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:stop], in characters; begins and ends at word borders."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """The shared key terms, rarest first, and the words that hold them in the need's text and in the passage."""

    terms: tuple[str, ...]
    need: tuple[Span, ...]
    passage: tuple[Span, ...]


def share_terms(need: Sequence[Word], passage: Sequence[Word], rarity: Mapping[str, float]) -> SharedTerms:
    """Key terms that both texts hold; terms absent from `rarity` are unknown and ignored.

    A term inside another shared one (电解 in 电解液) is not listed beside it. Spans of neighbouring words are joined.
    One that is a word of neither text counts only where it ends words of both (电池 of 锂电池 and 固态电池): that both
    hold 电解 does not follow from 电解液 and 电解质.
    """
    ours = {term for word in need for term in word.terms}
    theirs = {term for word in passage for term in word.terms}
    words = {word.whole for word in (*need, *passage)}
    ends = _ends(need) & _ends(passage)
    shared = {term for term in ours & theirs & (words | ends) if rarity.get(term, 0.0) >= KEY_RARITY}
    whole = {term for term in shared if not any(term != other and term in other for other in shared)}
    listed = sorted(whole, key=lambda term: (-rarity[term], term))
    return SharedTerms(tuple(listed), _spans(need, shared), _spans(passage, shared))


def excerpt(words: Sequence[Word], length: int, spans: Sequence[Span], width: int) -> Span:
    """The part of a text of `length` characters to show: about `width` long, around its spans, cut between words."""
    if length <= width:
        return Span(0, length)
    centre = _densest(spans, width) if spans else 0
    start = max(0, min(centre - width // 6, length - width))
    stop = min(length, start + width)
    for word in words:
        if word.start < start < word.stop:
            start = word.start
        if word.start < stop < word.stop:
            stop = word.stop
    return Span(start, stop)


def _ends(words: Sequence[Word]) -> set[str]:
    return {term for word in words for term in word.terms if word.whole.endswith(term)}


def _spans(words: Sequence[Word], shared: set[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for word in words:
        if shared.isdisjoint(word.terms):
            continue
        if spans and spans[-1].stop == word.start:
            spans[-1] = Span(spans[-1].start, word.stop)
        else:
            spans.append(Span(word.start, word.stop))
    return tuple(spans)


def _densest(spans: Sequence[Span], width: int) -> int:
    """Start of the span from which on most marked characters lie within `width`."""

    def marked(start: int) -> int:
        return sum(min(s.stop, start + width) - s.start for s in spans if start <= s.start < start + width)

    return max((span.start for span in spans), key=lambda start: (marked(start), -start))
