"""Local re-planning: near the published plan, clean, as good as planning anew where moving has its price."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.errors import InvalidProblem, LockCannotBeKept
from matchmaker.planning.values.changes import (
    Change,
    EnterpriseDates,
    ExpertDates,
    NewNeed,
    Rejection,
    Replan,
)
from matchmaker.planning.values.plans import Visit, VisitPlan
from matchmaker.planning.values.visits import Lock, PublishedVisit, VisitProblem
from matchmaker.planning.visits.changes import changed
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.program import visit_program
from matchmaker.planning.visits.replan import replan_visits
from matchmaker.planning.visits.search import Search
from matchmaker.planning.visits.start import least_plan
from matchmaker.planning.watch import Effort, Watch
from tests.planning.instances import EXTRAS, random_problem


def published(seed: int = 1, rules: frozenset[str] = frozenset(), experts: int = 15) -> tuple[VisitProblem, VisitPlan]:
    problem = random_problem(
        seed, experts=experts, enterprises=18, needs=40, dates=6, districts=3, density=0.35, rules=rules
    )
    return problem, plan_visits(problem, watch=Watch(effort=Effort(rounds=0)))


def keys(visits: tuple[Visit, ...]) -> set[tuple[int, int, int]]:
    return {visit.key for visit in visits}


def sound(replanned: Replan, problem: VisitProblem, before: VisitPlan) -> None:
    """Clean by the checker, and the lists of changes are those of the two plans."""
    verdict = check_visits(problem, replanned.plan.visits)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(replanned.plan.value, abs=1e-6)
    assert replanned.plan.value <= replanned.plan.bound + 1e-9
    old, new = keys(before.visits), keys(replanned.plan.visits)
    gone = {(v.expert, v.enterprise, v.date) for v in (*replanned.lost, *replanned.moved)}
    assert gone == old - new
    assert {(v.expert, v.enterprise, v.date) for v in replanned.added} == new - old
    assert replanned.cost == pytest.approx(problem.weights.moved * len(replanned.moved))


@pytest.mark.parametrize(("rules", "most"), [(frozenset[str](), 1), (EXTRAS - {"far"}, 2)])
def test_after_a_rejection_little_moves_and_the_pair_is_gone(rules: frozenset[str], most: int) -> None:
    problem, plan = published(3, rules)
    moves = []
    for visit in plan.visits[::7]:
        rejection = Rejection(expert=visit.expert, enterprise=visit.enterprise)
        found = replan_visits(problem, plan.visits, [rejection]).best
        sound(found, replace(problem, forbidden=(*problem.forbidden, (visit.expert, visit.enterprise))), plan)
        assert PublishedVisit(visit.expert, visit.enterprise, visit.date) in found.lost
        moves.append(len(found.moved))
    assert np.median(moves) <= most


def anew(problem: VisitProblem, before: VisitPlan) -> float:
    """The best worth of any plan when moving has its price, by the whole search."""
    promised = tuple(PublishedVisit(v.expert, v.enterprise, v.date) for v in before.visits)
    program, layout = visit_program(replace(problem, published=promised))
    start = least_plan(program, layout)
    assert start is not None
    found = Search(program, layout, start, Watch(effort=Effort(rounds=0, gap=1e-5)), seed=0).run()
    return program.worth(found.x)


def test_is_as_good_as_planning_anew_where_moving_has_its_price() -> None:
    problem, plan = published(4)
    for visit in plan.visits[::9]:
        rejection = Rejection(expert=visit.expert, enterprise=visit.enterprise)
        after, _ = changed(problem, [rejection])
        found = replan_visits(problem, plan.visits, [rejection]).best
        kept = len(plan.visits) - len(found.moved) - len(found.lost)
        worth = found.plan.value + problem.weights.moved * kept
        assert worth == pytest.approx(anew(after, plan), abs=0.1)


@pytest.mark.parametrize("kind", ["expert cancels", "expert dates", "enterprise cancels", "enterprise dates"])
def test_after_changed_dates_nobody_is_where_they_cannot_be(kind: str) -> None:
    problem, plan = published(5)
    visit = plan.visits[len(plan.visits) // 2]
    change: Change
    if kind.startswith("expert"):
        others = tuple(date for date in problem.experts[visit.expert].dates if date != visit.date)
        change = ExpertDates(expert=visit.expert, dates=() if "cancels" in kind else others)
    else:
        others = tuple(date for date in problem.enterprises[visit.enterprise].dates if date != visit.date)
        change = EnterpriseDates(enterprise=visit.enterprise, dates=() if "cancels" in kind else others)
    after, _ = changed(problem, [change])
    found = replan_visits(problem, plan.visits, [change]).best
    sound(found, after, plan)
    assert PublishedVisit(visit.expert, visit.enterprise, visit.date) in found.lost


def test_a_new_need_is_served_without_moving_anything() -> None:
    problem, plan = published(6)
    busy = plan.visits[0]
    change = NewNeed(enterprise=busy.enterprise, affinity=((busy.expert, 0.8),))
    found = replan_visits(problem, plan.visits, [change]).best
    after, _ = changed(problem, [change])
    sound(found, after, plan)
    assert found.moved == found.lost == found.added == ()
    assert {need for v in found.plan.visits for need in v.needs} >= {len(problem.needs)}


def test_nothing_changed_nothing_moves() -> None:
    problem, plan = published(7)
    found = replan_visits(problem, plan.visits).best
    assert (found.lost, found.moved, found.added, found.cost) == ((), (), (), 0.0)
    assert found.plan.visits == plan.visits


def test_alternatives_are_ranked_clean_and_different_at_the_enterprise() -> None:
    problem, plan = published(8)
    visit = max(plan.visits, key=lambda v: len(v.needs))
    proposals = replan_visits(problem, plan.visits, [Rejection(visit.expert, visit.enterprise)], alternatives=3)
    after = replace(problem, forbidden=(*problem.forbidden, (visit.expert, visit.enterprise)))
    ranked = [proposals.best, *proposals.others]
    assert len(proposals.others) == 3
    assert [one.worth for one in ranked] == sorted((one.worth for one in ranked), reverse=True)
    for one in ranked:
        sound(one, after, plan)
    newcomers = [frozenset(v.expert for v in one.added if v.enterprise == visit.enterprise) for one in ranked]
    assert len(set(newcomers)) == len(newcomers)


def test_dear_moves_are_not_made() -> None:
    problem, plan = published(9)
    dear = replace(problem, weights=replace(problem.weights, moved=100.0))
    for visit in plan.visits[::8]:
        found = replan_visits(dear, plan.visits, [Rejection(visit.expert, visit.enterprise)]).best
        assert found.moved == ()


def test_a_lock_on_what_is_rejected_is_named() -> None:
    problem, plan = published(1)
    visit = plan.visits[0]
    locked = replace(problem, locks=(Lock(visit.expert, visit.enterprise, visit.date),))
    with pytest.raises(LockCannotBeKept) as raised:
        replan_visits(locked, plan.visits, [Rejection(visit.expert, visit.enterprise)])
    assert raised.value.limits == ("forbidden",)


def test_a_published_visit_that_breaks_a_limit_is_given_up() -> None:
    problem, plan = published(2)
    crowded = plan.visits[0].enterprise
    hosts = list(problem.enterprises)
    hosts[crowded] = replace(hosts[crowded], max_visits=0)
    problem = replace(problem, enterprises=tuple(hosts))
    found = replan_visits(problem, plan.visits).best
    assert check_visits(problem, found.plan.visits).clean
    assert {v.enterprise for v in found.moved} >= {crowded}


def test_an_unknown_expert_is_refused() -> None:
    problem, plan = published(1)
    with pytest.raises(InvalidProblem):
        replan_visits(problem, plan.visits, [ExpertDates(expert=99, dates=())])
