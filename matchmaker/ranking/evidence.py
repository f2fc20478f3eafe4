"""The evidence for one graded pair: the passages that matched, shared terms in their places, what speaks against."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings import Segmenter
from matchmaker.matching.shared_terms import SharedTerms, Span, Word, excerpt, outermost, share_terms
from matchmaker.matching.statements import PairFacts, Standing, Statement, speaks_against, speaks_for
from matchmaker.matching.views import QueryView
from matchmaker.ranking.corpus import Corpus
from matchmaker.ranking.key_terms import key_names, key_words, named_often, surfaces, word_rarity
from matchmaker.ranking.query import TITLE, WHOLE, Query
from matchmaker.ranking.title_object import names_object
from matchmaker.ranking.whole_words import cut_words

# Characters of a long text that are shown.
WIDTH = 120
# A passage counts as near when its similarity is at least this part of the best passage's.
_NEAR = 0.7
_LEAST_NEAR = 0.1
# Pairs of passages beside the best one, and key terms of a need, that are kept.
FURTHER = 7
TERMS = 30


@dataclass(frozen=True, slots=True)
class FurtherPair:
    """Another passage of the candidate with the part of the need it is closest to, and the words both name."""

    part: str
    need_spans: tuple[Span, ...]
    passage: int
    passage_text: str
    passage_spans: tuple[Span, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a pair got its grade; offsets are in characters of `need_text` and `passage_text`, at word borders.

    part           which part of the need matched best ("title", "whole", "problem" ...)
    passage        which of the candidate's passages it matched, from 0
    similarity     centred cosine of the two
    excerpts       the part of each text to show, spans the words to mark
    shared_terms   rarest first, as the need writes them
    supports, doubts  statements for and against
    passages       how many the candidate has; `further` the next best of them, closest first
    need_texts     by name, the parts of the need that these are closest to
    need_terms     key terms of the whole need, rarest first, at most TERMS; `named_terms` all that the profile names,
                   `missing_terms` those of need_terms that it does not hold even as a part of a word
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
    passages: int
    further: tuple[FurtherPair, ...]
    need_texts: Mapping[str, str]
    need_terms: tuple[str, ...]
    named_terms: tuple[str, ...]
    missing_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A passage of a candidate, the part of the need closest to it, and how close."""

    part: str
    passage: int
    similarity: float


