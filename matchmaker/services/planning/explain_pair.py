"""调整影响: why a plan has a pair or has it not, what the other way would cost, and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Expert, Organization, Plan
from matchmaker.planning.values.explanations import Explanation
from matchmaker.planning.visits.changes import Touched
from matchmaker.planning.visits.explain import explain_visit
from matchmaker.planning.watch import Effort, Watch
from matchmaker.services.planning.access import campaign_of
from matchmaker.services.planning.change_visits import Change, apply_change
from matchmaker.services.planning.current_plan import CurrentPlan, current_plan
from matchmaker.services.planning.edit_visits import plan_to_change
from matchmaker.services.planning.errors import PlanRefused, Said
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.propose_replan import refresh_others
from matchmaker.services.planning.recheck import recheck_plan
from matchmaker.services.planning.replan_options import AROUND, Variant, option_document
from matchmaker.services.planning.standing import MUST, MUST_NOT
from matchmaker.services.planning.statements import reasons_told
from matchmaker.services.work import Work

SECONDS = 10.0


@dataclass(frozen=True)
class Impact:
    """`forced`: whether the question is to bring the pair in (else: to leave it out).

    `price`: the value lost, None if it is impossible; `at_least`: what every such plan loses, None if unknown. `parts`:
    the change of each part of the value. `reasons`: the limits that bind, or what the pair is good for. `option`: what
    would move, in the form of a proposal's options. `known`: False if one of the two is not in the problem at all.
    """

    forced: bool
    price: float | None
    at_least: float | None
    parts: dict[str, float]
    reasons: list[Said]
    option: dict[str, Any] | None
    known: bool = True


def explain_pair(
    *, work: Work, plan: Plan, expert: Expert, enterprise: Organization, on_date: date | None = None
) -> Impact:
    """Ask the planner, within SECONDS. The plan must be without violations, else PlanRefused names them."""
    plan_to_change(work=work, plan=plan)
    current = current_plan(work=work, plan=plan)
    return _impact(current, expert, enterprise, on_date)


def follow_impact(
    *, work: Work, plan: Plan, expert: Expert, enterprise: Organization, on_date: date | None = None, why: str = ""
) -> Impact:
    """Do what `explain_pair` described: the pair comes in or goes out, and an order keeps it so."""
    plan_to_change(work=work, plan=plan)
    current = current_plan(work=work, plan=plan)
    impact = _impact(current, expert, enterprise, on_date)
    if impact.option is None:
        raise InvalidInput(field="expert", problem=N_("This is not possible. See what stands against it."))
    option = impact.option
    change = Change(
        remove={one["visit"]: why for one in option["remove"]},
        add=tuple((one["expert"], one["enterprise"], date.fromisoformat(one["date"]), tuple(one["needs"]))
                  for one in option["add"]),
        needs={ref: tuple(needs) for ref, needs in option["needs"].items()},
    )  # fmt: skip
    apply_change(work=work, plan=plan, change=change)
    kind = MUST if impact.forced else MUST_NOT
    new = NewOrder("visits", kind, expert=expert, enterprise=enterprise, on_date=on_date if impact.forced else None,
                   why=why)  # fmt: skip
    set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=new)
    recheck_plan(work=work, plan=plan)
    refresh_others(work=work, plan=plan)
    return impact


def _impact(current: CurrentPlan, expert: Expert, enterprise: Organization, on_date: date | None) -> Impact:
    violations = current.violations()
    if violations:
        raise PlanRefused(violations=violations)
    numbers = current.built.index.numbers
    one, other = numbers["experts"].get(expert.id), numbers["enterprises"].get(enterprise.id)
    if one is None or other is None or (on_date is not None and on_date not in numbers["dates"]):
        return Impact(True, None, None, {}, [], None, known=False)
    found = explain_visit(
        current.built.problem,
        current.visits,
        expert=one,
        enterprise=other,
        date=None if on_date is None else numbers["dates"][on_date],
        watch=Watch(effort=Effort(seconds=SECONDS)),
    )
    return _told(current, found)


def _told(current: CurrentPlan, found: Explanation) -> Impact:
    variant = Variant(AROUND, current.built.problem, Touched())
    return Impact(
        forced=found.forced,
        price=found.price,
        at_least=None if found.price is None else max(0.0, found.at_least),
        parts=dict(found.parts),
        reasons=reasons_told(current.built.index, found.reasons),
        option=None if found.instead is None else option_document(current, variant, found.instead),
    )
