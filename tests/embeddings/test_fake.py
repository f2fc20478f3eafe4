from __future__ import annotations

import numpy as np
import pytest

from embeddings import EmptyText, Encoder, FakeEncoder


def test_it_is_an_encoder_with_unit_vectors() -> None:
    encoder = FakeEncoder()
    assert isinstance(encoder, Encoder)
    vectors = encoder.encode_passages(["高盐废水零排放", "LiFePO4 电池"])
    assert (vectors.shape, vectors.dtype) == ((2, encoder.dimension), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)


def test_the_same_text_always_has_the_same_vector() -> None:
    vector = FakeEncoder(dimension=8).encode_queries(["废水"])[0]
    expected = FakeEncoder(dimension=8).encode_queries(["电池", "废水"])[1]
    np.testing.assert_array_equal(vector, expected)
    np.testing.assert_allclose(vector, [0.5547, -0.5547, 0, 0, 0.2774, 0, 0.5547, 0], atol=1e-4)


def test_similar_texts_are_similar() -> None:
    encoder = FakeEncoder()
    query = encoder.encode_queries(["高盐废水处理技术"])[0]
    same, near, far = encoder.encode_passages(["高盐废水处理技术", "高盐废水零排放", "双孢菇酱发酵"])
    assert query @ same > query @ near > query @ far
    assert 0.9 < float(query @ same) < 1


def test_long_texts_are_pooled() -> None:
    encoder = FakeEncoder(max_tokens=20)
    text = "高盐废水处理需要新的技术。双孢菇酱发酵需要新的工艺。"
    assert encoder.split(text) == ["高盐废水处理需要新的技术。", "双孢菇酱发酵需要新的工艺。"]
    whole = encoder.encode_passages([text])[0]
    pieces = encoder.encode_passages(encoder.split(text))
    mean = pieces.sum(axis=0)
    np.testing.assert_allclose(whole, mean / np.linalg.norm(mean), rtol=1e-5)


def test_empty_texts_are_refused() -> None:
    with pytest.raises(EmptyText):
        FakeEncoder().encode_queries(["。"])


def test_the_id_tells_the_size() -> None:
    assert FakeEncoder(dimension=8).model_id != FakeEncoder(dimension=16).model_id
