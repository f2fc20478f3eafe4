"""The contract of every vector back-end in the registry, with brute force as the judge."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import VECTOR_INDEXES, BadIds, BadVectors, VectorIndex
from tests.embeddings.judge import assert_exact, inner_products, unit_vectors

DIMENSION = 24

Backend = type[VectorIndex]


@pytest.fixture(params=sorted(VECTOR_INDEXES))
def backend(request: pytest.FixtureRequest) -> Backend:
    return VECTOR_INDEXES[request.param]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20250301)


def _stored(rng: np.random.Generator, count: int) -> dict[int, np.ndarray]:
    """Vectors under ids with gaps, in no order, some beyond 32 bits."""
    ids = rng.choice(10 * count, count, replace=False).astype(np.int64)
    ids[: count // 10] += 2**40
    return dict(zip(ids.tolist(), unit_vectors(rng, count, DIMENSION), strict=True))


def _build(backend: Backend, stored: dict[int, np.ndarray]) -> VectorIndex:
    vectors = np.array(list(stored.values()), np.float32).reshape(len(stored), DIMENSION)
    return backend.build(np.array(list(stored), np.int64), vectors)


def _judge(
    index: VectorIndex, stored: dict[int, np.ndarray], queries: np.ndarray, k: int, allowed: list[int] | None = None
) -> None:
    hits = index.search(queries, k, None if allowed is None else np.array(allowed, np.int64))
    assert hits.ids.dtype == np.int64
    assert hits.scores.dtype == np.float32
    assert len(hits.ids) == len(queries)
    for row, query in enumerate(queries):
        assert_exact(hits, row, inner_products(stored, query), k, allowed)


@pytest.mark.parametrize("queries", [1, 3, 70])
@pytest.mark.parametrize("k", [1, 10, 200])
def test_one_query_and_many_find_the_best(backend: Backend, rng: np.random.Generator, queries: int, k: int) -> None:
    stored = _stored(rng, 600)
    _judge(_build(backend, stored), stored, unit_vectors(rng, queries, DIMENSION), k)


@pytest.mark.parametrize("queries", [1, 12])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
def test_the_filter_comes_before_the_search(
    backend: Backend, rng: np.random.Generator, queries: int, share: float
) -> None:
    stored = _stored(rng, 500)
    allowed = [key for key in stored if rng.random() < share]
    index = _build(backend, stored).with_changes([7_000_001], unit_vectors(rng, 1, DIMENSION), list(stored)[:20])
    stored = {key: index.vectors_of([key])[0] for key in index.ids.tolist()}
    _judge(index, stored, unit_vectors(rng, queries, DIMENSION), 10, [*allowed, 123_456_789])


def test_more_than_there_are_is_padded(backend: Backend, rng: np.random.Generator) -> None:
    stored = _stored(rng, 5)
    _judge(_build(backend, stored), stored, unit_vectors(rng, 2, DIMENSION), 9)


@pytest.mark.parametrize("queries", [0, 1, 9])
def test_an_empty_index_finds_nothing_and_can_grow(backend: Backend, rng: np.random.Generator, queries: int) -> None:
    index = _build(backend, {})
    assert (len(index), index.dimension, index.ids.tolist()) == (0, DIMENSION, [])
    _judge(index, {}, unit_vectors(rng, queries, DIMENSION), 4)
    stored = _stored(rng, 10)
    grown = index.with_changes(list(stored), list(stored.values()), [])
    _judge(grown, stored, unit_vectors(rng, queries, DIMENSION), 4)
    _judge(grown.with_changes([], np.empty((0, DIMENSION), np.float32), list(stored)), {}, np.eye(DIMENSION)[:1], 4)


def test_asking_for_none_gives_none(backend: Backend, rng: np.random.Generator) -> None:
    hits = _build(backend, _stored(rng, 5)).search(unit_vectors(rng, 2, DIMENSION), 0)
    assert (hits.ids.shape, hits.scores.shape) == ((2, 0), (2, 0))


def test_ties_come_by_rising_id(backend: Backend, rng: np.random.Generator) -> None:
    vector = unit_vectors(rng, 1, DIMENSION)[0]
    index = backend.build([30, 10, 20], [vector, vector, vector]).with_changes([15], [vector])
    assert index.search([vector], 4).ids.tolist() == [[10, 15, 20, 30]]
    assert index.search(np.array([vector] * 9), 4).ids.tolist() == [[10, 15, 20, 30]] * 9


def test_removed_ids_are_gone_and_others_keep_theirs(backend: Backend, rng: np.random.Generator) -> None:
    stored = _stored(rng, 60)
    index = _build(backend, stored)
    gone = list(stored)[::3]
    changed = index.with_changes([], np.empty((0, DIMENSION), np.float32), gone)
    left = {key: vector for key, vector in stored.items() if key not in gone}
    assert sorted(changed.ids.tolist()) == sorted(left)
    for key, vector in left.items():
        assert changed.search([vector], 1).ids.tolist() == [[key]]


def test_an_id_can_be_replaced_in_one_change_and_come_back(backend: Backend, rng: np.random.Generator) -> None:
    first, second, third = unit_vectors(rng, 3, DIMENSION)
    index = backend.build([5, 6], [first, second])
    replaced = index.with_changes([5], [third], [5])
    assert replaced.ids.tolist() == [6, 5]
    assert replaced.search([third], 2).ids.tolist()[0][0] == 5
    assert float(replaced.search([first], 2).scores.max()) < 0.99
    again = replaced.with_changes([], [], [5]).with_changes([5], [first])
    assert again.search([first], 1).ids.tolist() == [[5]]
    assert len(again) == 2


def test_a_change_leaves_the_old_index_as_it_was(backend: Backend, rng: np.random.Generator) -> None:
    stored = _stored(rng, 40)
    index = _build(backend, stored)
    index.with_changes([1_000_000], unit_vectors(rng, 1, DIMENSION), list(stored))
    _judge(index, stored, unit_vectors(rng, 2, DIMENSION), 10)


def test_the_delta_grows_and_compacting_empties_it(backend: Backend, rng: np.random.Generator) -> None:
    stored = _stored(rng, 100)
    index = _build(backend, stored)
    assert index.delta_share == 0
    extra = unit_vectors(rng, 3, DIMENSION)
    changed = index.with_changes([9_001, 9_002, 9_003], extra, list(stored)[:2])
    assert changed.delta_share == 5 / 101
    compacted = changed.compacted()
    assert compacted.delta_share == 0
    assert sorted(compacted.ids.tolist()) == sorted(changed.ids.tolist())
    now = {key: changed.vectors_of([key])[0] for key in changed.ids.tolist()}
    _judge(compacted, now, unit_vectors(rng, 3, DIMENSION), 20)


def test_scores_are_in_the_order_of_ids(backend: Backend, rng: np.random.Generator) -> None:
    stored = _stored(rng, 30)
    index = _build(backend, stored).with_changes([77_777], unit_vectors(rng, 1, DIMENSION), [next(iter(stored))])
    queries = unit_vectors(rng, 2, DIMENSION)
    scores = index.scores(queries)
    np.testing.assert_allclose(scores, queries @ index.vectors_of(index.ids).T, atol=1e-6)
    np.testing.assert_array_equal(index.vectors, index.vectors_of(index.ids))


def test_vectors_of_an_absent_id_is_an_error(backend: Backend, rng: np.random.Generator) -> None:
    index = backend.build([1, 2], unit_vectors(rng, 2, DIMENSION)).with_changes([], [], [2])
    with pytest.raises(BadIds, match=r"\[2, 3\]"):
        index.vectors_of([1, 2, 3])


def _broken(rng: np.random.Generator, kind: str) -> np.ndarray:
    vectors = unit_vectors(rng, 3, DIMENSION)
    match kind:
        case "nan":
            vectors[1, 0] = np.nan
        case "infinite":
            vectors[1, 0] = np.inf
        case "zero":
            vectors[1] = 0
        case "long":
            vectors[1] *= 1.01
        case "narrow":
            vectors = vectors[:, :-1]
        case "fewer":
            vectors = vectors[:2]
        case "flat":
            vectors = vectors[0]
        case "integer":
            vectors = np.eye(DIMENSION, dtype=np.int64)[:3]
    return vectors


@pytest.mark.parametrize("kind", ["nan", "infinite", "zero", "long", "narrow", "fewer", "flat", "integer"])
def test_bad_vectors_never_enter(backend: Backend, rng: np.random.Generator, kind: str) -> None:
    index = backend.build([1], unit_vectors(rng, 1, DIMENSION))
    with pytest.raises(BadVectors):
        index.with_changes([2, 3, 4], _broken(rng, kind), [1])
    with pytest.raises(BadVectors):
        backend.build([2, 3, 4], _broken(rng, kind), dimension=DIMENSION)
    assert index.ids.tolist() == [1]
    assert index.delta_share == 0


def test_bad_queries_are_refused(backend: Backend, rng: np.random.Generator) -> None:
    index = backend.build([1], unit_vectors(rng, 1, DIMENSION))
    with pytest.raises(BadVectors, match=r"unit length \(rows \[0\]\)"):
        index.search(2 * unit_vectors(rng, 1, DIMENSION), 1)


@pytest.mark.parametrize(
    ("ids", "shown"),
    [([3, 3], r"twice \(ids \[3\]\)"), ([3, -1], r"\[-1\]"), ([1, 3], r"present already \(ids \[1\]\)")],
)
def test_bad_ids_never_enter(backend: Backend, rng: np.random.Generator, ids: list[int], shown: str) -> None:
    index = backend.build([1, 2], unit_vectors(rng, 2, DIMENSION))
    with pytest.raises(BadIds, match=shown):
        index.with_changes(ids, unit_vectors(rng, 2, DIMENSION), [2])
    assert index.ids.tolist() == [1, 2]


def test_an_id_of_the_delta_cannot_be_added_again(backend: Backend, rng: np.random.Generator) -> None:
    index = backend.build([1], unit_vectors(rng, 1, DIMENSION)).with_changes([2], unit_vectors(rng, 1, DIMENSION))
    with pytest.raises(BadIds):
        index.with_changes([2], unit_vectors(rng, 1, DIMENSION))


@pytest.mark.parametrize("ids", [[1.5], [[1]], ["a"]])
def test_ids_are_whole_numbers(backend: Backend, rng: np.random.Generator, ids: list[object]) -> None:
    with pytest.raises(BadIds):
        backend.build(ids, unit_vectors(rng, 1, DIMENSION))  # type: ignore[arg-type]


def test_the_callers_arrays_may_change_afterwards(backend: Backend, rng: np.random.Generator) -> None:
    ids, vectors = np.array([1, 2]), unit_vectors(rng, 2, DIMENSION)
    index = backend.build(ids, vectors)
    query = vectors[:1].copy()
    ids[:] = 9
    vectors[:] = 0
    assert index.search(query, 1).ids.tolist() == [[1]]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(VECTOR_INDEXES))
def test_any_history_gives_the_same_as_brute_force(name: str, data: st.DataObject) -> None:
    pool = unit_vectors(np.random.default_rng(1), 40, DIMENSION)
    stored: dict[int, np.ndarray] = {}
    index = VECTOR_INDEXES[name].build([], np.empty((0, DIMENSION), np.float32))
    for _ in range(data.draw(st.integers(1, 6))):
        removed = data.draw(st.lists(st.integers(0, 12), max_size=6))
        kept = {key: vector for key, vector in stored.items() if key not in removed}
        added = data.draw(st.lists(st.integers(0, 12).filter(lambda key, kept=kept: key not in kept), unique=True))
        vectors = [pool[data.draw(st.integers(0, 39))] for _ in added]
        index = index.with_changes(added, np.array(vectors, np.float32).reshape(-1, DIMENSION), removed)
        stored = kept | dict(zip(added, vectors, strict=True))
        if data.draw(st.booleans()):
            index = index.compacted()
        allowed = data.draw(st.none() | st.lists(st.integers(0, 14)))
        assert sorted(index.ids.tolist()) == sorted(stored)
        _judge(index, stored, pool[:1], 5, allowed)
        _judge(index, stored, pool[:6], 5, allowed)


def test_readers_are_undisturbed_while_the_index_changes(backend: Backend, rng: np.random.Generator) -> None:
    stored = _stored(rng, 2000)
    held = [_build(backend, stored)]
    queries = unit_vectors(rng, 6, DIMENSION)
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                index = held[0]
                hits = index.search(queries[:1], 5)
                live = index.ids
                assert set(hits.ids[0].tolist()) <= set(live.tolist())
                again = index.search(queries, 5)
                assert again.ids[0].tolist() == hits.ids[0].tolist()
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(150):
        index = held[0]
        removed = rng.choice(index.ids, 3, replace=False)
        fresh = unit_vectors(rng, 3, DIMENSION)
        held[0] = index.with_changes(10**9 + 3 * number + np.arange(3), fresh, removed)
        if held[0].delta_share > 0.05:
            held[0] = held[0].compacted()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(held[0]) == 2000
