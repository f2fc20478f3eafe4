from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from embeddings.model_store.safetensors_file import LazyTensor, write_safetensors


def test_the_library_reads_what_was_written(tmp_path: Path) -> None:
    first = np.arange(6, dtype=np.float32)
    second = np.array([-1.5, 2.25], np.float32)
    steps: list[tuple[int, int]] = []
    write_safetensors(
        tmp_path / "model.safetensors",
        {"b.weight": LazyTensor((2, 3), lambda: first), "a": LazyTensor((2,), lambda: second)},
        progress=lambda done, total: steps.append((done, total)),
    )
    read = load_file(tmp_path / "model.safetensors")
    assert sorted(read) == ["a", "b.weight"]
    np.testing.assert_array_equal(read["b.weight"], first.reshape(2, 3))
    np.testing.assert_array_equal(read["a"], second)
    assert steps == [(24, 32), (32, 32)]


def test_a_tensor_of_a_wrong_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x has 2 weights, expected 3"):
        write_safetensors(tmp_path / "m", {"x": LazyTensor((3,), lambda: np.zeros(2, np.float32))})
