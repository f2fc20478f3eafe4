"""Which queries and pairs each figure counts."""

import math

import numpy as np
import pytest

from matchmaker.evaluation.summary import Figure, Judged, grade_figures, ranking_figures, scoring_figures
from matchmaker.matching.grades import Grade


def by_name(figures):
    return {figure.name: figure for figure in figures}


def test_ranked_figures_count_needs_with_ten_judged_pairs_and_a_relevant_one():
    queries = np.repeat([0, 1, 2], [12, 12, 5])
    levels = np.ones(29)
    levels[[0, 24]] = 4.0
    scores = np.linspace(0.9, 0.1, 29)
    found = by_name(scoring_figures(queries, levels, scores))
    assert (found["nDCG@10"].value, found["nDCG@10"].queries) == (1.0, 1)
    assert (found["P@5"].value, found["MRR"].value) == (0.2, 1.0)
    assert found["AUC(level>=3)"].queries == 3


def test_unjudged_pairs_are_left_out():
    queries, levels = np.zeros(4, dtype=int), np.array([4.0, 1.0, math.nan, 2.0])
    found = by_name(scoring_figures(queries, levels, np.array([0.9, 0.1, 0.99, 0.2])))
    assert found["AUC(level>=3)"].value == 1.0
    assert math.isnan(found["nDCG@10"].value)


def test_nothing_judged_gives_no_figure():
    found = scoring_figures(np.zeros(2, dtype=int), np.array([math.nan] * 2), np.array([0.1, 0.2]))
    assert all(figure.line().endswith("n/a") for figure in found)


def test_ranking_figures():
    first = Judged(np.array([math.nan, 4.0]), np.array([4.0]))
    second = Judged(np.array([math.nan, math.nan]), np.array([4.0]))
    unjudged = Judged(np.array([math.nan]), np.array([]))
    found = by_name(ranking_figures([first, second, unjudged]))
    assert found["MRR@10"].value == 0.25
    assert found["recall@10"].value == 0.5
    assert found["recall@100"].queries == 2
    assert math.isnan(found["AUC(level>=3)"].value)


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("P@5", 0.25, 0.2, 0.3, 9), "P@5                0.2500  [0.2000, 0.3000]  (9 queries)"),
        (Figure("P@5", 0.25, math.nan, math.nan, 1), "P@5                0.2500  (1 queries)"),
        (Figure("P@5", math.nan, math.nan, math.nan, 0), "P@5                n/a"),
    ],
)
def test_lines(figure, line):
    assert figure.line() == line


def test_precision_of_each_grade_over_judged_pairs():
    queries = np.array([0, 0, 1, 1, 2])
    levels = np.array([4.0, 1.0, 3.0, np.nan, 2.0])
    grades = [Grade.STRONG, Grade.STRONG, Grade.STRONG, Grade.STRONG, Grade.NONE]
    strong, fair, weak = grade_figures(queries, levels, grades)
    assert (strong.name, strong.value, strong.queries) == ("precision strong", pytest.approx(2 / 3), 2)
    assert np.isnan(fair.value)
    assert np.isnan(weak.value)
