"""Whether a visit problem makes sense; names the first place that does not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from matchmaker.locale import N_
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.values.plans import VisitPlan
from matchmaker.planning.values.visits import GROUP_SIZES, VisitProblem, Weights

NO_SUCH = N_("There is no number %(value)s here; the numbers are 0 to %(last)s.")
NEGATIVE = N_("%(value)s is not a number of at least %(least)s.")
WRONG_LENGTH = N_("%(value)s entries stand here, %(expected)s are needed.")
REPEATED = N_("%(value)s stands here twice.")
NOT_A_MEMBER = N_("The leader %(value)s is not a member of the group.")
GROUP_SIZE = N_("A visiting group has %(least)s to %(most)s members, not %(value)s.")


def check_problem(problem: VisitProblem) -> None:
    """Raise InvalidProblem for the first value that contradicts another; return None for a problem that is sound."""
    _numbers(problem)
    _experts(problem)
    _enterprises(problem)
    _affinity(problem)
    _quotas(problem)
    _groups(problem)
    _pairs(problem)


def check_plan_fits(problem: VisitProblem, plan: VisitPlan) -> None:
    """Raise InvalidProblem for the first visit of the plan that names an expert, enterprise, date or need not there."""
    for number, visit in enumerate(plan.visits):
        place = f"visits[{number}]"
        inside(f"{place}.expert", visit.expert, len(problem.experts))
        inside(f"{place}.enterprise", visit.enterprise, len(problem.enterprises))
        inside(f"{place}.date", visit.date, problem.dates)
        for need in visit.needs:
            inside(f"{place}.needs", need, len(problem.needs))


def inside(field: str, value: int, count: int) -> None:
    if not 0 <= value < count:
        raise InvalidProblem(field=field, problem=NO_SUCH, value=value, last=count - 1)


def at_least(field: str, value: float, least: float = 0) -> None:
    if not (math.isfinite(value) and value >= least):
        raise InvalidProblem(field=field, problem=NEGATIVE, value=value, least=least)


def of_length(field: str, values: Any, expected: int) -> None:
    if len(values) != expected:
        raise InvalidProblem(field=field, problem=WRONG_LENGTH, value=len(values), expected=expected)


def distinct(field: str, values: Iterable[Any]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise InvalidProblem(field=field, problem=REPEATED, value=value)
        seen.add(value)


def _numbers(problem: VisitProblem) -> None:
    at_least("dates", problem.dates)
    at_least("districts", problem.districts)
    at_least("max_enterprises_per_trip", problem.max_enterprises_per_trip, 1)
    at_least("max_experts_per_need", problem.max_experts_per_need, 1)
    for weight in fields(Weights):
        at_least(f"weights.{weight.name}", getattr(problem.weights, weight.name))
    if problem.max_km_per_trip is not None:
        at_least("max_km_per_trip", problem.max_km_per_trip)
    at_least("targets.experts", problem.targets.experts)
    at_least("targets.enterprises", problem.targets.enterprises)


def _experts(problem: VisitProblem) -> None:
    for number, expert in enumerate(problem.experts):
        place = f"expert[{number}]"
        for date in expert.dates:
            inside(f"{place}.dates", date, problem.dates)
        at_least(f"{place}.max_days", expert.max_days)
        at_least(f"{place}.max_visits", expert.max_visits or 0)
        of_length(f"{place}.km_round_trip", expert.km_round_trip, problem.districts)
        for km in expert.km_round_trip:
            at_least(f"{place}.km_round_trip", km)


def _enterprises(problem: VisitProblem) -> None:
    for number, enterprise in enumerate(problem.enterprises):
        place = f"enterprise[{number}]"
        inside(f"{place}.district", enterprise.district, problem.districts)
        for date in enterprise.dates:
            inside(f"{place}.dates", date, problem.dates)
        at_least(f"{place}.max_visits", enterprise.max_visits)
        at_least(f"{place}.max_visits_per_date", enterprise.max_visits_per_date)
        for chain in enterprise.chains:
            inside(f"{place}.chains", chain, len(problem.chains))
        distinct(f"{place}.chains", enterprise.chains)
    for number, need in enumerate(problem.needs):
        inside(f"need[{number}].enterprise", need.enterprise, len(problem.enterprises))


def _affinity(problem: VisitProblem) -> None:
    for expert, need, value in problem.affinity:
        inside("affinity", expert, len(problem.experts))
        inside("affinity", need, len(problem.needs))
        at_least("affinity", value)
    distinct("affinity", ((expert, need) for expert, need, _ in problem.affinity))


def _quotas(problem: VisitProblem) -> None:
    if problem.district_min_covered_needs:
        of_length("district_min_covered_needs", problem.district_min_covered_needs, problem.districts)
    for floor in problem.district_min_covered_needs:
        at_least("district_min_covered_needs", floor)
    if problem.district_max_visits:
        of_length("district_max_visits", problem.district_max_visits, problem.districts)
    for most in problem.district_max_visits:
        at_least("district_max_visits", most or 0)
    for number, chain in enumerate(problem.chains):
        at_least(f"chains[{number}].min_covered_needs", chain.min_covered_needs)
        at_least(f"chains[{number}].max_visits", chain.max_visits or 0)
    if problem.escorts is not None:
        of_length("escorts", problem.escorts, problem.districts)
        for district, days in enumerate(problem.escorts):
            of_length(f"escorts[{district}]", days, problem.dates)
            for escorts in days:
                at_least(f"escorts[{district}]", escorts)


def _groups(problem: VisitProblem) -> None:
    for number, group in enumerate(problem.groups):
        place = f"groups[{number}]"
        for member in group.members:
            inside(place, member, len(problem.experts))
        if group.leader not in group.members:
            raise InvalidProblem(field=place, problem=NOT_A_MEMBER, value=group.leader)
        least, most = GROUP_SIZES
        if not least <= len(group.members) <= most:
            raise InvalidProblem(field=place, problem=GROUP_SIZE, value=len(group.members), least=least, most=most)
    distinct("groups", (member for group in problem.groups for member in group.members))


def _pairs(problem: VisitProblem) -> None:
    meetings = [(f"locks[{k}]", lock.expert, lock.enterprise) for k, lock in enumerate(problem.locks)]
    meetings += [("forbidden", expert, enterprise) for expert, enterprise in problem.forbidden]
    meetings += [("conflicts", expert, enterprise) for expert, enterprise in problem.conflicts]
    meetings += [("published", visit.expert, visit.enterprise) for visit in problem.published]
    for field, expert, enterprise in meetings:
        inside(field, expert, len(problem.experts))
        inside(field, enterprise, len(problem.enterprises))
    for number, lock in enumerate(problem.locks):
        if lock.date is not None:
            inside(f"locks[{number}].date", lock.date, problem.dates)
