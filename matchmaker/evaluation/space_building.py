"""Making the space and the term statistics that ship: from needs, passages and open texts, without any label."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from embeddings.segmenter import char_ngrams
from matchmaker.evaluation.errors import BadEvaluationFile
from matchmaker.matching.space import CHINESE, OTHER, Common, Space, centred, fit_common, log_lengths
from matchmaker.ranking.background_terms import BackgroundTerms, TermShares
from matchmaker.ranking.query import Query

Vectors = NDArray[np.float32]

PARALLEL_TITLES = Path(__file__).parent / "data" / "parallel-titles.jsonl"
PROFILE_WORDS = PARALLEL_TITLES.with_name("profile-words.txt")
REFERENCE_NEEDS = 256
REFERENCE_PASSAGES = 512
# Terms of fewer background passages are left out: their share is that of an unknown term.
LEAST_PASSAGES = 3
# A word in this share of long texts is an everyday word.
EVERYDAY_SHARE = 0.03
_SEED = 20230102


@dataclass(frozen=True, slots=True)
class OpenText:
    """A paper or patent whose licence lets its statistics ship."""

    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class SpaceInput:
    """Texts with their vectors: of needs and open texts as queries, of passages and open texts as passages."""

    need_texts: Sequence[str]
    need_vectors: Vectors
    passage_texts: Sequence[str]
    passage_vectors: Vectors
    open_texts: Sequence[OpenText]


def read_open_texts(path: Path) -> list[OpenText]:
    """JSON lines {title, abstract}; a line without one of them is left out."""
    found = []
    with path.open(encoding="utf-8") as file:
        for line, text in enumerate(file, start=1):
            try:
                row = json.loads(text)
                title, abstract = str(row["title"]).strip(), str(row["abstract"]).strip()
            except (ValueError, KeyError, TypeError) as error:
                raise BadEvaluationFile(path=path, line=line, reason=f"{type(error).__name__}: {error}") from error
            if title and abstract:
                found.append(OpenText(title, abstract))
    return found


def build_space(given: SpaceInput, encoder: Encoder) -> Space:
    """Common parts by least squares; another language's is shifted by what parallel titles differ by."""
    titles = [text.title for text in given.open_texts]
    random = np.random.default_rng(_SEED)
    sample = random.permutation(len(titles))[: max(REFERENCE_NEEDS, REFERENCE_PASSAGES)]
    passages = [titles[place] for place in sample[:REFERENCE_PASSAGES]]
    asked = [f"{titles[p]} {given.open_texts[p].abstract}" for p in sample[:REFERENCE_NEEDS]]
    passage_vectors, asked_vectors = encoder.encode_passages(passages), encoder.encode_queries(asked)
    needs = _chinese(given.need_texts, given.need_vectors)
    common = _chinese([*given.passage_texts, *passages], np.concatenate([given.passage_vectors, passage_vectors]))
    need_shift, passage_shift = _language_shift(encoder)
    asked_common = {CHINESE: _chinese(asked, asked_vectors)}
    return Space(
        encoder=encoder.model_id,
        needs={CHINESE: needs, OTHER: _shifted(needs, need_shift)},
        passages={CHINESE: common, OTHER: _shifted(common, passage_shift)},
        reference_needs=centred(asked_vectors, asked, asked_common),
        reference_passages=centred(passage_vectors, passages, {CHINESE: _chinese(passages, passage_vectors)}),
    )


def need_texts(queries: Sequence[Query]) -> tuple[list[str], Vectors]:
    """The parts of needs as a flat list with float32[n, d]."""
    texts = [text for query in queries for text in query.parts.values()]
    return texts, np.concatenate([query.vectors for query in queries])


def count_terms(
    titles: Sequence[str], abstracts: Sequence[str], needs: Sequence[str], tokenise: Callable[[str], list[str]]
) -> BackgroundTerms:
    """Share of the titles that hold each word and each character n-gram.

    Everyday words are those frequent in abstracts or in needs, and the listed ones of profiles.
    """
    everyday = _frequent(abstracts, tokenise) | _frequent(needs, tokenise)
    lines = PROFILE_WORDS.read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    everyday.update(term for word in listed for term in tokenise(word))
    return BackgroundTerms(_shares(titles, tokenise), _shares(titles, char_ngrams), frozenset(everyday))


def _frequent(texts: Sequence[str], tokenise: Callable[[str], list[str]]) -> set[str]:
    counts = Counter(term for text in texts for term in set(tokenise(text)))
    return {term for term, n in counts.items() if n >= EVERYDAY_SHARE * len(texts)}


def _shares(texts: Sequence[str], tokenise: Callable[[str], list[str]]) -> TermShares:
    found = [set(tokenise(text)) for text in texts]
    counts = Counter(term for terms in found for term in terms)
    shares = {term: round(n / len(texts), 6) for term, n in counts.items() if n >= LEAST_PASSAGES}
    return TermShares(shares, sum(map(len, found)) / len(found))


def _chinese(texts: Sequence[str], vectors: Vectors) -> Common:
    return fit_common(vectors, log_lengths(texts, [CHINESE] * len(texts)))


def _language_shift(encoder: Encoder) -> tuple[Vectors, Vectors]:
    rows = [json.loads(line) for line in PARALLEL_TITLES.read_text(encoding="utf-8").splitlines()]
    chinese, english = [row["zh"] for row in rows], [row["en"] for row in rows]
    needs = encoder.encode_queries(english) - encoder.encode_queries(chinese)
    passages = encoder.encode_passages(english) - encoder.encode_passages(chinese)
    return needs.mean(axis=0), passages.mean(axis=0)


def _shifted(common: Common, shift: Vectors) -> Common:
    return Common(common.base + shift, common.slope)
