from __future__ import annotations

import pytest

from embeddings.exported.shapes import batch_sizes, padded_length


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [(1, 8), (8, 8), (9, 16), (25, 32), (32, 32), (33, 48), (48, 48), (49, 64), (65, 96), (97, 128), (400, 512)],
)
def test_lengths_are_rounded_up(tokens: int, expected: int) -> None:
    assert padded_length(tokens, 512) == expected


def test_no_length_passes_the_limit_and_few_are_different() -> None:
    assert padded_length(47, 48) == 48
    assert padded_length(500, 500) == 500
    lengths = {padded_length(tokens, 512) for tokens in range(1, 513)}
    assert all(padded_length(tokens, 512) >= tokens for tokens in range(1, 513))
    assert sorted(lengths) == [8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]


@pytest.mark.parametrize(
    ("texts", "length", "expected"),
    [
        (0, 8, []),
        (1, 8, [1]),
        (3, 8, [1, 1, 1]),
        (23, 32, [16, 4, 1, 1, 1]),
        (9, 48, [4, 4, 1]),
        (9, 128, [4, 4, 1]),
        (3, 192, [1, 1, 1]),
        (2, 8192, [1, 1]),
    ],
)
def test_batches_are_of_few_sizes(texts: int, length: int, expected: list[int]) -> None:
    assert list(batch_sizes(texts, length)) == expected
