"""In what share of technical passages each term occurs: steadies the rarity of terms in small corpora."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.errors import BadWeights

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TermShares:
    """Share of passages by term (the rarest are left out), and the distinct terms of a passage on average."""

    shares: Mapping[str, float]
    size: float

    def of(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Share of each term, float32[v]; NaN where it is not known."""
        missing = float("nan")
        return np.array([self.shares.get(term, missing) for term in terms], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class BackgroundTerms:
    """By words and by character n-grams; `everyday` words are frequent in long texts and never key terms.

    (以上, 需要, 开展: rare in titles, so that their rarity alone would make them key terms.)
    """

    words: TermShares
    grams: TermShares
    everyday: frozenset[str] = frozenset()


def write_background_terms(terms: BackgroundTerms, path: Path) -> None:
    """As JSON, terms in order, so that versions can be compared."""
    content = {
        "format": FORMAT,
        **{
            kind: {"size": round(found.size, 3), "shares": dict(sorted(found.shares.items()))}
            for kind, found in (("words", terms.words), ("grams", terms.grams))
        },
        "everyday": sorted(terms.everyday),
    }
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def read_background_terms(path: Path) -> BackgroundTerms:
    """Raises `BadWeights` for a file that is damaged or of another format."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"it is not of format {FORMAT}")
        everyday = frozenset(str(term) for term in content["everyday"])
        return BackgroundTerms(_term_shares(content["words"]), _term_shares(content["grams"]), everyday)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadWeights(path=str(path), reason=str(error)) from error


def _term_shares(content: dict[str, Any]) -> TermShares:
    shares = {str(term): float(share) for term, share in content["shares"].items()}
    if not all(0.0 < share <= 1.0 for share in shares.values()):
        raise ValueError("a share is not between 0 and 1")
    return TermShares(shares, float(content["size"]))
