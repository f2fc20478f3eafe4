"""Rows read from a safetensors file, of every type of number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import ModelRefused
from embeddings.exported.word_table import WordTable, read_header


@pytest.fixture
def numbers() -> np.ndarray:
    """Numbers that all three types hold exactly."""
    return np.arange(-60, 60, dtype=np.float32).reshape(20, 6) / 4


@pytest.mark.parametrize("kind", ["float32", "float16", "bfloat16"])
def test_rows_by_id(tmp_path: Path, numbers: np.ndarray, kind: str) -> None:
    import torch
    from safetensors.torch import save_file

    path = tmp_path / "model.safetensors"
    tensor = torch.from_numpy(numbers).to(getattr(torch, kind))
    save_file({"a": torch.zeros(3), "words": tensor}, path)
    table = WordTable(path, "words")
    ids = np.array([[3, 19, 3], [0, 7, 7]])
    found = table.rows(ids)
    assert (found.dtype, found.shape, table.width) == (np.float32, (2, 3, 6), 6)
    np.testing.assert_array_equal(found, numbers[ids])
    assert table.rows(np.empty((0, 4), np.int64)).shape == (0, 4, 6)
    assert read_header(path)[0]["words"]["shape"] == [20, 6]


def test_what_is_no_table_is_refused(tmp_path: Path, numbers: np.ndarray) -> None:
    from safetensors.numpy import save_file

    path = tmp_path / "model.safetensors"
    save_file({"words": numbers, "flat": numbers[0], "whole": numbers.astype(np.int32)}, path)
    for name in ("other", "flat", "whole"):
        with pytest.raises(ModelRefused, match=f"no table {name}"):
            WordTable(path, name)
    for ids in ([-1], [20], [0, 21]):
        with pytest.raises(IndexError):
            WordTable(path, "words").rows(np.array(ids))


def test_a_file_cut_short_is_noticed(tmp_path: Path, numbers: np.ndarray) -> None:
    from safetensors.numpy import save_file

    path = tmp_path / "model.safetensors"
    save_file({"words": numbers}, path)
    table = WordTable(path, "words")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 30)
    with pytest.raises(OSError, match="shorter"):
        table.rows(np.array([19]))
