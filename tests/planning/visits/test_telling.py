"""Prices and moves in words: every part has its sentence, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.locale.render import render
from matchmaker.planning.checker import WORTHS
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.values.visits import Enterprise, Expert, Lock, Need, VisitProblem
from matchmaker.planning.visits.explain import explain_visit
from matchmaker.planning.visits.planner import plan_visits
from matchmaker.planning.visits.telling import TOLD, sentences
from matchmaker.planning.watch import Effort, Watch

# expert 0 is the better one for the only visit that enterprise 0 receives; expert 1 could go to enterprise 1 instead
PROBLEM = VisitProblem(
    dates=1,
    districts=1,
    experts=(
        Expert(dates=(0,), max_days=1, km_round_trip=(10.0,)),
        Expert(dates=(0,), max_days=1, km_round_trip=(20.0,)),
    ),
    enterprises=(
        Enterprise(district=0, dates=(0,), max_visits=1, max_visits_per_date=2),
        Enterprise(district=0, dates=(), max_visits=1),
    ),
    needs=(Need(0),),
    affinity=((0, 0, 0.9), (1, 0, 0.4)),
)


def told(problem: VisitProblem, expert: int, enterprise: int, locale: str = "en") -> list[str]:
    plan = plan_visits(problem, watch=Watch(effort=Effort(gap=0.0)))
    found = sentences(explain_visit(problem, plan.visits, expert=expert, enterprise=enterprise))
    return [render(EXPLANATIONS[one.code], one.params, locale=locale) for one in found]


def test_tells_the_price_the_limits_and_who_would_move() -> None:
    assert told(PROBLEM, 1, 0) == [
        "With this visit the plan is worth 0.60 less.",
        "No other plan that follows the wish loses less than 0.60.",
        "Fit of experts and needs: -0.50.",
        "Kilometres and days of travel: -0.10.",
        "Enterprise 0 receives at most 1 visits.",
        "Expert 0 would no longer visit enterprise 0 on date 0.",
        "Expert 1 would visit enterprise 0 on date 0.",
    ]


def test_tells_what_a_visit_is_good_for() -> None:
    assert told(PROBLEM, 0, 0)[0] == "Without this visit the plan is worth 0.60 less."
    alone = replace(PROBLEM, affinity=((0, 0, 0.9),))
    assert told(alone, 0, 0)[-1] == "Nothing else would have to move."
    assert "Nobody else serves need 0." in told(alone, 0, 0)


def test_tells_what_is_impossible_or_must_be() -> None:
    assert told(PROBLEM, 1, 1) == [
        "No plan can have this visit as things stand.",
        "Expert 1 and enterprise 1 have no common date.",
    ]
    locked = replace(PROBLEM, locks=(Lock(0, 0),))
    assert told(locked, 0, 0)[0] == "No plan can do without this visit as things stand."


def test_tells_a_visit_that_costs_nothing() -> None:
    twins = replace(PROBLEM, experts=(PROBLEM.experts[0],) * 2, affinity=((0, 0, 0.9), (1, 0, 0.9)))
    plan = plan_visits(twins, watch=Watch(effort=Effort(gap=0.0)))
    other = 1 - plan.visits[0].expert
    assert told(twins, other, 0)[0] == "This visit would cost nothing: the plan would be worth as much."


@pytest.mark.parametrize("rule", sorted(WORTHS))
def test_every_rule_that_has_a_worth_has_its_sentence(rule: str) -> None:
    assert TOLD[f"part.{rule}"] % {"change": -0.5}


def test_speaks_chinese() -> None:
    assert told(PROBLEM, 1, 0, "zh_Hans_CN")[0] == "调整影响：安排这次入企后，方案总价值减少 0.60。"
