"""Candidate search: exact, filtered before the search, by meaning and by words."""

import numpy as np
import pytest

from matchmaker.matching.views import PartView, QueryView, TermView
from matchmaker.ranking import search
from matchmaker.ranking.compare import compare
from matchmaker.ranking.query import Need
from tests.ranking.conftest import BATTERY_NEED


def plain(view, corpus, allowed):
    """Owners of the best passages of every list, by full sorting."""
    everything = np.ones(len(corpus.texts))
    lists = [(part.similarity, search.DENSE, everything) for part in view.parts.values()]
    terms = (view.title_words, view.words, view.title_grams, view.grams)
    lists += [(t.standing, search.LEXICAL, t.shared) for t in terms]
    found = set()
    for scores, count, shared in lists:
        rows = [row for row in np.argsort(-scores) if corpus.owners[row] in allowed and shared[row] > 0][:count]
        found.update(corpus.owners[rows].tolist())
    return sorted(found)


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_finds_what_full_sorting_finds(corpus, ask, monkeypatch, limit):
    monkeypatch.setattr(search, "DENSE", limit)
    monkeypatch.setattr(search, "LEXICAL", limit)
    view = compare(ask(BATTERY_NEED), corpus)
    assert search.find_candidates(view, corpus).tolist() == plain(view, corpus, range(6))


def test_the_filter_comes_before_the_search(corpus, ask, monkeypatch):
    monkeypatch.setattr(search, "DENSE", 1)
    monkeypatch.setattr(search, "LEXICAL", 1)
    view = compare(ask(BATTERY_NEED), corpus)
    assert 2 in search.find_candidates(view, corpus)
    allowed = np.array([0, 3])
    found = search.find_candidates(view, corpus, allowed)
    assert found.tolist() == plain(view, corpus, {0, 3})
    assert len(found) >= 1


def test_nobody_allowed(corpus, ask):
    view = compare(ask(BATTERY_NEED), corpus)
    assert search.find_candidates(view, corpus, np.zeros(0, dtype=np.int64)).tolist() == []


def test_an_empty_need_finds_nobody(corpus, encoder):
    from matchmaker.ranking.query import Query

    view = compare(Query(Need().parts(), np.zeros((0, encoder.dimension), dtype=np.float32)), corpus)
    assert search.find_candidates(view, corpus).tolist() == []


def test_each_list_can_bring_somebody(corpus, monkeypatch):
    monkeypatch.setattr(search, "DENSE", 1)
    monkeypatch.setattr(search, "LEXICAL", 1)
    count = len(corpus.texts)

    def only(row):
        return np.eye(count, dtype=np.float32)[row]

    def terms(row):
        return TermView(only(row), only(row))

    view = QueryView(
        parts={"title": PartView(only(0), 0, 1, 0), "goal": PartView(only(2), 0, 1, 0)},
        title_words=terms(4),
        words=terms(5),
        title_grams=terms(9),
        grams=None,
    )
    assert search.find_candidates(view, corpus).tolist() == [0, 1, 2, 3, 4]
