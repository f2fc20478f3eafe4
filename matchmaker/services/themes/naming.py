"""What a group of needs is about, in a few words of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality
from matchmaker.ranking.key_terms import key_terms
from matchmaker.services.index_state import IndexState
from matchmaker.services.passage import need_texts

WORDS = 3
# A word names the theme if at least this part of the needs holds it, and this many of their titles: what a title says
# is the subject, while texts share words of every day, too.
_SHARE, _TITLES = 0.5, 2


def theme_words(state: IndexState, needs: Sequence[Need]) -> tuple[str, ...]:
    """The key terms that most of the needs and several titles share, those of many titles first; none without a model.

    Confidential needs give no words: a theme would tell what only their own page may.
    """
    needs = [need for need in needs if need.confidentiality is not Confidentiality.CONFIDENTIAL]
    if state.corpus is None or not needs:
        return ()
    segmenter = state.tools.segmenter
    texts = [set(segmenter.tokens(need_texts(need).parts().get("whole", ""))) for need in needs]
    titles = [set(segmenter.tokens(need.title)) for need in needs]
    counts = Counter(term for terms in texts for term in terms)
    in_titles = Counter(term for terms in titles for term in terms)
    least = max(2, _SHARE * len(needs))
    shared = {term for term, count in counts.items() if count >= least and in_titles[term] >= _TITLES}
    rarest = key_terms(shared, state.corpus)
    ordered = sorted(rarest, key=lambda term: (-in_titles[term], -counts[term], rarest.index(term)))
    return tuple(ordered[:WORDS])
