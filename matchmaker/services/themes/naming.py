"""What a group of needs is about, in a few words of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matchmaker.models import Need
from matchmaker.ranking.key_terms import key_terms
from matchmaker.services.index_state import IndexState
from matchmaker.services.passage import need_texts

WORDS = 3
# A word names the theme if at least this part of the needs holds it.
_SHARE = 0.5


def theme_words(state: IndexState, needs: Sequence[Need]) -> tuple[str, ...]:
    """The key terms that most of the needs share, those of many titles first; none without a model."""
    if state.corpus is None:
        return ()
    segmenter = state.tools.segmenter
    texts = [set(segmenter.tokens(need_texts(need).parts().get("whole", ""))) for need in needs]
    titles = [set(segmenter.tokens(need.title)) for need in needs]
    counts = Counter(term for terms in texts for term in terms)
    in_titles = Counter(term for terms in titles for term in terms)
    shared = {term for term, count in counts.items() if count >= max(2, _SHARE * len(needs))}
    rarest = key_terms(shared, state.corpus)
    ordered = sorted(rarest, key=lambda term: (-in_titles[term], -counts[term], rarest.index(term)))
    return tuple(ordered[:WORDS])