@dataclass(frozen=True)
class EvidenceMaker:
    """Makes the evidence of several candidates for one need; the need is cut into words once.

    words, rarity  of the need's parts; `terms` its key terms, `title_terms` those of its title, rarest first
    written        each name of its words as it writes it
    names          all names of its words that are key terms; `about` those that tell what it is about
    """

    query: Query
    view: QueryView
    corpus: Corpus
    segmenter: Segmenter
    words: Mapping[str, list[Word]]
    rarity: Mapping[str, float]
    terms: tuple[str, ...]
    names: frozenset[str]
    about: frozenset[str]
    title_terms: tuple[str, ...]
    object_named: bool
    written: Mapping[str, str]

    @classmethod
    def of(cls, query: Query, view: QueryView, corpus: Corpus, segmenter: Segmenter) -> EvidenceMaker:
        """`view` is what `compare` made of this query and corpus."""
        words = {name: cut_words(text, segmenter, corpus.words.background.shares) for name, text in query.parts.items()}
        whole, title = words.get(WHOLE, []), words.get(TITLE, [])
        rarity = word_rarity([word for part in words.values() for word in part], corpus)
        often = {*named_often(title, whole), *(name for word in title for name in word.names)}
        return cls(
            query=query,
            view=view,
            corpus=corpus,
            segmenter=segmenter,
            words=words,
            rarity=rarity,
            terms=tuple(key_words(whole, corpus)),
            names=frozenset(key_names(whole, rarity)),
            about=frozenset(name for name in key_names(whole, rarity) if any(name in other for other in often)),
            title_terms=tuple(key_words(title, corpus)),
            object_named=names_object(query.parts.get(TITLE, ""), segmenter),
            written=surfaces(whole, query.whole),
        )

    def make(
        self,
        candidate: int,
        features: Mapping[str, float],
        contributions: Mapping[str, float],
        standing: Standing | None = None,
    ) -> Evidence | None:
        """The evidence of the candidate at this position; None where there is no passage or no need to show."""
        pairs = self._pairs(candidate)
        if not pairs:
            return None
        best, passages = pairs[0], self.corpus.passages(candidate)
        text, need_text = passages[best.passage], self.query.parts[best.part]
        words, shared = self._shared(best.part, text)
        named, missing = self._profile_terms(passages)
        facts = PairFacts(
            features=features,
            contributions=contributions,
            shared=shared,
            named=tuple(self._written(term) for term in named if term in self.about),
            partly=not self.names <= missing,
            missing=tuple(self._written(term) for term in self.title_terms if term in missing),
            passages=len(passages),
            near_passages=self._near(candidate, best),
            place=self._place(best),
            total=len(self.corpus.texts),
            luck=float(self.corpus.luck[candidate]),
            standing=standing or Standing(),
            object_named=self.object_named,
        )
        return Evidence(
            part=best.part,
            need_text=need_text,
            need_excerpt=excerpt(need_text, self.words[best.part], shared.need, WIDTH),
            need_spans=shared.need,
            passage=best.passage,
            passage_text=text,
            passage_excerpt=excerpt(text, words, shared.passage, WIDTH),
            passage_spans=shared.passage,
            similarity=best.similarity,
            shared_terms=shared.terms,
            supports=speaks_for(facts),
            doubts=speaks_against(facts),
            passages=len(passages),
            further=tuple(self._further(pair, passages[pair.passage]) for pair in pairs[1 : FURTHER + 1]),
            need_texts={name: self.query.parts[name] for name in {pair.part: None for pair in pairs[: FURTHER + 1]}},
            need_terms=tuple(self._written(term) for term in self.terms[:TERMS]),
            named_terms=tuple(self._written(term) for term in named),
            missing_terms=tuple(self._written(term) for term in self.terms[:TERMS] if term in missing),
        )

    def _pairs(self, candidate: int) -> list[_Pair]:
        """The candidate's passages, closest first, each with the part of the need it is closest to.

        Of equally close parts the one that says most (the longest).
        """
        start, stop = int(self.corpus.indptr[candidate]), int(self.corpus.indptr[candidate + 1])
        names = sorted(self.view.parts, key=lambda name: -len(self.query.parts[name]))
        if start == stop or not names:
            return []
        close = np.round(np.stack([self.view.parts[name].similarity[start:stop] for name in names]), 4)
        parts, best = close.argmax(axis=0), close.max(axis=0)
        order = sorted(range(stop - start), key=lambda place: (-best[place], parts[place], place))
        return [_Pair(names[parts[place]], place, round(float(best[place]), 4)) for place in order]

    def _shared(self, part: str, passage: str) -> tuple[list[Word], SharedTerms]:
        """The words of a passage, and the key terms it shares with a part of the need, as the need writes them."""
        words, need_words = self._cut(passage), self.words[part]
        shared = share_terms(need_words, words, self.rarity)
        written = tuple(self._written(term) for term in shared.terms)
        return words, SharedTerms(written, shared.need, shared.passage)

    def _further(self, pair: _Pair, text: str) -> FurtherPair:
        _, shared = self._shared(pair.part, text)
        return FurtherPair(pair.part, shared.need, pair.passage, text, shared.passage, pair.similarity)

    def _profile_terms(self, passages: Sequence[str]) -> tuple[list[str], set[str]]:
        """Of the need's key terms: those that are words of the profile, rarest first, and those not in it at all."""
        flat = [unicodedata.normalize("NFKC", text).casefold() for text in passages]
        terms = {*self.names, *self.terms, *self.title_terms}
        missing = {term for term in terms if not any(term in text for text in flat)}
        holding = [place for place, text in enumerate(flat) if any(term in text for term in terms - missing)]
        names = {name for place in holding for word in self._cut(passages[place]) for name in word.names}
        named = outermost(self.names & names)
        return sorted(named, key=lambda term: (-self.rarity[term], term)), missing

    def _place(self, best: _Pair) -> int:
        """How many passages of the corpus are at least as close to this part of the need."""
        return max(1, int(np.count_nonzero(self.view.parts[best.part].similarity >= best.similarity + 5e-5)) + 1)

    def _near(self, candidate: int, best: _Pair) -> int:
        start, stop = int(self.corpus.indptr[candidate]), int(self.corpus.indptr[candidate + 1])
        limit = max(_NEAR * best.similarity, _LEAST_NEAR)
        return int(np.count_nonzero(self.view.parts[best.part].similarity[start:stop] >= limit))

    def _cut(self, text: str) -> list[Word]:
        return cut_words(text, self.segmenter, self.corpus.words.background.shares)

    def _written(self, term: str) -> str:
        """The term as the need writes it."""
        return self.written.get(term, term)
