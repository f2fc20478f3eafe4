"""The space in which needs and passages are compared: the encoder's vectors with their common part taken off.

Raw cosines of the default encoder lie between 0.8 and 0.9 for everything, because all vectors share one large
component (its "anisotropy", see Mu and Viswanath 2018, "All-but-the-Top"). Without it unrelated texts have cosine 0,
and nDCG@10 on need-achievement pairs rises from 0.657 to 0.672 with nothing trained. The common part differs between
needs and passages (they are encoded with different prompts), between languages, and between titles and long texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

CHINESE = "zh"
OTHER = "other"
LANGUAGES = (CHINESE, OTHER)

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")

# A Chinese character says about as much as this many letters: measured on parallel titles.
LETTERS_PER_CHARACTER = 4.5
# Logarithm of the length at which `base` holds, and the lengths between which the slope was seen.
_MIDDLE = 3.5
_SHORTEST, _LONGEST = 5.0, 800.0
# The shipped common part counts as this many texts against those at hand: a small register keeps it.
SHIPPED_TEXTS = 200.0


def language(text: str) -> str:
    """CHINESE, or OTHER where fewer than a tenth of the letters are Chinese (a text without letters is CHINESE)."""
    letters = len(_LETTER.findall(text))
    return OTHER if letters and len(_HAN.findall(text)) * 10 < letters else CHINESE


def log_lengths(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """float32[n]: logarithm of each length in Chinese characters or what says as much, 0 at a middling length."""
    scale = [LETTERS_PER_CHARACTER if name == OTHER else 1.0 for name in languages]
    lengths = np.array([len(text) for text in texts], dtype=np.float32) / np.array(scale, dtype=np.float32)
    return np.asarray(np.log(np.clip(lengths, _SHORTEST, _LONGEST)) - _MIDDLE, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Common:
    """What unit vectors of one kind of text have in common: base + slope x log length, float32[d] each."""

    base: Vectors
    slope: Vectors

    def at(self, lengths: NDArray[np.float32]) -> Vectors:
        """float32[n, d] for `log_lengths` float32[n]."""
        return self.base + np.outer(lengths, self.slope)


def fit_common(vectors: Vectors, lengths: NDArray[np.float32]) -> Common:
    """Least squares over float32[n, d] vectors with `log_lengths` float32[n]; n must be at least 2."""
    design = np.stack([np.ones_like(lengths), lengths], axis=1).astype(np.float64)
    solved = np.linalg.lstsq(design, vectors.astype(np.float64), rcond=None)[0]
    return Common(solved[0].astype(np.float32), solved[1].astype(np.float32))


@dataclass(frozen=True, slots=True)
class Space:
    """What is common to the vectors of one encoder, and vectors to compare with.

    encoder             the model id the numbers belong to
    needs, passages     by language: of needs (encoded as queries) and of passages
    reference_needs     float32[r, d], centred unit vectors of needs of all fields
    reference_passages  float32[s, d], centred unit vectors of passages of all fields
    need_field          float32[d]: log-odds by the direction of a need: officers find partners more often in some
                        fields than in others, and for some ways of asking. None where it was not learnt
    """

    encoder: str
    needs: Mapping[str, Common]
    passages: Mapping[str, Common]
    reference_needs: Vectors
    reference_passages: Vectors
    need_field: Vectors | None = None

    def field_odds(self, needs: Vectors) -> float:
        """Log-odds of a need from its centred parts float32[n, d]; 0 for an empty need."""
        return 0.0 if self.need_field is None else float(direction(needs) @ self.need_field)

    def passage_common(self, vectors: Vectors, texts: Sequence[str]) -> dict[str, Common]:
        """The common part of a corpus's passages by language: its own, drawn to the shipped one where it is small."""
        return _drawn_to(self.passages, vectors, texts)

    def need_common(self, vectors: Vectors, texts: Sequence[str]) -> dict[str, Common]:
        """The common part of the needs asked of a corpus, from float32[n, d] unit vectors of needs (n may be 0).

        Their own, drawn to the shipped one: social scientists are asked other things than engineers.
        """
        return _drawn_to(self.needs, vectors, texts)


def _drawn_to(shipped: Mapping[str, Common], vectors: Vectors, texts: Sequence[str]) -> dict[str, Common]:
    drawn = dict(shipped)
    for name, rows, lengths in _by_language(texts):
        common = shipped[name]
        own = vectors[rows] - np.outer(lengths, common.slope)
        total = SHIPPED_TEXTS * common.base + own.sum(axis=0, dtype=np.float64)
        drawn[name] = Common((total / (SHIPPED_TEXTS + len(own))).astype(np.float32), common.slope)
    return drawn


def centred(vectors: Vectors, texts: Sequence[str], common: Mapping[str, Common]) -> Vectors:
    """Unit vectors less what is common to their language and length, brought back to unit length.

    One that equals the common part (nothing of its own) becomes zero.
    """
    out = np.empty_like(vectors)
    for name, rows, lengths in _by_language(texts):
        rest = vectors[rows] - common[name].at(lengths)
        size = np.linalg.norm(rest, axis=1, keepdims=True)
        out[rows] = np.divide(rest, size, out=np.zeros_like(rest), where=size > 1e-6)
    return out


def direction(vectors: Vectors) -> Vectors:
    """Unit vector float32[d] of float32[n, d] together; zero where they cancel out or there are none."""
    total = np.asarray(vectors.sum(axis=0), dtype=np.float32)
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length > 1e-6 else np.zeros_like(total)


def _by_language(texts: Sequence[str]) -> list[tuple[str, NDArray[np.int64], NDArray[np.float32]]]:
    languages = [language(text) for text in texts]
    lengths = log_lengths(texts, languages)
    named = np.array(languages, dtype=object)
    found = [(name, np.flatnonzero(named == name)) for name in LANGUAGES]
    return [(name, rows, lengths[rows]) for name, rows in found if len(rows)]
