"""The corpus: checked, immutable, and the same however it came about."""

import numpy as np
import pytest

from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.errors import BadCorpus
from tests.ranking.conftest import REGISTRY

NEW = Candidate("crane", ("起重机防摇摆控制", "永磁同步电机调速"))
CHANGED = Candidate("food", ("白酒窖泥微生物发酵", "调味品加工", "果蔬汁"))


def test_candidates_keep_their_passages(corpus):
    assert len(corpus) == 6
    assert corpus.passages(3) == REGISTRY[3].passages
    assert corpus.passages(5) == ()
    assert corpus.owners.tolist() == [0, 0, 1, 1, 2, 3, 3, 3, 3, 4]


def test_positions_of_ids(corpus):
    assert corpus.positions(["water", "nobody", "wheat", "water"]).tolist() == [0, 3]


def test_vectors_are_centred_units(corpus):
    assert np.linalg.norm(corpus.vectors, axis=1) == pytest.approx(np.ones(10), abs=1e-5)


def test_luck_only_for_more_than_three_passages(corpus):
    assert corpus.luck[[0, 1, 2, 4, 5]].tolist() == [0.0] * 5
    assert corpus.luck[3] > 0.0


def test_crowd_is_missing_without_passages(corpus):
    assert np.isnan(corpus.crowd).tolist() == [False] * 5 + [True]


def test_profiles_are_the_directions_of_all_passages(corpus):
    found = corpus.profiles(np.array([2, 0, 5]))
    both = corpus.vectors[0] + corpus.vectors[1]
    assert found[0] == pytest.approx(corpus.vectors[4], abs=1e-6)
    assert found[1] == pytest.approx(both / np.linalg.norm(both), abs=1e-6)
    assert found[2].tolist() == [0.0] * len(found[2])


def arrays(corpus, order):
    """What must be equal, candidates in the order of their ids."""
    places = [corpus.position[name] for name in order]
    rows = np.concatenate([np.arange(corpus.indptr[p], corpus.indptr[p + 1]) for p in places]).astype(int)
    return {
        "texts": [corpus.texts[row] for row in rows],
        "vectors": corpus.vectors[rows],
        "luck": corpus.luck[places],
        "crowd": corpus.crowd[places],
        "word mass": corpus.words.table.mass[rows],
        "gram size": corpus.grams.table.size[rows],
    }


def test_changes_give_what_building_at_once_gives(corpus, vectors_of):
    added = [NEW, CHANGED]
    changed = corpus.with_changes(added, vectors_of(added), removed=["mine"])
    back = changed.with_changes([REGISTRY[1], REGISTRY[4]], vectors_of([REGISTRY[1], REGISTRY[4]]), removed=["crane"])
    assert sorted(changed.ids) == ["battery", "crane", "food", "silent", "water", "wheat"]
    assert changed.passages(changed.position["food"]) == CHANGED.passages
    expected, found = arrays(corpus, corpus.ids), arrays(back, corpus.ids)
    assert found.pop("texts") == expected.pop("texts")
    for name, array in expected.items():
        assert found[name] == pytest.approx(array, abs=1e-5, nan_ok=True), name


def test_a_change_leaves_the_old_corpus_alone(corpus, vectors_of):
    before = (corpus.ids, corpus.vectors.copy(), corpus.words.table.mass.copy())
    corpus.with_changes([NEW], vectors_of([NEW]), removed=["wheat"])
    assert corpus.ids == before[0]
    assert corpus.vectors.tolist() == before[1].tolist()
    assert corpus.words.table.mass.tolist() == before[2].tolist()


def test_nobody_else_moves_when_somebody_comes(corpus, vectors_of):
    grown = corpus.with_changes([NEW], vectors_of([NEW]))
    assert grown.vectors[: len(corpus.vectors)].tolist() == corpus.vectors.tolist()
    assert grown.reference is corpus.reference


def test_an_empty_corpus(engine):
    empty = engine.corpus([], np.zeros((0, 64), dtype=np.float32))
    assert len(empty) == 0
    assert len(empty.reference) == len(engine.space.reference_passages)


@pytest.mark.parametrize(
    ("candidates", "vectors", "reason"),
    [
        ([Candidate("a", ("x",))], np.zeros((2, 64), dtype=np.float32), "1 passages"),
        ([Candidate("a", ("x",))], np.zeros((1, 32), dtype=np.float32), "dimension 64"),
        ([Candidate("a", ()), Candidate("a", ())], np.zeros((0, 64), dtype=np.float32), "an id comes twice"),
        ([Candidate("a", ("x",))], np.full((1, 64), np.nan, dtype=np.float32), "not finite"),
    ],
)
def test_what_does_not_belong_together_is_refused(engine, candidates, vectors, reason):
    with pytest.raises(BadCorpus, match=reason):
        engine.corpus(candidates, vectors)
