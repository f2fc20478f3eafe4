"""What every encoder keeps to, whatever computes its vectors: on the tiny model, and on the real one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from embeddings import EmptyText, Encoder, FakeEncoder, ModelFolder, export_model
from embeddings.exported import ExportedEncoder, locate_export
from embeddings.exported.graph import processor_has
from embeddings.sentence_encoder import SentenceTransformerEncoder

TEXTS = ["battery", "废水处理", "mine tunnel", "b", "电池材料 battery materials", "锂离子电池的材料"]
SENTENCE = "battery materials of a mine。"
TINY = ("fake", "sentence-transformers", "exported f32", "exported bf16")
REAL = TINY[1:]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, ModelFolder], Encoder]:
    """Makes an encoder of a kind and a model; exports what has to be exported. Each is made once."""
    known: dict[tuple[str, str], Encoder] = {}

    def make(kind: str, model: ModelFolder) -> Encoder:
        if (kind, model.name) not in known:
            known[kind, model.name] = _made(kind, model, tmp_path_factory)
        return known[kind, model.name]

    return make


def _made(kind: str, model: ModelFolder, folders: pytest.TempPathFactory) -> Encoder:
    if kind == "fake":
        return FakeEncoder(max_tokens=48)
    if kind == "sentence-transformers":
        return SentenceTransformerEncoder(model, threads=1)
    pytest.importorskip("openvino", reason="the exported graph needs: pip install '.[export]'")
    precision = kind.removeprefix("exported ")
    if not processor_has(precision):
        pytest.skip(f"this processor has no {precision}")
    cache = folders.mktemp("graphs")
    export_model(model, adapter=None, cache_dir=cache, precision=precision)
    return ExportedEncoder(model, locate_export(model, None, cache_dir=cache), threads=1)


@pytest.fixture(
    params=[
        *(pytest.param(("tiny", kind), id=f"tiny {kind}") for kind in TINY),
        *(pytest.param(("real", kind), id=f"real {kind}", marks=pytest.mark.model) for kind in REAL),
    ]
)
def encoder(
    request: pytest.FixtureRequest, made: Callable[[str, ModelFolder], Encoder], installed_tiny: ModelFolder
) -> Encoder:
    model, kind = request.param
    return made(kind, installed_tiny if model == "tiny" else request.getfixturevalue("real_folder"))


@pytest.fixture
def near(encoder: Encoder) -> float:
    """How much numbers may differ between two ways to the same vector: bfloat16 rounds in other places."""
    return 0.01 if encoder.model_id.endswith("~bf16") else 2e-6


def test_vectors_are_float32_of_unit_length_in_the_order_of_the_texts(encoder: Encoder, near: float) -> None:
    for encode in (encoder.encode_queries, encoder.encode_passages):
        vectors = encode(TEXTS)
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), encoder.dimension), np.float32)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(encode(TEXTS[::-1])[::-1], vectors, atol=near)
        assert (vectors @ vectors.T).argmax(axis=1).tolist() == list(range(len(TEXTS)))


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: Encoder, near: float) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=near)
    repeated = encoder.encode_passages([TEXTS[2], *TEXTS[:3], f" {TEXTS[2]}\n"])
    np.testing.assert_array_equal(repeated[0], repeated[3])
    np.testing.assert_array_equal(repeated[0], repeated[4])


def test_the_same_call_gives_the_same_numbers(encoder: Encoder) -> None:
    np.testing.assert_array_equal(encoder.encode_queries(TEXTS), encoder.encode_queries(TEXTS))


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    assert encoder.encode_passages([]).dtype == np.float32


@pytest.mark.parametrize("empty", ["", "  \n", "。！", "…"])
def test_a_text_without_content_is_refused_with_its_place(encoder: Encoder, empty: str) -> None:
    with pytest.raises(EmptyText) as caught:
        encoder.encode_passages(["battery", empty])
    assert caught.value.params == {"positions": [1]}


def test_queries_and_passages_differ(encoder: Encoder) -> None:
    nearness = float((encoder.encode_queries(TEXTS) * encoder.encode_passages(TEXTS)).sum(axis=1).max())
    assert 0.3 < nearness < 0.9999


def test_a_long_text_is_cut_at_sentence_ends_and_not_truncated(encoder: Encoder) -> None:
    long = SENTENCE * (2 * encoder.max_tokens // 5)
    pieces = encoder.split(long)
    assert len(pieces) > 1
    assert all(piece.startswith("battery") and piece.endswith("mine。") for piece in pieces)
    assert "".join(pieces) == long
    whole, changed = encoder.encode_passages([long, long + "废水处理" * encoder.max_tokens])
    assert float(np.abs(whole - changed).max()) > 1e-3
    low, high = np.sort(encoder.encode_passages(pieces) @ whole)[[0, -1]]
    assert 0.5 < low <= high <= 1.0001


def test_progress_ends_with_all_texts(encoder: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode_queries([*TEXTS, TEXTS[0]], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (7, 7)
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)


def test_threads_get_their_own_vectors(encoder: Encoder, near: float) -> None:
    texts = [[f"{letter} {text}" for text in TEXTS] for letter in "abcdefgh"]
    expected = [encoder.encode_queries(part) for part in texts]
    found: dict[int, np.ndarray] = {}

    def encode(number: int) -> None:
        for _ in range(3):
            found[number] = encoder.encode_queries(texts[number])

    threads = [threading.Thread(target=encode, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    for number, vectors in found.items():
        np.testing.assert_allclose(vectors, expected[number], atol=near)


@pytest.mark.parametrize("kind", ["exported f32", "exported bf16"])
@pytest.mark.parametrize("model", ["tiny", pytest.param("real", marks=pytest.mark.model)])
def test_an_exported_graph_gives_the_vectors_of_the_reference(
    made: Callable[[str, ModelFolder], Encoder], request: pytest.FixtureRequest, kind: str, model: str
) -> None:
    """In f32 they may lie in one index with the reference's, under one id; in bf16 they have an id of their own."""
    folder: ModelFolder = request.getfixturevalue("installed_tiny" if model == "tiny" else "real_folder")
    graph, reference = made(kind, folder), made("sentence-transformers", folder)
    texts = [*TEXTS, SENTENCE * 80, "Φ13μm，≥2.5 GPa", "привет, мир", "a <mask> and </s>"]
    assert [graph.split(text) for text in texts] == [reference.split(text) for text in texts]
    for one, other in (
        (graph.encode_queries(texts), reference.encode_queries(texts)),
        (graph.encode_passages(texts), reference.encode_passages(texts)),
    ):
        if kind == "exported f32":
            np.testing.assert_allclose(one, other, atol=1e-5)
        else:
            assert float((one * other).sum(axis=1).min()) > 0.9995
    assert graph.model_id == reference.model_id + ("" if kind == "exported f32" else "~bf16")


def test_every_registered_kind_is_held_to_this_contract() -> None:
    from embeddings import ENCODERS

    assert set(ENCODERS) == {kind.partition(" ")[0] for kind in TINY}
