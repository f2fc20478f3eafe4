from __future__ import annotations

import numpy as np
import pytest

from embeddings.model_store.q4_file import parse_q4
from tests.embeddings.tiny_model import HIDDEN, LAYERS, PIECES, VOCABULARY, tiny_q4


def test_every_weight_is_the_scale_times_its_nibble_less_eight() -> None:
    data, weights = tiny_q4()
    parsed = parse_q4(data)
    assert sorted(parsed.directory) == sorted(weights)
    for name, expected in weights.items():
        np.testing.assert_array_equal(parsed.tensor(name), expected)


def test_header_and_vocabulary_are_read() -> None:
    parsed = parse_q4(tiny_q4()[0])
    assert (parsed.shape.hidden, parsed.shape.layers, parsed.shape.vocabulary) == (HIDDEN, LAYERS, VOCABULARY)
    assert [piece for piece, _score in parsed.pieces] == [piece for piece, _score in PIECES]
    np.testing.assert_allclose([score for _p, score in parsed.pieces], [score for _p, score in PIECES], rtol=1e-6)
    assert parsed.unknown_id == 3


@pytest.mark.parametrize("length", [0, 3, 60, 400, -1])
def test_a_cut_file_is_refused(length: int) -> None:
    with pytest.raises(ValueError):
        parse_q4(tiny_q4()[0][:length])


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="wrong magic"):
        parse_q4(b"GGUF" + tiny_q4()[0][4:])


def test_another_block_size_is_refused() -> None:
    data = bytearray(tiny_q4()[0])
    data[40] = 64
    with pytest.raises(ValueError, match="blocks of 64"):
        parse_q4(bytes(data))
