from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings import (
    FakeEncoder,
    LexicalIndex,
    Segmenter,
    Snapshot,
    SnapshotRejected,
    StorageFull,
    VectorIndex,
    load_snapshot,
    save_snapshot,
    snapshot_file,
)

SEGMENTER = Segmenter()
TEXTS = {3: "高盐废水零排放", 8: "磷酸铁锂电解液", 11: "锚杆支护 LiFePO4", 12: "的"}


def _snapshot(generation: int = 7) -> Snapshot:
    """Indexes with a delta and removals, as they are in use."""
    vectors = FakeEncoder(8).encode_passages([text + "甲" for text in TEXTS.values()])
    ids = np.array(list(TEXTS))
    index = VectorIndex.build([*ids[:2], 99], vectors[:3]).with_changes(ids[2:], vectors[2:], [99])
    texts = list(TEXTS.values())
    lexical = LexicalIndex.build([*ids[:2], 99], texts[:3], segmenter=SEGMENTER).with_changes(ids[2:], texts[2:], [99])
    return Snapshot(index, lexical, generation)


def _load(path: Path, **changes: Any) -> Snapshot:
    expected = {"model_id": "m@1", "generation": 9, "segmenter": SEGMENTER, "lineage": "db-1"}
    return load_snapshot(path, **(expected | changes))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "snapshots" / "index"
    save_snapshot(path, _snapshot(), model_id="m@1", lineage="db-1")
    return path


def test_what_is_loaded_answers_as_what_was_saved(path: Path) -> None:
    saved, loaded = _snapshot(), _load(path)
    assert loaded.generation == 7
    queries = FakeEncoder(8).encode_queries(["废水", "LiFePO4"])
    for found, expected in (
        (loaded.vectors.search(queries, 5), saved.vectors.search(queries, 5)),
        (loaded.lexical.search("磷酸铁锂废水 lifepo4", 5), saved.lexical.search("磷酸铁锂废水 lifepo4", 5)),
    ):
        np.testing.assert_array_equal(found.ids, expected.ids)
        np.testing.assert_array_equal(found.scores, expected.scores)
    assert sorted(loaded.vectors.ids.tolist()) == loaded.lexical.ids.tolist() == sorted(TEXTS)
    changed = loaded.lexical.with_changes([50], ["石墨烯"], [3])
    assert changed.search("石墨烯", 1).ids.tolist() == [[50]]


def test_an_empty_index_can_be_saved(tmp_path: Path) -> None:
    empty = Snapshot(
        VectorIndex.build([], np.empty((0, 8), np.float32)), LexicalIndex.build([], [], segmenter=SEGMENTER), 0
    )
    save_snapshot(tmp_path / "s", empty, model_id="m@1", lineage="db-1")
    loaded = _load(tmp_path / "s")
    assert (len(loaded.vectors), len(loaded.lexical), loaded.vectors.dimension) == (0, 0, 8)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_id": "m@2"}, "its model_id is 'm@1', expected 'm@2'"),
        ({"lineage": "db-2"}, "its lineage is 'db-1', expected 'db-2'"),
        ({"generation": 6}, "its generation 7 is newer than the database's 6"),
        ({"segmenter": Segmenter(["岱泉工艺"])}, "its segmenter is"),
    ],
)
def test_a_snapshot_of_something_else_is_rejected(path: Path, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(SnapshotRejected) as caught:
        _load(path, **changes)
    assert caught.value.params["reason"].startswith(reason)
    assert "matchmaker index rebuild" in str(caught.value)


def test_the_present_generation_is_accepted(path: Path) -> None:
    assert _load(path, generation=7).generation == 7


def test_every_flipped_bit_of_the_head_is_found(path: Path) -> None:
    data = path.read_bytes()
    for position in range(400):
        flipped = bytearray(data)
        flipped[position] ^= 1 << (position % 8)
        path.write_bytes(bytes(flipped))
        with pytest.raises(SnapshotRejected):
            _load(path)


def test_flipped_bits_of_the_body_are_found(path: Path) -> None:
    data = path.read_bytes()
    rng = np.random.default_rng(3)
    for position in [len(data) - 1, *rng.integers(400, len(data), 200)]:
        flipped = bytearray(data)
        flipped[position] ^= 1 << int(rng.integers(8))
        path.write_bytes(bytes(flipped))
        with pytest.raises(SnapshotRejected, match="checksum is wrong"):
            _load(path)


def test_every_truncation_is_found(path: Path) -> None:
    data = path.read_bytes()
    for length in [*range(60), *range(60, len(data), 97), len(data) - 1]:
        path.write_bytes(data[:length])
        with pytest.raises(SnapshotRejected):
            _load(path)


def test_appended_bytes_are_found(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(SnapshotRejected, match="checksum is wrong"):
        _load(path)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" * 10])
def test_a_foreign_file_is_rejected(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(SnapshotRejected, match="it is not a snapshot"):
        _load(path)


def test_no_file_is_a_reason_too(tmp_path: Path) -> None:
    with pytest.raises(SnapshotRejected, match="it cannot be read"):
        _load(tmp_path / "absent")


def test_another_format_is_rejected(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_file, "FORMAT_VERSION", 2)
    with pytest.raises(SnapshotRejected, match="it has format 1, this program reads 2"):
        _load(path)


def test_a_true_checksum_does_not_excuse_bad_vectors(path: Path) -> None:
    header, arrays = snapshot_file.read_arrays(path)
    arrays["vectors.vectors"] = arrays["vectors.vectors"] * 2
    snapshot_file.write_arrays(path, header, arrays)
    with pytest.raises(SnapshotRejected, match="its content is no index"):
        _load(path)


def test_missing_arrays_and_wrong_counts_are_rejected(path: Path) -> None:
    header, arrays = snapshot_file.read_arrays(path)
    snapshot_file.write_arrays(path, header | {"passages": 5}, arrays)
    with pytest.raises(SnapshotRejected, match="its passages is 5, expected 4"):
        _load(path)
    del arrays["table.lengths"]
    snapshot_file.write_arrays(path, header, arrays)
    with pytest.raises(SnapshotRejected, match=r"table\.lengths"):
        _load(path)


def test_a_full_disk_leaves_the_old_snapshot(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull, match="what was there before is intact"):
        save_snapshot(path, replace(_snapshot(), generation=8), model_id="m@1", lineage="db-1")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["index"]


def test_leftovers_of_a_killed_writer_are_removed(path: Path) -> None:
    (path.parent / ".index.abc.partial").write_bytes(b"half")
    (path.parent / ".other.abc.partial").write_bytes(b"not ours")
    save_snapshot(path, _snapshot(8), model_id="m@1", lineage="db-1")
    assert sorted(file.name for file in path.parent.iterdir()) == [".other.abc.partial", "index"]
    assert _load(path).generation == 8


def test_a_kill_while_writing_leaves_the_old_or_the_new_one(path: Path) -> None:
    program = (
        "import sys, pathlib, itertools, numpy as np; from embeddings import snapshot_file as f;"
        "path = pathlib.Path(sys.argv[1]);"
        "[f.write_arrays(path, {'n': n}, {'a': np.full(3_000_000, n)}) for n in itertools.count()]"
    )
    big = path.parent / "big"
    for attempt in range(4):
        process = subprocess.Popen([sys.executable, "-c", program, str(big)])
        deadline = time.monotonic() + 60
        while not big.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.05 + 0.03 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        header, arrays = snapshot_file.read_arrays(big)
        assert set(np.unique(arrays["a"]).tolist()) == {header["n"]}
