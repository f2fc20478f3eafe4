from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from embeddings import (
    CacheDamaged,
    CachedEncoder,
    EmptyText,
    Encoder,
    EncodingCache,
    FakeEncoder,
    StorageFull,
    text_hash,
)


class Counting(FakeEncoder):
    """A fake encoder that remembers what reached it."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.seen: list[tuple[str, str]] = []

    def encode_queries(self, texts, *, progress=None):  # type: ignore[no-untyped-def]
        self.seen += [("query", text) for text in texts]
        return super().encode_queries(texts, progress=progress)

    def encode_passages(self, texts, *, progress=None):  # type: ignore[no-untyped-def]
        self.seen += [("passage", text) for text in texts]
        return super().encode_passages(texts, progress=progress)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "encodings.sqlite3"


def test_it_gives_what_the_encoder_gives_and_asks_only_once(path: Path) -> None:
    texts = ["高盐废水", "锚杆支护", "高盐废水"]
    inner = Counting()
    with EncodingCache(path) as cache:
        encoder = CachedEncoder(inner, cache)
        assert isinstance(encoder, Encoder)
        np.testing.assert_array_equal(encoder.encode_passages(texts), FakeEncoder().encode_passages(texts))
        np.testing.assert_array_equal(encoder.encode_queries(texts), FakeEncoder().encode_queries(texts))
        assert sorted(inner.seen) == sorted((kind, text) for kind in ("query", "passage") for text in texts[:2])
        assert len(cache) == 4
    again = Counting()
    with EncodingCache(path) as cache:
        vectors = CachedEncoder(again, cache).encode_passages(["锚杆支护", "新文本", "高盐废水"])
    assert again.seen == [("passage", "新文本")]
    np.testing.assert_array_equal(vectors, FakeEncoder().encode_passages(["锚杆支护", "新文本", "高盐废水"]))


def test_models_do_not_mix(path: Path) -> None:
    with EncodingCache(path) as cache:
        CachedEncoder(Counting(8), cache).encode_queries(["废水"])
        other = Counting(16)
        assert CachedEncoder(other, cache).encode_queries(["废水"]).shape == (1, 16)
        assert other.seen == [("query", "废水")]


def test_progress_begins_with_what_is_there(path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with EncodingCache(path) as cache:
        encoder = CachedEncoder(Counting(), cache)
        encoder.encode_passages(["废水"])
        encoder.encode_passages(["废水", "锚杆", "锚杆"], progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (3, 3)]


def test_an_interrupted_run_goes_on_where_it_stopped(path: Path) -> None:
    class Failing(Counting):
        def encode_passages(self, texts, *, progress=None):  # type: ignore[no-untyped-def]
            if len(self.seen) >= 512:
                raise KeyboardInterrupt
            return super().encode_passages(texts, progress=progress)

    texts = [f"第{number}号废水处理工艺" for number in range(700)]
    with EncodingCache(path) as cache:
        with pytest.raises(KeyboardInterrupt):
            CachedEncoder(Failing(), cache).encode_passages(texts)
        assert len(cache) == 512
        rest = Counting()
        CachedEncoder(rest, cache).encode_passages(texts)
        assert len(rest.seen) == 188


def test_no_texts_and_empty_texts(path: Path) -> None:
    with EncodingCache(path) as cache:
        encoder = CachedEncoder(Counting(), cache)
        assert encoder.encode_queries([]).shape == (0, 64)
        with pytest.raises(EmptyText, match=r"\[1\]"):
            encoder.encode_queries(["废水", " "])
        assert len(cache) == 0


def test_the_key_tells_queries_from_passages() -> None:
    assert text_hash("query", "废水") != text_hash("passage", "废水")
    assert len(text_hash("query", "")) == 32


def test_a_file_that_is_no_cache_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"something else entirely" * 100)
    with pytest.raises(CacheDamaged, match="Delete this file"):
        EncodingCache(path)
    assert path.read_bytes() == b"something else entirely" * 100


def test_a_vector_of_a_wrong_size_is_damage(path: Path) -> None:
    with EncodingCache(path) as cache:
        encoder = CachedEncoder(Counting(), cache)
        cache.put(encoder.model_id, [text_hash("query", "废水")], np.ones((1, 3), np.float32))
        with pytest.raises(CacheDamaged, match="wrong size"):
            encoder.encode_queries(["废水"])


def test_a_full_disk_is_a_typed_error_and_keeps_what_was_there(path: Path) -> None:
    with EncodingCache(path) as cache:
        encoder = CachedEncoder(Counting(), cache)
        encoder.encode_queries(["废水"])
        cache._connection.execute("PRAGMA max_page_count = 8")
        with pytest.raises(StorageFull):
            encoder.encode_queries([f"第{number}号" for number in range(400)])
        assert len(cache) == 1
        assert encoder.encode_queries(["废水"]).shape == (1, 64)


def test_threads_share_one_cache(path: Path) -> None:
    texts = [f"第{number}号废水" for number in range(60)]
    expected = FakeEncoder().encode_passages(texts)
    with EncodingCache(path) as cache:
        encoder = CachedEncoder(FakeEncoder(), cache)
        found: list[np.ndarray] = []
        threads = [threading.Thread(target=lambda: found.append(encoder.encode_passages(texts))) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 5
    for vectors in found:
        np.testing.assert_array_equal(vectors, expected)


def test_a_kill_in_the_middle_leaves_a_whole_cache(path: Path) -> None:
    program = (
        "import sys, pathlib, itertools; from embeddings import *;"
        "cache = EncodingCache(pathlib.Path(sys.argv[1])); encoder = CachedEncoder(FakeEncoder(), cache);"
        "[encoder.encode_passages([f'文本{n}甲{i}' for i in range(40)]) for n in itertools.count()]"
    )
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", program, str(path)])
        before = _rows(path)
        deadline = time.monotonic() + 60
        while _rows(path) < before + 80 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with EncodingCache(path) as cache:
        assert len(cache) >= 80
        assert len(cache) % 40 == 0
        inner = Counting()
        texts = [f"文本0甲{i}" for i in range(40)]
        np.testing.assert_array_equal(
            CachedEncoder(inner, cache).encode_passages(texts), FakeEncoder().encode_passages(texts)
        )
        assert inner.seen == []


def _rows(path: Path) -> int:
    if not path.is_file():
        return 0
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
    try:
        return int(connection.execute("SELECT count(*) FROM vector").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
