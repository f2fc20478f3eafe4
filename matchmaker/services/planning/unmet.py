"""What a visit plan leaves open, and why: needs without a visit, wishes that fall short, who could still come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matchmaker.models import Need, Plan
from matchmaker.planning.visits.reasons import reasons_against
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.planning.current_plan import CurrentPlan, current_plan
from matchmaker.services.planning.errors import Said
from matchmaker.services.planning.statements import reasons_told
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.work import Work

MOST_CANDIDATES = 5


@dataclass(frozen=True)
class OpenNeed:
    """A need that no visit serves. `code`: why it is not in the problem at all ("" if it is). `experts`: candidate ->
    why they cannot be planned.
    """

    need_id: int
    code: str = ""
    experts: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unmet:
    """`planned` needs could have been served; `left_out` ones could not; `wishes` are the other shortfalls."""

    planned: tuple[OpenNeed, ...]
    left_out: tuple[OpenNeed, ...]
    wishes: tuple[Said, ...]


@dataclass(frozen=True)
class Candidate:
    """An expert who fits a need, how well, and what keeps them from it in this plan."""

    expert_id: int
    value: float
    reasons: tuple[Said, ...]


def unmet_of(*, work: Work, plan: Plan) -> Unmet:
    """As the plan's report has it: whoever is served by a visit that took place is not listed."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.read")
    shortfalls: Sequence[Said] = plan.report.get("shortfalls", ())
    left_out = plan.report.get("left_out", {})
    return Unmet(
        planned=tuple(OpenNeed(one["params"]["need"]) for one in shortfalls if one["code"] == "coverage"),
        left_out=tuple(
            OpenNeed(int(key), one["code"], {int(expert): why for expert, why in one.get("experts", {}).items()})
            for key, one in sorted(left_out.items(), key=lambda item: (item[1]["code"], int(item[0])))
            if one["code"] != "served"
        ),
        wishes=tuple(one for one in shortfalls if one["code"] != "coverage"),
    )


def candidates_for(*, work: Work, plan: Plan, need: Need) -> list[Candidate]:
    """Who fits a need best, and what keeps each of them from it; at most MOST_CANDIDATES."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.read")
    current = current_plan(work=work, plan=plan)
    index, problem = current.built.index, current.built.problem
    number = index.numbers["needs"].get(need.id)
    if number is None:
        return []
    fitting = sorted(((value, e) for e, n, value in problem.affinity if n == number), reverse=True)
    return [_candidate(current, index.experts[e], e, number, value) for value, e in fitting[:MOST_CANDIDATES]]


def _candidate(current: CurrentPlan, key: int, expert: int, need: int, value: float) -> Candidate:
    problem = current.built.problem
    reasons = reasons_against(problem, current.visits, expert, problem.needs[need].enterprise, None)
    return Candidate(key, value, tuple(reasons_told(current.built.index, reasons)))


def needs_in_problem(plan: Plan) -> int:
    """How many needs the plan could have served."""
    return len(stored_index(plan).needs) if "index" in plan.problem else 0
