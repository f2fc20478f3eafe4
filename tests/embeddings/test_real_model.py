"""The default model itself: what the product is measured with."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from embeddings.sentence_encoder import SentenceTransformerEncoder

pytestmark = pytest.mark.model

NEEDS = ["高盐废水零排放处理技术", "磷酸铁锂电池电解液低温性能提升", "双孢菇酱发酵工艺", "煤矿巷道快速掘进装备"]
PARTNERS = ["含盐工业废水膜分离与蒸发结晶", "锂离子电池电解液添加剂研究", "食用菌发酵食品加工", "隧道与巷道掘进机械"]


def test_size_and_length_of_vectors(real_encoder: SentenceTransformerEncoder) -> None:
    vectors = real_encoder.encode_passages(PARTNERS)
    assert (vectors.shape, vectors.dtype) == ((4, 384), np.float32)
    assert (real_encoder.dimension, real_encoder.max_tokens) == (384, 512)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_each_need_finds_its_partner(real_encoder: SentenceTransformerEncoder) -> None:
    scores = real_encoder.encode_queries(NEEDS) @ real_encoder.encode_passages(PARTNERS).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert scores.argmax(axis=0).tolist() == [0, 1, 2, 3]


def test_english_finds_chinese(real_encoder: SentenceTransformerEncoder) -> None:
    queries = real_encoder.encode_queries(
        ["zero discharge of saline wastewater", "lithium battery electrolyte additive"]
    )
    assert (queries @ real_encoder.encode_passages(PARTNERS).T).argmax(axis=1).tolist() == [0, 1]


def test_vectors_do_not_move_between_versions(real_encoder: SentenceTransformerEncoder) -> None:
    """Stored vectors and trained weights rest on these numbers."""
    query = real_encoder.encode_queries(["高盐废水处理"])[0]
    known = [0.069549, -0.020203, -0.026239, -0.062246, 0.067394, -0.007746]
    np.testing.assert_allclose(query[:6], known, atol=2e-5)


def test_query_and_passage_prefixes_differ(real_encoder: SentenceTransformerEncoder) -> None:
    query, passage = real_encoder.encode_queries(NEEDS[:1])[0], real_encoder.encode_passages(NEEDS[:1])[0]
    assert 0.8 < float(query @ passage) < 0.99


def test_a_long_text_is_pooled_and_not_truncated(real_encoder: SentenceTransformerEncoder) -> None:
    start = "我们需要处理高盐废水的新技术，要求能耗低于每吨三十千瓦时。" * 40
    end = "另外需要双孢菇酱的发酵工艺，要求货架期不少于十二个月。" * 40
    assert len(real_encoder.split(start + end)) > 2
    both, first = real_encoder.encode_passages([start + end, start])
    mushroom = real_encoder.encode_queries(["双孢菇酱发酵"])[0]
    assert float(both @ mushroom) > float(first @ mushroom) + 0.01


def test_eight_threads_encode_the_same(real_encoder: SentenceTransformerEncoder) -> None:
    expected = real_encoder.encode_queries(NEEDS)
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(real_encoder.encode_queries(NEEDS))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    for vectors in found:
        np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_packed_layers_change_nothing(real_encoder: SentenceTransformerEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(real_encoder._folder.path), device="cpu", local_files_only=True)
    expected = model.encode(PARTNERS, prompt="passage: ")
    np.testing.assert_allclose(real_encoder.encode_passages(PARTNERS), expected, atol=2e-6)


def test_one_query_is_quick(real_encoder: SentenceTransformerEncoder) -> None:
    real_encoder.encode_queries(NEEDS)
    seconds = []
    for number in range(20):
        begun = time.process_time()
        real_encoder.encode_queries([f"{NEEDS[number % 4]}{number}"])
        seconds.append(time.process_time() - begun)
    print(f"one query: {1000 * float(np.median(seconds)):.1f} ms of processor time")
    assert float(np.median(seconds)) < 0.25


@pytest.mark.slow
def test_memory_does_not_grow_with_texts_of_ever_new_lengths(real_encoder: SentenceTransformerEncoder) -> None:
    def encode(rounds: int) -> int:
        """Megabytes of memory of the process's own, after encoding texts of mixed lengths."""
        for number in range(rounds):
            length = int(lengths.integers(3, 400))
            real_encoder.encode_queries([("".join(NEEDS) * 10)[number % 40 :][:length]])
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) // 1024

    lengths = np.random.default_rng(2)
    warm = encode(200)
    assert encode(400) < 1.1 * warm
