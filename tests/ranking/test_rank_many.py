"""Many needs in one pass get what each gets alone."""

import numpy as np
import pytest

from matchmaker.ranking import rank_many as module
from matchmaker.ranking.query import Need
from matchmaker.ranking.rank import rank
from matchmaker.ranking.rank_many import rank_many
from tests.ranking.conftest import BATTERY_NEED

NEEDS = (BATTERY_NEED, Need(title="小麦育种"), Need(), Need(title="巷道支护", text="锚杆设计与快速掘进"))


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("allowed", [None, np.array([0, 1, 3])])
def test_the_same_as_one_by_one(corpus, engine, ask, monkeypatch, workers, allowed):
    monkeypatch.setattr(module, "BATCH", 3)
    queries = [ask(need) for need in NEEDS]
    found = rank_many(queries, corpus, engine, allowed=allowed, workers=workers)
    for ranking, query in zip(found, queries, strict=True):
        alone = rank(query, corpus, engine, allowed=allowed)
        assert [(c.id, c.grade, c.evidence) for c in ranking.candidates] == [
            (c.id, c.grade, c.evidence) for c in alone.candidates
        ]
        assert [c.probability for c in ranking.candidates] == pytest.approx([c.probability for c in alone.candidates])
        assert ranking.none_reason == alone.none_reason


def test_progress_and_nothing_to_do(corpus, engine, ask):
    told = []
    assert rank_many([], corpus, engine) == []
    rank_many([ask(need) for need in NEEDS], corpus, engine, progress=lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]
