"""The evidence for one graded pair: the passages that matched, shared terms in their places, what speaks against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from embeddings import Segmenter
from matchmaker.matching.shared_terms import KEY_RARITY, Span, Word, excerpt, share_terms
from matchmaker.matching.statements import PairFacts, Standing, Statement, speaks_against, speaks_for
from matchmaker.matching.views import QueryView
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.query import TITLE, Query

# Numbers and amounts (1.80克, 520万元, 67%): an indicator, not what a need is about; nor are 多项 and 一系列.
_COUNTED = r"[一二两三四五六七八九十百千万亿几多数]+[余多]?[项种个台套家级名次条位类件份年月天批系列]{1,2}$"
_NUMBER = re.compile(rf"[\d.,+~～-]+\D{{0,3}}$|{_COUNTED}")
# Characters of a long text that are shown.
WIDTH = 120
# A passage counts as near when its similarity is at least this part of the best passage's.
_NEAR = 0.7
_LEAST_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a pair got its grade; offsets are in characters of `need_text` and `passage_text`, at word borders.

    part           which part of the need matched best ("title", "whole", "problem" ...)
    passage        which of the candidate's passages it matched, from 0
    similarity     centred cosine of the two
    excerpts       the part of each text to show, spans the words to mark
    shared_terms   rarest first
    supports, doubts  statements for and against
    """

    part: str
    need_text: str
    need_excerpt: Span
    need_spans: tuple[Span, ...]
    passage: int
    passage_text: str
    passage_excerpt: Span
    passage_spans: tuple[Span, ...]
    similarity: float
    shared_terms: tuple[str, ...]
    supports: tuple[Statement, ...]
    doubts: tuple[Statement, ...]


@dataclass(frozen=True)
class EvidenceMaker:
    """Makes the evidence of several candidates for one need; the need is cut into words once."""

    query: Query
    view: QueryView
    corpus: Corpus
    segmenter: Segmenter
    words: Mapping[str, list[Word]]
    title_terms: tuple[str, ...]

    @classmethod
    def of(cls, query: Query, view: QueryView, corpus: Corpus, segmenter: Segmenter) -> EvidenceMaker:
        """`view` is what `compare` made of this query and corpus."""
        words = {name: cut_words(text, segmenter) for name, text in query.parts.items()}
        title = {term for word in words.get(TITLE, ()) for term in word.terms}
        return cls(query, view, corpus, segmenter, words, tuple(key_terms(title, corpus)))

    def make(
        self,
        candidate: int,
        features: Mapping[str, float],
        contributions: Mapping[str, float],
        standing: Standing | None = None,
    ) -> Evidence | None:
        """The evidence of the candidate at this position; None where there is no passage or no need to show."""
        found = self._best_pair(candidate)
        if found is None:
            return None
        part, passage, similarity = found
        passages = self.corpus.passages(candidate)
        text, need_text = passages[passage], self.query.parts[part]
        words, need_words = cut_words(text, self.segmenter), self.words[part]
        shared = share_terms(need_words, words, self._rarity(need_words))
        profile = {term for each in passages for term in self.segmenter.tokens(each)}
        facts = PairFacts(
            features=features,
            contributions=contributions,
            shared=shared,
            missing=tuple(term for term in self.title_terms if term not in profile),
            passages=len(passages),
            near_passages=self._near(candidate, part, similarity),
            luck=float(self.corpus.luck[candidate]),
            standing=standing or Standing(),
        )
        return Evidence(
            part=part,
            need_text=need_text,
            need_excerpt=excerpt(need_words, len(need_text), shared.need, WIDTH),
            need_spans=shared.need,
            passage=passage,
            passage_text=text,
            passage_excerpt=excerpt(words, len(text), shared.passage, WIDTH),
            passage_spans=shared.passage,
            similarity=similarity,
            shared_terms=shared.terms,
            supports=speaks_for(facts),
            doubts=speaks_against(facts),
        )

    def _best_pair(self, candidate: int) -> tuple[str, int, float] | None:
        """Part, passage and similarity of the closest pair; of equal ones the part that says most (the longest)."""
        start, stop = int(self.corpus.indptr[candidate]), int(self.corpus.indptr[candidate + 1])
        if start == stop:
            return None
        best: tuple[float, int, str, int] | None = None
        for name, part in self.view.parts.items():
            place = int(np.argmax(part.similarity[start:stop]))
            found = (round(float(part.similarity[start + place]), 4), len(self.query.parts[name]), name, place)
            best = found if best is None else max(best, found)
        return None if best is None else (best[2], best[3], best[0])

    def _near(self, candidate: int, part: str, similarity: float) -> int:
        start, stop = int(self.corpus.indptr[candidate]), int(self.corpus.indptr[candidate + 1])
        limit = max(_NEAR * similarity, _LEAST_NEAR)
        return int(np.count_nonzero(self.view.parts[part].similarity[start:stop] >= limit))

    def _rarity(self, words: list[Word]) -> dict[str, float]:
        return term_rarity({term for word in words for term in word.terms}, self.corpus)


def cut_words(text: str, segmenter: Segmenter) -> list[Word]:
    """The words of a text with their places and the terms each stands for; what is no word is left out."""
    words, start = [], 0
    for piece in segmenter.cut(text):
        terms = tuple(term for term in dict.fromkeys(segmenter.tokens(piece)) if len(term) > 1)
        if terms:
            words.append(Word(start, start + len(piece), terms))
        start += len(piece)
    return words


def named_terms(title: str, text: str, segmenter: Segmenter) -> set[str]:
    """The words a need is about: those of its title, and those that come more than once in its whole text."""
    counts = Counter(word.whole for word in cut_words(text, segmenter))
    again = {term for term, count in counts.items() if count > 1}
    return again | {word.whole for word in cut_words(title, segmenter)}


def term_rarity(terms: set[str], corpus: Corpus) -> dict[str, float]:
    """Rarity of the terms that some passage of the corpus holds, without everyday words and bare numbers."""
    ordered = sorted(terms - corpus.everyday)
    numbers = corpus.words.vocabulary.lookup(ordered)
    table = corpus.words.table
    frequency = corpus.words.tokens.document_frequency
    return {
        term: float(-np.log(table.share[number]))
        for term, number in zip(ordered, numbers.tolist(), strict=True)
        if 0 <= number < len(frequency) and frequency[number] > 0 and not _NUMBER.match(term)
    }


def key_terms(terms: set[str], corpus: Corpus) -> list[str]:
    """The key terms among these, rarest first; none inside another, no everyday word, no bare number."""
    terms = terms - corpus.everyday
    rarity = {**{term: corpus.background_rarity(term) for term in terms}, **term_rarity(terms, corpus)}
    kept = {term for term in terms if len(term) > 1 and rarity[term] >= KEY_RARITY and not _NUMBER.match(term)}
    whole = {term for term in kept if not any(term != other and term in other for other in kept)}
    return sorted(whole, key=lambda term: (-rarity[term], term))
