"""One need against one corpus: every similarity and lexical score of every passage, once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.space import centred, language
from matchmaker.matching.views import PartView, QueryView
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import TITLE, WHOLE, Query
from matchmaker.ranking.reference import nearest_mean

# A part that all passages resemble equally (an empty phrase) must not make tiny differences look unusual.
_LEAST_DEVIATION = 0.02


def compare(query: Query, corpus: Corpus) -> QueryView:
    """The view that features and candidate search read. Raises nothing for an empty need: it has no part."""
    vectors = centred(query.vectors, list(query.parts.values()), corpus.need_common)
    return view_of(query, corpus, vectors, vectors @ corpus.vectors.T, vectors @ corpus.reference.T)


def view_of(
    query: Query,
    corpus: Corpus,
    vectors: NDArray[np.float32],
    similarity: NDArray[np.float32],
    reference: NDArray[np.float32],
) -> QueryView:
    """The same from similarities that were computed for many needs at once.

    `vectors` float32[parts, d], centred; `similarity` float32[parts, p] to the passages, `reference`
    float32[parts, s] to the corpus's reference.
    """
    parts = {}
    crowds = nearest_mean(reference) if len(reference) else np.zeros(0, dtype=np.float32)
    for place, name in enumerate(query.parts):
        parts[name] = PartView(
            similarity=similarity[place],
            mean=float(reference[place].mean()),
            deviation=max(float(reference[place].std()), _LEAST_DEVIATION),
            crowd=float(crowds[place]),
        )
    title = query.parts.get(TITLE, "")
    whole = query.parts.get(WHOLE, "")
    title_words, title_grams = corpus.words.view(title), corpus.grams.view(title)
    same = whole == title
    return QueryView(
        parts=parts,
        title_words=title_words,
        words=title_words if same else corpus.words.view(whole),
        title_grams=title_grams,
        grams=title_grams if same else corpus.grams.view(whole),
        language=language(whole),
        field=corpus.space.field_odds(vectors),
    )
