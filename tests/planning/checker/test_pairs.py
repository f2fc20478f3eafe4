"""The checker of pairs: each tampering is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_pairs
from matchmaker.planning.values.pairs import Pair, PairProblem
from matchmaker.planning.violations import PAIR_VIOLATIONS

PROBLEM = PairProblem(
    demand=(2, 1),
    max_load=(1, 2, 1),
    min_load=(0, 1, 0),
    affinity=((0, 0, 0.5), (0, 1, 0.25), (1, 1, 1.0)),
    forbidden=((1, 2),),
    locked=((0, 1),),
)


def test_a_right_choice_is_clean_and_worth_what_it_is() -> None:
    verdict = check_pairs(PROBLEM, ((0, 0), (0, 1), (1, 1)))
    assert (verdict.violations, verdict.total, verdict.worst) == ((), 1.75, 0.75)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        (((0, 0), (0, 0), (0, 1), (1, 1)), "pair_demand.twice"),
        (((0, 1), (1, 1)), "pair_demand"),
        (((0, 0), (0, 1), (0, 2), (1, 1)), "pair_demand"),
        (((0, 0), (0, 1), (1, 0)), "pair_load.max"),
        (((0, 0), (0, 2), (1, 0)), "pair_load.min"),
        (((0, 0), (0, 2), (1, 1)), "pair_lock"),
        (((0, 0), (0, 1), (1, 2)), "pair_forbidden"),
        (((0, 0), (0, 3), (1, 1)), "pair.unknown"),
        (((0, 0), (2, 1), (1, 1)), "pair.unknown"),
    ],
)
def test_names_the_tampering(pairs: tuple[Pair, ...], code: str) -> None:
    found = check_pairs(PROBLEM, pairs).violations
    assert code in {violation.code for violation in found}
    assert all(PAIR_VIOLATIONS[one.code] % one.about for one in found)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        (((0, 0), (0, 1), (1, 1)), "pair_school.once"),
        (((0, 0), (0, 2), (1, 1)), "pair_school.load"),
    ],
)
def test_names_what_is_wrong_with_schools(pairs: tuple[Pair, ...], code: str) -> None:
    problem = replace(PROBLEM, institution_of=(0, 0, 1), institution_load=(1, 5), locked=())
    found = check_pairs(problem, pairs).violations
    assert code in {violation.code for violation in found}
    assert all(PAIR_VIOLATIONS[one.code] % one.about for one in found)


def test_a_chain_is_counted_with_its_places() -> None:
    verdict = check_pairs(replace(PROBLEM, places=(1, 2)), ((0, 0), (0, 1), (1, 1)))
    assert [violation.code for violation in verdict.violations] == ["pair_load.max"]
