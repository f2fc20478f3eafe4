from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from embeddings import BadVectors, EmptyText
from embeddings.pooled_encoding import encode_texts


class Model:
    """Counts letters a to d; at most ten characters at once."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def forward(self, batch: list[str]) -> np.ndarray:
        self.batches.append(batch)
        return np.array([[text.count(letter) for letter in "abcd"] for text in batch], np.float32)

    @staticmethod
    def split(text: str) -> list[str]:
        return [text[start : start + 10] for start in range(0, len(text), 10)]

    @staticmethod
    def count(texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    def encode(self, texts: list[str], progress: object = None) -> np.ndarray:
        return encode_texts(
            texts,
            dimension=4,
            split=self.split,
            count=self.count,
            forward=self.forward,
            progress=progress,  # type: ignore[arg-type]
        )


def test_vectors_come_in_the_order_of_the_texts_and_have_unit_length() -> None:
    vectors = Model().encode(["ab", "a", "ccd"])
    assert vectors.dtype == np.float32
    expected = [[2**-0.5, 2**-0.5, 0, 0], [1, 0, 0, 0], [0, 0, 2 / 5**0.5, 1 / 5**0.5]]
    np.testing.assert_allclose(vectors, expected, rtol=1e-6)


def test_a_long_text_is_the_mean_of_its_pieces_weighted_by_tokens() -> None:
    vector = Model().encode(["a" * 10 + "b" * 4])[0]
    np.testing.assert_allclose(vector, np.array([10, 4, 0, 0]) / np.hypot(10, 4), rtol=1e-6)


def test_like_lengths_are_batched_and_equal_texts_encoded_once() -> None:
    model = Model()
    model.encode(["a", "abcdabcd", "a", "b" * 9, " a "])
    assert model.batches == [["b" * 9, "abcdabcd", "a"]]


def test_batches_are_bounded() -> None:
    model = Model()
    model.encode([f"a{'b' * (number % 9)}{'c' * (number // 9 % 9)}"[:10] for number in range(81)])
    assert max(len(batch) for batch in model.batches) == 32
    assert sum(len(batch) for batch in model.batches) == len({text for batch in model.batches for text in batch})


def test_progress_counts_the_texts_of_the_call() -> None:
    steps: list[tuple[int, int]] = []
    Model().encode(["a" * 25, "b", "b", "c"], progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 4), (3, 4), (4, 4)]


def test_no_texts_give_no_vectors() -> None:
    assert Model().encode([]).shape == (0, 4)


@pytest.mark.parametrize("text", ["", "  ", "。！"])
def test_an_empty_text_is_named_by_its_position(text: str) -> None:
    with pytest.raises(EmptyText, match=r"positions \[1\]"):
        Model().encode(["a", text])


def test_a_zero_or_nan_vector_is_refused_with_its_position() -> None:
    with pytest.raises(BadVectors, match=r"rows \[2\]"):
        Model().encode(["a", "b", "xyz"])
    broken = Model()
    broken.forward = lambda batch: np.full((len(batch), 4), np.nan, np.float32)  # type: ignore[method-assign]
    with pytest.raises(BadVectors, match=r"rows \[0\]"):
        broken.encode(["a"])
