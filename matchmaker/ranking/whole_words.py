"""The words of a text with their places; what a dictionary cuts out of a longer word is put back into it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from embeddings import Segmenter
from matchmaker.matching.shared_terms import Word

# A word of so many characters behind an odd one is hardly a slip of the segmenter (电解液 in 高镍电解液, but 热带 in
# 伴热带), unless the odd one makes a word with its beginning (电主轴 in 风电主轴).
_SURE = 3
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Borders:
    """Single characters beside a word by what they do to it, and words that name no object; see word_borders.toml."""

    free: frozenset[str]
    things: frozenset[str]
    certain: frozenset[str]
    qualities: frozenset[str]
    substances: frozenset[str]
    leaning: frozenset[str]
    binding: frozenset[str]
    acts: frozenset[str]
    means: frozenset[str]


@cache
def borders() -> Borders:
    """As shipped."""
    content = tomllib.loads(files("matchmaker.ranking").joinpath("word_borders.toml").read_text("utf-8"))
    words = {name: frozenset(content.pop(name).split()) for name in ("acts", "means")}
    return Borders(**{name: frozenset("".join(text.split())) for name, text in content.items()}, **words)


def cut_words(text: str, segmenter: Segmenter, shares: Mapping[str, float] = MappingProxyType({})) -> list[Word]:
    """The words of a text in order, without overlap; what is no word (signs, single characters) is left out.

    A word that goes on beyond what the dictionary knows is kept together where the next character is known to end
    words (二氧化硫脲, 香菇酱), or the one before belongs to it (聚丙烯); it has no name where that is open. Inside a
    word the part that ends it is a name of it (锂电池 is a 电池), and what an act is done to (废水 in 废水处理), no
    other part is; `shares` (how many texts hold a
    word) tells the true one of two that overlap (电池 and 锂电 in 锂电池).
    """
    pieces = list(_placed(segmenter.cut(text)))
    words: list[Word] = []
    for number, (start, piece) in enumerate(pieces):
        terms = _terms(piece, segmenter)
        if not terms:
            continue
        if not _is_han(piece[-1]):
            words.append(Word(start, start + len(piece), terms, terms))
            continue
        before, after = _joined_before(pieces, number), _endings_after(pieces, number)
        begin, stop = start - len(before or ""), start + len(piece) + len(after or "")
        whole = _flat(text[begin:stop])
        names: tuple[str, ...] = ()
        sure = before is not None or (len(piece) >= _SURE and not _overlaps(pieces, number, segmenter))
        if after is not None and sure and not _is_part(pieces, number):
            names = (whole,) if before or after else (whole, *_heads(whole, terms, shares), *_acted_on(whole, terms))
        words.append(Word(begin, stop, terms, names))
    return words


@lru_cache(maxsize=_KEPT)
def _terms(piece: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The tokens of a piece that are longer than a character. Kept: the same words come in every text."""
    return tuple(term for term in dict.fromkeys(segmenter.tokens(piece)) if len(term) > 1)


def _placed(pieces: Sequence[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for piece in pieces:
        yield start, piece
        start += len(piece)


def _joined_before(pieces: Sequence[tuple[int, str]], number: int) -> str | None:
    """The character before that belongs to this word; None where it is open whether one does."""
    before = pieces[number - 1][1] if number else ""
    if len(before) != 1 or not _is_han(before) or _stands_alone(before):
        return ""
    further = pieces[number - 2][1] if number > 1 else ""
    if len(further) == 1 and _is_han(further) and not _stands_alone(further):
        return None
    return before if before in borders().substances or not further or not _is_han(further[-1]) else None


def _overlaps(pieces: Sequence[tuple[int, str]], number: int, segmenter: Segmenter) -> bool:
    """Whether the character before and the first one of the piece are a word of the dictionary."""
    both = pieces[number - 1][1][-1:] + pieces[number][1][0]
    return both in segmenter.tokens(both)


def _is_part(pieces: Sequence[tuple[int, str]], number: int) -> bool:
    """Whether the piece leans on the word before or binds the one behind."""
    known, piece = borders(), pieces[number][1]
    before = pieces[number - 1][1] if number else ""
    behind = pieces[number + 1][1] if number + 1 < len(pieces) else ""
    leans = piece[0] in known.leaning and len(piece) >= _SURE and _is_han(before[-1:])
    return leans or (piece[-1] in known.binding and len(behind) > 1 and _is_han(behind[0]))


def _stands_alone(character: str) -> bool:
    """Whether a character before a word belongs to something else: it begins or ends another word."""
    known = borders()
    return character not in known.substances and (character in known.free or _ends(character))


def _endings_after(pieces: Sequence[tuple[int, str]], number: int) -> str | None:
    """The characters behind that belong to this word; None where it is open whether one does."""
    found = ""
    last = pieces[number][1][-1]
    for _, piece in pieces[number + 1 :]:
        if len(piece) > 1 and _is_han(piece[0]):
            return found if not found or last in borders().certain else None
        if not _is_han(piece[0]) or piece in borders().free:
            return found
        if not _ends(piece) or piece == last:
            return None
        found, last = found + piece, piece
    return found


def _ends(character: str) -> bool:
    return any(character in group for group in (borders().things, borders().certain, borders().qualities))


def _heads(whole: str, terms: Sequence[str], shares: Mapping[str, float]) -> tuple[str, ...]:
    """The shorter terms that end the word, unless a commoner one runs across their beginning (透气 and 气性 in 透气性),
    or what stands before makes another substance of them."""
    found = []
    for term in terms:
        begin = len(whole) - len(term)
        if begin > 0 and whole.endswith(term) and whole[begin - 1] not in borders().substances:
            across = [o for o in terms if any(place < begin < place + len(o) for place in _places(o, whole))]
            found += [term] if all(shares.get(term, 0.0) > shares.get(other, 0.0) for other in across) else []
    return tuple(found)


def _acted_on(whole: str, terms: Sequence[str]) -> tuple[str, ...]:
    """What stands before an act that ends the word."""
    return tuple(term for term in terms if whole.startswith(term) and whole.removeprefix(term) in borders().acts)


def _places(term: str, whole: str) -> Iterator[int]:
    """Where the term stands in the word, unless it is the word."""
    place = whole.find(term) if term != whole else -1
    while place >= 0:
        yield place
        place = whole.find(term, place + 1)


def _is_han(sign: str) -> bool:
    return bool(sign) and "\u3400" <= sign <= "\u9fff"


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
