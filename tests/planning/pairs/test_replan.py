"""After something has changed, pairs stay as far as that is worth it: as brute force says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.planning.checker import check_pairs
from matchmaker.planning.errors import LockCannotBeKept
from matchmaker.planning.pairs.planner import plan_pairs
from matchmaker.planning.pairs.replan import replan_pairs
from matchmaker.planning.values.pairs import PairProblem
from tests.planning.pairs.test_planner import every_choice, random_pairs


@pytest.mark.parametrize("objective", ["total", "floor"])
@pytest.mark.parametrize("moved", [0.0, 0.3, 50.0])
def test_is_as_good_as_brute_force_where_moving_has_its_price(objective: str, moved: float) -> None:
    compared = 0
    for seed in range(30):
        problem = replace(random_pairs(seed, objective=objective, chains=True), locked=())
        if not any(True for _ in every_choice(problem)):
            continue
        before = plan_pairs(problem)
        if not before.pairs:
            continue
        gone = before.pairs[0]
        after = replace(problem, forbidden=(*problem.forbidden, gone))
        verdicts = {pairs: check_pairs(after, pairs) for pairs in every_choice(after)}
        if not verdicts:
            continue
        found = replan_pairs(after, before.pairs, moved=moved)
        verdict, old, new = check_pairs(after, found.plan.pairs), set(before.pairs), set(found.plan.pairs)
        assert verdict.violations == ()
        assert (verdict.total, verdict.worst) == pytest.approx((found.plan.total, found.plan.worst))
        assert (set(found.lost), set(found.moved)) == ({gone}, old - new - {gone})
        assert (set(found.added), found.cost) == (new - old, pytest.approx(moved * len(found.moved)))
        floor = min(before.worst, max(one.worst for one in verdicts.values())) if objective == "floor" else -99.0
        worths = [
            one.total + moved * len(old & set(pairs)) for pairs, one in verdicts.items() if one.worst >= floor - 1e-6
        ]
        assert verdict.total + moved * len(old & new) == pytest.approx(max(worths), abs=1e-6)
        assert found.plan.bound >= max(one.total for one in verdicts.values() if one.worst >= floor - 1e-6) - 1e-6
        compared += 1
    assert compared >= 10


def test_a_lock_on_what_is_given_up_is_named() -> None:
    problem = PairProblem(demand=(1,), max_load=(1, 1), min_load=(0, 0), affinity=((0, 0, 1.0), (0, 1, 0.5)))
    with pytest.raises(LockCannotBeKept) as raised:
        replan_pairs(replace(problem, locked=((0, 0),), forbidden=((0, 0),)), [(0, 0)])
    assert raised.value.limits == ("pair_forbidden",)
