"""Visit problems and plans as documents: read whole, refused by the wrong place, written in the promised form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matchmaker.errors import MatchmakerError
from matchmaker.locale.render import render_error
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.forms.visits import lock_document, read_visit_plan, read_visit_problem, visit_plan_document
from matchmaker.planning.values.plans import Shortfall, Visit, VisitPlan
from matchmaker.planning.values.visits import Chain, Group, Lock, PublishedVisit, Targets, Weights


def document(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "seed": 4,
        "experts": 2,
        "enterprises": 1,
        "needs": 1,
        "dates": 3,
        "districts": 1,
        "weights": {"km": 0.02, "expert_day": 0.2, "unmet_need": 2, "district_shortfall": 0.1, "unknown": 5},
        "max_enterprises_per_trip": 4,
        "max_experts_per_need": 1,
        "expert": [
            {"dates": [0, 2], "max_days": 2, "km_round_trip": [12.5]},
            {"dates": [1], "max_days": 1, "km_round_trip": [3], "invited": True, "max_visits": 5},
        ],
        "enterprise": [{"district": 0, "dates": [0, 1], "max_visits": 3, "max_visits_per_date": 2, "chains": [0]}],
        "need": [{"enterprise": 0}],
        "district_min_covered_needs": [1],
        "affinity": [[0, 0, 0.5], [1, 0, 1]],
        "something else": "is ignored",
    }
    given["chains"] = [{"min_covered_needs": 1, "max_visits": 7}]
    return {**given, **changes}


def test_reads_every_field() -> None:
    problem = read_visit_problem(
        document(
            locks=[{"expert": 0, "enterprise": 0, "date": 0}, {"expert": 1, "enterprise": 0}],
            forbidden=[[1, 0]],
            conflicts=[[0, 0]],
            groups=[{"members": [0, 1], "leader": 1}],
            escorts=[[1, 2, 3]],
            targets={"experts": 2, "enterprises": 1},
            max_km_per_trip=80,
            district_max_visits=[None],
            published=[{"expert": 0, "enterprise": 0, "date": 2}],
        )
    )
    assert problem.weights == Weights(km=0.02, expert_day=0.2, unmet_need=2.0, district_shortfall=0.1)
    assert (problem.dates, problem.districts, problem.seed) == (3, 1, 4)
    assert (problem.max_enterprises_per_trip, problem.max_experts_per_need) == (4, 1)
    assert problem.experts[0].dates == (0, 2)
    assert problem.experts[1].invited
    assert problem.experts[1].max_visits == 5
    assert problem.enterprises[0].max_visits_per_date == 2
    assert problem.affinity == ((0, 0, 0.5), (1, 0, 1.0))
    assert problem.locks == (Lock(0, 0, 0), Lock(1, 0, None))
    assert problem.forbidden == ((1, 0),)
    assert problem.conflicts == ((0, 0),)
    assert problem.groups == (Group(members=(0, 1), leader=1),)
    assert problem.chains == (Chain(min_covered_needs=1, max_visits=7),)
    assert problem.escorts == ((1, 2, 3),)
    assert problem.targets == Targets(experts=2, enterprises=1)
    assert problem.max_km_per_trip == 80.0
    assert problem.district_max_visits == (None,)
    assert problem.published == (PublishedVisit(0, 0, 2),)


def test_what_a_problem_need_not_have_may_be_left_out() -> None:
    short = document()
    for name in ("seed", "experts", "weights", "chains", "district_min_covered_needs", "max_experts_per_need"):
        del short[name]
    short["enterprise"][0].pop("chains")
    problem = read_visit_problem(short)
    assert problem.weights == Weights()
    assert problem.max_experts_per_need == 2
    assert problem.chains == ()


def without(name: str) -> dict[str, Any]:
    given = document()
    del given[name]
    return given


EXPERT = {"dates": [0], "max_days": 1, "km_round_trip": [1]}
WRONG: list[tuple[Any, str]] = [
    ([], "problem: [] is not an object."),
    (without("affinity"), "affinity: This field is missing."),
    (without("dates"), "dates: This field is missing."),
    (document(dates="three"), "dates: 'three' is not a whole number."),
    (document(dates=True), "dates: True is not a whole number."),
    (document(experts=3), "experts: 2 entries stand here, 3 are needed."),
    (document(expert=[EXPERT, {**EXPERT, "dates": [3]}]), "expert[1].dates: There is no number 3 here;"),
    (document(expert=[EXPERT, {**EXPERT, "km_round_trip": []}]), "expert[1].km_round_trip: 0 entries stand here"),
    (document(expert=[EXPERT, {"dates": [0], "max_days": 1}]), "expert[1].km_round_trip: This field is missing."),
    (document(affinity=[[0, 0]]), "affinity: [0, 0] is not a list of 3."),
    (document(affinity=[[0, 1, 0.5]]), "affinity: There is no number 1 here; the numbers are 0 to 0."),
    (document(affinity=[[0, 0, -0.5]]), "affinity: -0.5 is not a number of at least 0."),
    (document(affinity=[[0, 0, 0.5], [0, 0, 0.6]]), "affinity: (0, 0) stands here twice."),
    (document(affinity=[[0, 0, float("nan")]]), "affinity: nan is not a number of at least 0."),
    (document(weights={"km": -1}), "weights.km: -1.0 is not a number of at least 0."),
    (document(need=[{"enterprise": 5}]), "need[0].enterprise: There is no number 5 here;"),
    (document(locks=[{"expert": 0}]), "locks[0].enterprise: This field is missing."),
    (document(locks=[{"expert": 0, "enterprise": 0, "date": 9}]), "locks[0].date: There is no number 9 here;"),
    (document(forbidden=[[0, 7]]), "forbidden: There is no number 7 here;"),
    (document(groups=[{"members": [0], "leader": 0}]), "groups[0]: A visiting group has 2 to 4 members, not 1."),
    (document(district_max_visits=[1, 2, 3, 4, 5, 6, 7]), "district_max_visits: 7 entries stand here, 1 are needed."),
    (document(groups=[{"members": [0, 1], "leader": 5}]), "groups[0]: The leader 5 is not a member of the group."),
    (document(escorts=[[1, 2]]), "escorts[0]: 2 entries stand here, 3 are needed."),
    (document(district_min_covered_needs=[1, 2]), "district_min_covered_needs: 2 entries stand here"),
    (document(max_enterprises_per_trip=0), "max_enterprises_per_trip: 0 is not a number of at least 1."),
]


@pytest.mark.parametrize(("given", "told"), WRONG)
def test_names_the_place_that_is_wrong(given: Any, told: str) -> None:
    with pytest.raises(InvalidProblem) as raised:
        read_visit_problem(given)
    assert isinstance(raised.value, MatchmakerError)
    assert render_error(raised.value, locale="en").startswith(told)


PLAN = VisitPlan(
    value=3.5,
    bound=4.0,
    seconds=1.25,
    visits=(Visit(date=0, expert=1, enterprise=0, needs=(0, 2)), Visit(date=1, expert=0, enterprise=0)),
    shortfalls=(Shortfall(code="coverage", about={"need": 1}, amount=1.0, cost=2.0),),
    stopped="gap",
)


def test_a_plan_is_written_in_the_promised_form() -> None:
    written = json.loads(json.dumps(visit_plan_document(PLAN)))
    assert written == {
        "value": 3.5,
        "bound": 4.0,
        "seconds": 1.25,
        "visits": [
            {"expert": 1, "enterprise": 0, "date": 0, "needs": [0, 2]},
            {"expert": 0, "enterprise": 0, "date": 1, "needs": []},
        ],
        "gap": pytest.approx(1 / 7),
        "stopped": "gap",
        "shortfalls": [{"code": "coverage", "about": {"need": 1}, "amount": 1.0, "cost": 2.0}],
    }


def test_a_plan_that_was_written_can_be_read() -> None:
    read = read_visit_plan(visit_plan_document(PLAN))
    assert read.visits == PLAN.visits
    assert (read.value, read.bound) == (3.5, 4.0)
    with pytest.raises(InvalidProblem):
        read_visit_plan({"value": 1})


def test_a_lock_is_written_with_its_date_if_it_has_one() -> None:
    assert lock_document(Lock(3, 4)) == {"expert": 3, "enterprise": 4}
    assert lock_document(Lock(3, 4, 0)) == {"expert": 3, "enterprise": 4, "date": 0}
