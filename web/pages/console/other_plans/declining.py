"""A trip, talk or pairing of a published plan does not come about: ask for a proposal instead of changing by hand."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.models import Organization, Pairing, Plan, Talk, Trip
from matchmaker.services.planning.meeting_change import talk_of
from matchmaker.services.planning.pair_change import pairing_of
from matchmaker.services.planning.propose_replan import ask_for_replan
from matchmaker.services.planning.replan_cause import DECLINED, Cause
from matchmaker.services.planning.trip_change import trip_of
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.pages.console.other_plans.acting import planners_plan
from web.pages.console.other_plans.kinds import PlanKind
from web.pages.console.plans.proposals import asked
from web.session import writing

FINDERS: dict[str, Callable[..., Trip | Talk | Pairing]] = {"trips": trip_of, "meetings": talk_of, "pairs": pairing_of}


def propose_without(ref: str, item: str, kind: PlanKind) -> ResponseReturnValue:
    """Work out what the plan could be without it; of a trip perhaps only without one enterprise (`enterprise`)."""
    with writing("plan") as work:
        plan = planners_plan(work, ref, kind, "proposal.create")
        row = FINDERS[kind.code](plan=plan, ref=item)
        cause = Cause(DECLINED, item=row, party=_guest(work, plan, row), why=request.form.get("note", "")[:300])
        ask_for_replan(work=work, plan=plan, cause=cause)
    return asked(ref)


def _guest(work: Work, plan: Plan, row: Trip | Talk | Pairing) -> Organization | None:
    """The enterprise of the form, if it is one of the delegation."""
    given = request.form.get("enterprise", "")
    if not given or not isinstance(row, Trip):
        return None
    house = get_visible(work=work, kind=Organization, ref=given)
    if house.id not in {one.enterprise_id for one in row.delegates}:
        raise NotFound(kind="delegate", ref=given)
    return house
