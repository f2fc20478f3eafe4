"""Whether a title says what a need is about."""

from __future__ import annotations

from embeddings import Segmenter
from matchmaker.ranking.whole_words import borders


def names_object(title: str, segmenter: Segmenter) -> bool:
    """Whether the title holds a word beyond acts, means and particles: 检测方法 does not say what is to be tested.

    An empty title is not asked for and names nothing that is missed: True.
    """
    tokens = segmenter.tokens(title)
    known = borders()
    return not tokens or any(
        not (token in known.acts or token in known.means or token in known.free) for token in tokens
    )
