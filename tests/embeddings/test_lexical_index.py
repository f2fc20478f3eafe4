"""The contract of every lexical back-end in the registry, with BM25 by brute force as the judge."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import LEXICAL_INDEXES, BadIds, LexicalIndex, Segmenter
from embeddings.lexical_index import K1, B
from tests.embeddings.judge import assert_exact, bm25

Backend = type[LexicalIndex]

SEGMENTER = Segmenter()
PARTS = [
    "磷酸铁锂",
    "电解液",
    "低温",
    "废水处理",
    "高盐",
    "零排放",
    "隧道掘进",
    "锚杆",
    "双孢菇",
    "lithium",
    "battery",
    "500MPa",
    "研究",
]


@pytest.fixture(params=sorted(LEXICAL_INDEXES))
def backend(request: pytest.FixtureRequest) -> Backend:
    return LEXICAL_INDEXES[request.param]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def _texts(rng: np.random.Generator, count: int) -> dict[int, str]:
    ids = rng.choice(10 * count, count, replace=False).tolist()
    return {key: " ".join(rng.choice(PARTS, rng.integers(1, 8)).tolist()) for key in ids}


def _build(backend: Backend, texts: dict[int, str]) -> LexicalIndex:
    return backend.build(np.array(list(texts), np.int64), list(texts.values()), segmenter=SEGMENTER)


def _judge(index: LexicalIndex, texts: dict[int, str], query: str, k: int, allowed: list[int] | None = None) -> None:
    stored = {key: SEGMENTER.tokens(text) for key, text in texts.items()}
    scores = bm25(stored, SEGMENTER.tokens(query), k1=K1, b=B)
    hits = index.search(query, k, None if allowed is None else np.array(allowed, np.int64))
    assert (hits.ids.dtype, hits.scores.dtype) == (np.int64, np.float32)
    assert_exact(hits, 0, scores, k, allowed)


@pytest.mark.parametrize("k", [1, 10, 300])
@pytest.mark.parametrize("query", ["磷酸铁锂电池的低温电解液", "高盐废水 高盐 零排放", "研究", "Lithium batteries"])
def test_the_best_are_found_with_their_true_scores(
    backend: Backend, rng: np.random.Generator, query: str, k: int
) -> None:
    texts = _texts(rng, 200)
    _judge(_build(backend, texts), texts, query, k)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_the_filter_comes_before_the_search(backend: Backend, rng: np.random.Generator, share: float) -> None:
    texts = _texts(rng, 200)
    allowed = [key for key in texts if rng.random() < share]
    _judge(_build(backend, texts), texts, "磷酸铁锂低温研究", 10, [*allowed, 99_999])


def test_changes_give_what_a_new_index_gives(backend: Backend, rng: np.random.Generator) -> None:
    texts = _texts(rng, 120)
    index = _build(backend, texts)
    gone = list(texts)[:30]
    added = {5_000 + key: text + " 新材料" for key, text in _texts(rng, 20).items()}
    changed = index.with_changes(list(added), list(added.values()), gone)
    now = {key: text for key, text in texts.items() if key not in gone} | added
    fresh = _build(backend, now)
    assert changed.ids.tolist() == sorted(now)
    assert changed.delta_share == 50 / 110
    for each in (changed, changed.compacted()):
        _judge(each, now, "高盐废水处理新材料", 20)
        hits, expected = each.search("研究 锚杆 新材料", 50), fresh.search("研究 锚杆 新材料", 50)
        np.testing.assert_array_equal(hits.ids, expected.ids)
        np.testing.assert_array_equal(hits.scores, expected.scores)
    assert changed.compacted().delta_share == 0
    _judge(index, texts, "高盐废水处理", 20)


def test_a_passage_can_be_replaced_and_come_back(backend: Backend) -> None:
    index = backend.build([1, 2], ["高盐废水", "锚杆支护"], segmenter=SEGMENTER)
    replaced = index.with_changes([1], ["石墨烯涂料"], [1])
    assert replaced.search("高盐废水", 5).of(0)[0].tolist() == []
    assert replaced.search("石墨烯", 5).of(0)[0].tolist() == [1]
    again = replaced.with_changes([], [], [1]).with_changes([1], ["高盐废水"])
    assert again.search("高盐废水", 5).of(0)[0].tolist() == [1]
    assert again.search("石墨烯", 5).of(0)[0].tolist() == []
    assert len(again) == 2


def test_ties_come_by_rising_id(backend: Backend) -> None:
    index = backend.build([30, 10, 20], ["高盐废水"] * 3, segmenter=SEGMENTER).with_changes([15], ["高盐废水"])
    assert index.search("废水", 3).ids.tolist() == [[10, 15, 20]]


@pytest.mark.parametrize("query", ["", "的", "！？", "从未见过"])
def test_what_shares_no_token_is_never_found(backend: Backend, query: str) -> None:
    index = backend.build([1, 2], ["高盐废水", ""], segmenter=SEGMENTER)
    assert index.search(query, 3).ids.tolist() == [[-1, -1, -1]]
    assert index.ids.tolist() == [1, 2]


def test_tokens_may_be_given_instead_of_a_text(backend: Backend) -> None:
    index = backend.build([1, 2], ["高盐废水", "锚杆支护"], segmenter=SEGMENTER)
    assert index.search(["锚杆"], 1).ids.tolist() == [[2]]


def test_an_empty_index_finds_nothing_and_can_grow(backend: Backend) -> None:
    index = backend.build([], [], segmenter=SEGMENTER)
    assert (len(index), index.search("废水", 2).ids.tolist()) == (0, [[-1, -1]])
    grown = index.with_changes([3], ["废水"])
    assert grown.search("废水", 2).ids.tolist() == [[3, -1]]
    assert grown.with_changes([], [], [3]).search("废水", 1).ids.tolist() == [[-1]]


@pytest.mark.parametrize("ids", [[3, 3], [3, -1], [3, 1], [3]])
def test_bad_ids_never_enter(backend: Backend, ids: list[int]) -> None:
    index = backend.build([1], ["废水"], segmenter=SEGMENTER)
    with pytest.raises(BadIds):
        index.with_changes(ids, ["高盐", "隧道"])
    assert index.ids.tolist() == [1]
    assert index.search("高盐隧道", 1).ids.tolist() == [[-1]]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(LEXICAL_INDEXES))
def test_any_history_gives_the_same_as_brute_force(name: str, data: st.DataObject) -> None:
    stored: dict[int, str] = {}
    index = LEXICAL_INDEXES[name].build([], [], segmenter=SEGMENTER)
    passages = st.lists(st.sampled_from(PARTS), max_size=5).map(" ".join)
    for _ in range(data.draw(st.integers(1, 6))):
        removed = data.draw(st.lists(st.integers(0, 12), max_size=6))
        kept = {key: text for key, text in stored.items() if key not in removed}
        added = data.draw(st.lists(st.integers(0, 12).filter(lambda key, kept=kept: key not in kept), unique=True))
        texts = [data.draw(passages) for _ in added]
        index = index.with_changes(added, texts, removed)
        stored = kept | dict(zip(added, texts, strict=True))
        if data.draw(st.booleans()):
            index = index.compacted()
        assert index.ids.tolist() == sorted(stored)
        _judge(index, stored, data.draw(passages), 4, data.draw(st.none() | st.lists(st.integers(0, 14))))


def test_readers_are_undisturbed_while_the_index_changes(backend: Backend, rng: np.random.Generator) -> None:
    held = [_build(backend, _texts(rng, 300))]
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                index = held[0]
                first = index.search("磷酸铁锂研究", 20)
                assert set(first.of(0)[0].tolist()) <= set(index.ids.tolist())
                np.testing.assert_array_equal(first.ids, index.search("磷酸铁锂研究", 20).ids)
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(100):
        index = held[0]
        texts = [f"磷酸铁锂 新词{number}", "研究"]
        changed = index.with_changes([10_000 + 2 * number, 10_001 + 2 * number], texts, index.ids[:2])
        held[0] = changed.compacted() if changed.delta_share > 0.05 else changed
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(held[0]) == 300


@pytest.mark.data
def test_real_titles_are_found_exactly(backend: Backend, shared_data: Path) -> None:
    with (shared_data / "need-achievement" / "candidates.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    texts = {number: " ".join(row["passages"]) for number, row in enumerate(rows[:1500])}
    index = _build(backend, texts)
    with (shared_data / "inputs" / "needs.jsonl").open(encoding="utf-8") as file:
        needs = [json.loads(line) for line in file][:3]
    for need in needs:
        _judge(index, texts, f"{need['title']} {need['text']}", 200)
        _judge(index, texts, need["title"], 20, list(range(0, 1500, 3)))
