"""Brute force as the judge of every index back-end: slow, obvious, and sharing no code with them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from embeddings import Hits


def unit_vectors(rng: np.random.Generator, count: int, dimension: int) -> np.ndarray:
    vectors = rng.normal(size=(count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def inner_products(stored: Mapping[int, np.ndarray], query: np.ndarray) -> dict[int, float]:
    """id -> score of every stored vector, in double precision."""
    return {key: math.fsum((vector.astype(float) * query.astype(float)).tolist()) for key, vector in stored.items()}


def bm25(stored: Mapping[int, Sequence[str]], query: Iterable[str], *, k1: float, b: float) -> dict[int, float]:
    """id -> score of every passage that shares a token with the query."""
    counted = {key: Counter(tokens) for key, tokens in stored.items()}
    mean = sum(len(tokens) for tokens in stored.values()) / max(len(stored), 1)
    scores: dict[int, float] = {}
    for token, wanted in Counter(query).items():
        holding = sum(1 for counts in counted.values() if token in counts)
        rarity = math.log(1 + (len(stored) - holding + 0.5) / (holding + 0.5))
        for key, counts in counted.items():
            if token in counts:
                damping = k1 * (1 - b + b * len(stored[key]) / mean)
                gain = wanted * rarity * counts[token] * (k1 + 1) / (counts[token] + damping)
                scores[key] = scores.get(key, 0.0) + gain
    return scores


def assert_exact(
    hits: Hits, row: int, scores: Mapping[int, float], k: int, allowed: Collection[int] | None = None
) -> None:
    """The hits of one query are the best k, in order, with their true scores: recall 1.0.

    Among scores that differ by less than rounding any order is right.
    """
    possible = {key: score for key, score in scores.items() if allowed is None or key in allowed}
    best = sorted(possible.values(), reverse=True)[:k]
    assert hits.ids.shape[1] == hits.scores.shape[1] == k
    ids, found = hits.ids[row].tolist(), hits.scores[row].tolist()
    count = len(best)
    assert ids[count:] == [-1] * (k - count)
    assert found[count:] == [-math.inf] * (k - count)
    assert len(set(ids[:count])) == count
    assert set(ids[:count]) <= set(possible)
    np.testing.assert_allclose(found[:count], best, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose([possible[key] for key in ids[:count]], best, rtol=1e-5, atol=1e-6)
    assert found[:count] == sorted(found[:count], reverse=True)
