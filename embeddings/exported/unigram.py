"""A Unigram tokenizer that takes 5 MB where the tokenizers library takes 285 MB for the same 250,000 pieces.

Kudo 2018, "Subword Regularization": of all ways to cut a text into pieces of the vocabulary, the one whose scores
have the greatest sum. Results are those of the tokenizers library, piece by piece; it still normalises the text and
cuts it into words. Most pieces wait on disk until a text needs them: those of scripts other than Chinese and Latin
without accents for a text with one of their characters, and those of Latin letters, in groups, for a word with the
three characters that they begin with. A piece can only be found in a word that holds it whole, so no cut changes by
the absence of the others.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

# What the library takes from the lowest score for a character without any piece.
_UNKNOWN_PENALTY = 10.0

# So many first characters of a piece name its group.
GROUPED = 3

PIECES, SCORES, IDS = "pieces.txt", "piece-scores.npy", "piece-ids.npy"


@dataclass(frozen=True)
class Special:
    """A token that is taken as it stands in a text, e.g. `<mask>`; spaces beside it may go with it."""

    text: str
    id: int
    left: bool
    right: bool


@dataclass(frozen=True)
class UnigramShape:
    """What there is to know beside pieces and scores.

    core      so many of the pieces, in the order of the file, are loaded at the start
    groups    the first three characters of the next pieces -> (first piece, piece after the last, place in the file)
    near      so many pieces are of the core or a group
    far       place in the file of the other pieces, which follow
    rare      characters one of which is in each of the other pieces
    unknown   id of what has no piece
    lowest    the lowest score of all pieces
    before    ids put before each text, and `after` behind it
    specials  see `Special`
    """

    core: int
    groups: Mapping[str, tuple[int, int, int]]
    near: int
    far: int
    rare: frozenset[str]
    unknown: int
    lowest: float
    before: tuple[int, ...]
    after: tuple[int, ...]
    specials: tuple[Special, ...]


class UnigramTokens:
    """Texts to token ids. Not for several threads at once."""

    def __init__(self, folder: Path, shape: UnigramShape, words: Any) -> None:
        """`folder` holds pieces, scores and ids; `words` is a `tokenizers.Tokenizer` that normalises and cuts."""
        self._shape = shape
        self._words = words
        self._folder = folder
        self._scores = array("d", np.load(folder / SCORES)[: shape.near].astype(np.float64).tobytes())
        self._ids = array("i", np.load(folder / IDS)[: shape.near].astype(np.int32).tobytes())
        self._waiting = dict(shape.groups)
        self._far_waits = True
        self._known: dict[str, int] = {}
        self._longest: dict[str, int] = {}
        self._ids_of = {special.text: special for special in shape.specials}
        texts = sorted(self._ids_of, key=len, reverse=True)
        self._split = re.compile("|".join(map(re.escape, texts))) if texts else None
        self._load(0, shape.core, 0)

    def encode(self, text: str, *, special: bool = True) -> list[int]:
        """The ids of one text, with the special tokens before and behind it or without."""
        ids = [number for part in self._parts(text) for number in self._part_ids(part)]
        return [*self._shape.before, *ids, *self._shape.after] if special else ids

    def encode_all(self, texts: Sequence[str], *, special: bool = True) -> list[list[int]]:
        """The ids of each text."""
        return [self.encode(text, special=special) for text in texts]

    def _load(self, begin: int, end: int, offset: int) -> None:
        """Let pieces be found whose lines begin at `offset`."""
        # Line by line: the whole file as texts would take more memory than what is kept of it.
        with (self._folder / PIECES).open("rb") as lines:
            lines.seek(offset)
            for place, line in enumerate(islice(lines, end - begin), start=begin):
                piece = line.removesuffix(b"\n").decode()
                self._known[piece] = place
                if len(piece) > self._longest.get(piece[0], 0):
                    self._longest[piece[0]] = len(piece)

    def _load_far(self) -> None:
        self._far_waits = False
        scores, ids = np.load(self._folder / SCORES), np.load(self._folder / IDS)
        self._scores.frombytes(scores[self._shape.near :].astype(np.float64).tobytes())
        self._ids.frombytes(ids[self._shape.near :].astype(np.int32).tobytes())
        self._load(self._shape.near, len(ids), self._shape.far)

    def _parts(self, text: str) -> list[str | Special]:
        """Special tokens that stand in the text, and what is between them."""
        if self._split is None or self._split.search(text) is None:
            return [text]
        parts: list[str | Special] = []
        place = 0
        for match in self._split.finditer(text):
            special = self._ids_of[match.group()]
            before = text[place : match.start()]
            parts += [before.rstrip() if special.left else before, special]
            place = match.end()
            if special.right:
                place += len(text[place:]) - len(text[place:].lstrip())
        return [*parts, text[place:]]

    def _part_ids(self, part: str | Special) -> list[int]:
        if isinstance(part, Special):
            return [part.id]
        normal = self._words.normalizer.normalize_str(part) if self._words.normalizer is not None else part
        if not normal:
            return []
        if self._far_waits and not self._shape.rare.isdisjoint(normal):
            self._load_far()
        if self._words.pre_tokenizer is None:
            return self._cut(normal)
        return [number for word, _ in self._words.pre_tokenizer.pre_tokenize_str(normal) for number in self._cut(word)]

    def _cut(self, word: str) -> list[int]:
        """The best way through one word; of two equal ones the one found first, as in the library."""
        size, known, scores = len(word), self._known, self._scores
        for start in {word[begin : begin + GROUPED] for begin in range(size - GROUPED + 1)} & self._waiting.keys():
            self._load(*self._waiting.pop(start))
        unknown = self._shape.lowest - _UNKNOWN_PENALTY
        best = [-np.inf] * (size + 1)
        best[0] = 0.0
        begins, places = [0] * (size + 1), [-1] * (size + 1)
        for begin in range(size):
            so_far = best[begin]
            single = False
            for end in range(begin + 1, min(size, begin + self._longest.get(word[begin], 0)) + 1):
                place = known.get(word[begin:end])
                if place is None:
                    continue
                single = single or end == begin + 1
                if so_far + scores[place] > best[end]:
                    best[end], begins[end], places[end] = so_far + scores[place], begin, place
            if not single and so_far + unknown > best[begin + 1]:
                best[begin + 1], begins[begin + 1], places[begin + 1] = so_far + unknown, begin, -1
        return self._trace(begins, places)

    def _trace(self, begins: list[int], places: list[int]) -> list[int]:
        """The ids along the best way; neighbours without a piece are one unknown token."""
        ids: list[int] = []
        end = len(begins) - 1
        fresh = True
        while end > 0:
            place = places[end]
            if place >= 0:
                ids.append(self._ids[place])
            elif fresh:
                ids.append(self._shape.unknown)
            fresh = place >= 0
            end = begins[end]
        return ids[::-1]
