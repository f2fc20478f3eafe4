"""Which key terms two texts share, and where they stand in both, without ever cutting a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# From this rarity on (a term of fewer than one passage in some thirty) a shared term says something.
KEY_RARITY = 3.5
# Signs after which a reader may begin and before which one may stop, the strongest first, and how far to look for them.
_CLOSING = ("。！？!?；;\n", "，,、:：")
_REACH = 40


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, text[start:stop].

    terms  the tokens in it, parts of the word among them
    names  what it can be called by: itself, then the shorter words that end it (锂电池: 锂电池, 电池); empty where
           it is open whether the word ends here
    """

    start: int
    stop: int
    terms: tuple[str, ...]
    names: tuple[str, ...]


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
    """Key terms that are names of words of both texts; terms absent from `rarity` are unknown and ignored.

    A term inside another shared one (电池 in 锂电池) is not listed beside it. Spans of neighbouring words are joined.
    """
    shared = {term for term in _names(need) & _names(passage) if rarity.get(term, 0.0) >= KEY_RARITY}
    return SharedTerms(
        tuple(sorted(outermost(shared), key=lambda term: (-rarity[term], term))),
        _spans(need, shared),
        _spans(passage, shared),
    )


def outermost(terms: Iterable[str]) -> set[str]:
    """The terms that are in no other of them."""
    found = set(terms)
    return {term for term in found if not any(term != other and term in other for other in found)}


def excerpt(text: str, words: Sequence[Word], spans: Sequence[Span], width: int) -> Span:
    """The part of a text to show: about `width` characters around its spans, cut behind a sentence or clause where one
    ends within reach, else between words."""
    length = len(text)
    if length <= width + _REACH:
        return Span(0, length)
    centre = _densest(spans, width) if spans else 0
    start = max(0, min(centre - width // 6, length - width))
    stop = min(length, start + width)
    last = max((span.stop for span in spans if span.start < stop), default=start + 1)
    first = min((span.start for span in spans if span.stop > start), default=stop - 1)
    begin = _after_sign(text, max(0, start - _REACH), min(first, start + _REACH)) if start > _REACH else 0
    end = _after_sign(text, max(last, stop - _REACH), stop + _REACH) if stop < length - _REACH else length
    return Span(
        _between_words(words, start if begin is None else begin, back=True),
        _between_words(words, stop if end is None else end, back=False),
    )


def _after_sign(text: str, start: int, stop: int) -> int | None:
    """The place behind the strongest closing sign in text[start:stop], the last of equal ones; None without any."""
    for signs in _CLOSING:
        found = [place + 1 for place in range(start, stop) if text[place] in signs and not _in_number(text, place)]
        if found:
            return found[-1]
    return None


def _in_number(text: str, place: int) -> bool:
    """Whether the sign stands inside a number (1,000; 1:2)."""
    return text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def _between_words(words: Sequence[Word], place: int, *, back: bool) -> int:
    inside = next((word for word in words if word.start < place < word.stop), None)
    return place if inside is None else (inside.start if back else inside.stop)


def _names(words: Sequence[Word]) -> set[str]:
    return {name for word in words for name in word.names}


def _spans(words: Sequence[Word], shared: set[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for word in words:
        if shared.isdisjoint(word.names):
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
