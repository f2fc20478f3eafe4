"""Who can be found: candidates with their passages, as arrays that never change once made."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.segmenter import char_ngrams
from matchmaker.matching.pooling import passage_positions
from matchmaker.matching.rarity import UNKNOWN_SHARE
from matchmaker.matching.space import CHINESE, OTHER, Common, Space, centred, direction, language
from matchmaker.matching.views import CorpusView
from matchmaker.ranking.background_terms import BackgroundTerms
from matchmaker.ranking.errors import BadCorpus
from matchmaker.ranking.query import Query
from matchmaker.ranking.reference import candidate_crowds, candidate_luck, reference_passages
from matchmaker.ranking.text import Terms, Tokenise

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert, a team, an achievement or an institution: an id and its passages, which may be none."""

    id: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """n candidates and their p passages, candidate after candidate.

    ids         by position; `texts` the passages
    indptr      int64[n + 1]: passage range of each candidate
    chinese     bool[p]: whether a passage is Chinese or of another language
    everyday    words that are never key terms
    vectors     float32[p, d], centred (see `Space`)
    common, need_common  what its passages, and the needs asked of it, have in common; fixed when it was built
    reference   float32[s, d], centred: what needs and candidates are compared with, fixed when the corpus was built
    """

    space: Space
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    indptr: NDArray[np.int64]
    vectors: Vectors
    chinese: NDArray[np.bool_]
    words: Terms
    grams: Terms
    everyday: frozenset[str]
    common: Mapping[str, Common]
    need_common: Mapping[str, Common]
    reference: Vectors
    luck: NDArray[np.float32]
    crowd: NDArray[np.float32]

    @classmethod
    def build(
        cls,
        candidates: Sequence[Candidate],
        vectors: Vectors,
        *,
        space: Space,
        words: Tokenise,
        background: BackgroundTerms,
        needs: Sequence[Query] = (),
    ) -> Corpus:
        """From candidates and the unit vectors float32[p, d] of all their passages in order.

        `needs`: needs that are asked of this corpus, any number, to learn what needs have in common here.
        Raises `BadCorpus` where the counts differ, an id comes twice or a vector is not finite.
        """
        texts = _checked_texts(candidates, vectors, space)
        common = space.passage_common(vectors, texts)
        asked = [text for need in needs for text in need.parts.values()]
        asked_vectors = np.concatenate([np.zeros((0, vectors.shape[1]), np.float32), *(n.vectors for n in needs)])
        centred_vectors = centred(vectors, texts, common)
        reference = reference_passages(centred_vectors, space)
        indptr = _indptr(candidates)
        return cls(
            space=space,
            ids=tuple(candidate.id for candidate in candidates),
            texts=texts,
            indptr=indptr,
            vectors=centred_vectors,
            chinese=_chinese(texts),
            words=Terms.build(texts, words, background.words),
            grams=Terms.build(texts, char_ngrams, background.grams),
            everyday=background.everyday,
            common=common,
            need_common=space.need_common(asked_vectors, asked),
            reference=reference,
            luck=candidate_luck(centred_vectors, indptr, space),
            crowd=candidate_crowds(centred_vectors, indptr, reference),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def view(self) -> CorpusView:
        """The arrays that features read."""
        return CorpusView(self.indptr, self.words.table.mass, self.luck, self.crowd, self._speaks())

    def _speaks(self) -> dict[str, NDArray[np.bool_]]:
        """By language, bool[n]: whether a candidate has a passage in it."""
        written = {CHINESE: self.chinese, OTHER: ~self.chinese}
        counts = {name: np.bincount(self.owners[rows], minlength=len(self)) for name, rows in written.items()}
        return {name: count > 0 for name, count in counts.items()}

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """int64[p]: the candidate of each passage."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.indptr))

    @cached_property
    def flat_text(self) -> str:
        """All passages, NFKC and casefolded, one a line: to see whether a term stands anywhere at all."""
        return unicodedata.normalize("NFKC", "\n".join(self.texts)).casefold()

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Position of each id."""
        return {name: place for place, name in enumerate(self.ids)}

    def positions(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """Positions of the ids that are here, rising; others are ignored."""
        found = {self.position[name] for name in ids if name in self.position}
        return np.array(sorted(found), dtype=np.int64)

    def passages(self, candidate: int) -> tuple[str, ...]:
        """The passages of the candidate at this position."""
        return self.texts[int(self.indptr[candidate]) : int(self.indptr[candidate + 1])]

    def profiles(self, candidates: NDArray[np.int64]) -> Vectors:
        """Unit vectors float32[c, d]: the direction of each candidate's passages together; zero without passages."""
        positions, starts = passage_positions(self.indptr, candidates)
        owner = np.repeat(np.arange(len(candidates)), np.diff(starts))
        sums = np.zeros((len(candidates), self.vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, owner, self.vectors[positions])
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(np.divide(sums, length, out=np.zeros_like(sums), where=length > 1e-6))

    def need_direction(self, need: Query) -> Vectors:
        """Unit vector float32[d] of a need's parts together; zero for an empty need."""
        return direction(centred(need.vectors, list(need.parts.values()), self.need_common))

    def background_rarity(self, term: str) -> float:
        """Rarity of a word by the background alone, for terms no passage here holds."""
        share = self.words.background.shares.get(term, UNKNOWN_SHARE)
        return -math.log(share)

    def with_changes(self, added: Sequence[Candidate], vectors: Vectors, removed: Iterable[str] = ()) -> Corpus:
        """A new corpus without `removed` and with `added` (an id that is here already is replaced).

        Common part and reference stay those of this corpus, so that nobody else's grade moves; build anew when a
        twentieth has changed. Raises as `build` does.
        """
        texts = _checked_texts(added, vectors, self.space)
        gone = {*removed, *(candidate.id for candidate in added)}
        stays = np.array([name not in gone for name in self.ids], dtype=bool)
        keep = np.repeat(stays, np.diff(self.indptr))
        new = centred(vectors, texts, self.common)
        new_indptr = _indptr(added)
        sizes = np.concatenate([np.diff(self.indptr)[stays], np.diff(new_indptr)])
        return Corpus(
            space=self.space,
            ids=(*(name for name, stay in zip(self.ids, stays, strict=True) if stay), *(c.id for c in added)),
            texts=(*(text for text, stay in zip(self.texts, keep, strict=True) if stay), *texts),
            indptr=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)]),
            vectors=np.concatenate([self.vectors[keep], new]),
            chinese=np.concatenate([self.chinese[keep], _chinese(texts)]),
            words=self.words.changed(keep, texts),
            grams=self.grams.changed(keep, texts),
            everyday=self.everyday,
            common=self.common,
            need_common=self.need_common,
            reference=self.reference,
            luck=np.concatenate([self.luck[stays], candidate_luck(new, new_indptr, self.space)]),
            crowd=np.concatenate([self.crowd[stays], candidate_crowds(new, new_indptr, self.reference)]),
        )


def _indptr(candidates: Sequence[Candidate]) -> NDArray[np.int64]:
    sizes = np.array([len(candidate.passages) for candidate in candidates], dtype=np.int64)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])


def _chinese(texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([language(text) == CHINESE for text in texts], dtype=bool)


def _checked_texts(candidates: Sequence[Candidate], vectors: Vectors, space: Space) -> tuple[str, ...]:
    texts = tuple(passage for candidate in candidates for passage in candidate.passages)
    dimension = space.reference_passages.shape[1]
    if vectors.shape != (len(texts), dimension):
        raise BadCorpus(reason=f"{len(texts)} passages of dimension {dimension}, but vectors of shape {vectors.shape}")
    if len({candidate.id for candidate in candidates}) != len(candidates):
        raise BadCorpus(reason="an id comes twice")
    if not np.isfinite(vectors).all():
        raise BadCorpus(reason="a vector is not finite")
    return texts
