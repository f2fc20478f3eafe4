"""Change a visit of a plan by hand: where it could go, what that would cost, and the move itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.errors import NotFound
from matchmaker.models import Expert, Organization, Plan, PlanOrder, Visit
from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.plans import Visit as PlannedVisit
from matchmaker.services.planning.access import (
    DRAFT,
    PUBLISHED,
    campaign_of,
    get_visit,
    require_planner,
    require_state,
)
from matchmaker.services.planning.change_visits import Change, apply_change
from matchmaker.services.planning.current_plan import CurrentPlan, current_plan
from matchmaker.services.planning.errors import Said
from matchmaker.services.planning.order import NewOrder, drop_order, orders_of, set_order
from matchmaker.services.planning.propose_replan import refresh_others
from matchmaker.services.planning.recheck import recheck_plan
from matchmaker.services.planning.standing import MUST, MUST_NOT
from matchmaker.services.planning.statements import violations_told
from matchmaker.services.planning.stored import require_ready
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Place:
    """Somewhere a visit could be: what it would cost (below 0: gain), and what would be broken there."""

    expert_id: int
    on_date: date
    price: float
    against: tuple[Said, ...]

    @property
    def free(self) -> bool:
        return not self.against


def plan_to_change(*, work: Work, plan: Plan) -> Plan:
    """The plan, if the actor may change it now: a draft that is worked out, or the published plan."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
    require_state(plan, DRAFT, PUBLISHED)
    require_ready(plan)
    return plan


def visit_of(*, work: Work, plan: Plan, ref: str) -> Visit:
    """A visit of this plan."""
    row = get_visit(work=work, ref=ref)
    if row.plan_id != plan.id:
        raise NotFound(kind="visit", ref=ref)
    return row


def places_for(*, work: Work, plan: Plan, visit: Visit) -> tuple[list[Place], list[Place]]:
    """Every day of the plan for the same expert, and every other expert who fits a need of the visit, that day.

    Checked and priced against the round as it is now, with nothing else moving.
    """
    plan_to_change(work=work, plan=plan)
    current = current_plan(work=work, plan=plan)
    index = current.built.index
    known = current.violations()
    here = [day for day in index.dates if day > work.today() and day != visit.on_date]
    days = [_place(current, known, visit, visit.expert_id, day) for day in here]
    fitting = _experts_for(current, visit.need_ids)
    others = [_place(current, known, visit, key, visit.on_date) for key in fitting if key != visit.expert_id]
    return days, sorted(others, key=lambda place: (not place.free, place.price))


def move_visit(
    *, work: Work, plan: Plan, visit: Visit, on_date: date | None = None, expert: Expert | None = None
) -> Visit:
    """Put a visit on another day or give it to another expert; PlanRefused for what that would break.

    In a published plan the old visit is kept as cancelled: both sides have to be told.
    """
    plan_to_change(work=work, plan=plan)
    current = current_plan(work=work, plan=plan)
    known = current.violations()
    day, key = on_date or visit.on_date, expert.id if expert is not None else visit.expert_id
    needs = _needs_of(current, visit, key)
    arrangements = dict(visit.arrangements) if key == visit.expert_id else {}
    change = Change(remove={visit.ref: ""}, add=((key, visit.enterprise_id, day, needs),))
    moved = apply_change(work=work, plan=plan, change=change)[0]
    moved.arrangements = arrangements
    _finish(work, plan, known)
    return moved


def cancel_visit(*, work: Work, plan: Plan, visit: Visit, why: str = "") -> None:
    """Take a visit out of the plan; nothing else moves."""
    plan_to_change(work=work, plan=plan)
    known = current_plan(work=work, plan=plan).violations()
    _unlock(work, plan, visit)
    apply_change(work=work, plan=plan, change=Change(remove={visit.ref: why}))
    _finish(work, plan, known)


def lock_visit(*, work: Work, plan: Plan, visit: Visit, why: str = "") -> PlanOrder:
    """Let a visit stay as it is, in this plan and in every later one of the round."""
    plan_to_change(work=work, plan=plan)
    new = NewOrder("visits", MUST, expert=work.session.get_one(Expert, visit.expert_id),
                   enterprise=work.session.get_one(Organization, visit.enterprise_id), on_date=visit.on_date,
                   why=why)  # fmt: skip
    order = set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=new)
    visit.updated_at = work.now()
    return order


def unlock_visit(*, work: Work, plan: Plan, visit: Visit) -> None:
    """Let a visit be movable again."""
    plan_to_change(work=work, plan=plan)
    _unlock(work, plan, visit)
    visit.locked, visit.updated_at = False, work.now()


def forbid_visit(*, work: Work, plan: Plan, visit: Visit, why: str = "") -> PlanOrder:
    """Take a visit out, and never plan these two together again in this round."""
    plan_to_change(work=work, plan=plan)
    known = current_plan(work=work, plan=plan).violations()
    _unlock(work, plan, visit)
    new = NewOrder("visits", MUST_NOT, expert=work.session.get_one(Expert, visit.expert_id),
                   enterprise=work.session.get_one(Organization, visit.enterprise_id), why=why)  # fmt: skip
    apply_change(work=work, plan=plan, change=Change(remove={visit.ref: why}))
    order = set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=new)
    _finish(work, plan, known)
    return order


def _finish(work: Work, plan: Plan, known: Iterable[Said]) -> None:
    recheck_plan(work=work, plan=plan, known=tuple(known))
    refresh_others(work=work, plan=plan)


def _unlock(work: Work, plan: Plan, visit: Visit) -> None:
    pair = visit.expert_id, visit.enterprise_id
    for order in orders_of(work=work, campaign=campaign_of(work=work, plan=plan), plan_kind="visits"):
        if order.kind == MUST and (order.expert_id, order.enterprise_id) == pair:
            drop_order(work=work, order=order)


def _place(current: CurrentPlan, known: list[Said], visit: Visit, expert: int, day: date) -> Place:
    """Check the plan with the visit there and nowhere else."""
    index = current.built.index
    old = _number(current, visit)
    needs = tuple(index.numbers["needs"][need] for need in _needs_of(current, visit, expert))
    there = PlannedVisit(index.numbers["dates"][day], index.numbers["experts"][expert],
                         index.numbers["enterprises"][visit.enterprise_id], needs)  # fmt: skip
    verdict = check_visits(current.built.problem, [*(one for one in current.visits if one != old), there])
    against = [one for one in violations_told(index, verdict.violations) if one not in known]
    return Place(expert, day, current.value - verdict.value, tuple(against))


def _number(current: CurrentPlan, visit: Visit) -> PlannedVisit | None:
    numbers = current.built.index.numbers
    key = (numbers["experts"].get(visit.expert_id), numbers["enterprises"].get(visit.enterprise_id),
           numbers["dates"].get(visit.on_date))  # fmt: skip
    return next((one for one in current.visits if one.key == key), None)


def _experts_for(current: CurrentPlan, need_ids: Iterable[int]) -> list[int]:
    """Experts with an affinity to one of these needs, in the order of their keys."""
    index = current.built.index
    wanted = {index.numbers["needs"][need] for need in need_ids if need in index.numbers["needs"]}
    return sorted({index.experts[e] for e, need, _ in current.built.problem.affinity if need in wanted})


def _needs_of(current: CurrentPlan, visit: Visit, expert: int) -> tuple[int, ...]:
    """The needs of the visit that this expert may serve."""
    index = current.built.index
    number = index.numbers["experts"].get(expert)
    able = {index.needs[need] for e, need, _ in current.built.problem.affinity if e == number}
    return tuple(need for need in visit.need_ids if need in able)
