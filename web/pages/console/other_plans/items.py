"""What is done with one trip, talk or pairing: lock it, take it out, or ask what could come instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.models import Organization, Plan, Trip
from matchmaker.services.planning.meeting_change import cancel_talk, lock_talk, talk_of
from matchmaker.services.planning.pair_change import lock_pairing, pairing_of, part_pairing
from matchmaker.services.planning.propose_replan import ask_for_replan
from matchmaker.services.planning.replan_cause import CANCELLED, Cause
from matchmaker.services.planning.trip_change import cancel_trip, lock_trip, trip_of
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.pages.console.other_plans.acting import change_plan, planners_plan
from web.pages.console.other_plans.kinds import PlanKind
from web.pages.console.other_plans.showing import Content
from web.pages.console.plans.proposals import asked
from web.session import writing

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Acts:
    """`find(plan, ref)`; `lock(work, plan, row, locked)`; `end(work, plan, row, why)` gives the price."""

    find: Callable[[Plan, str], Any]
    lock: Callable[[Work, Plan, Any, bool], None]
    end: Callable[[Work, Plan, Any, str], float]


ACTS = {
    "trips": Acts(
        lambda plan, ref: trip_of(plan=plan, ref=ref),
        lambda work, plan, row, locked: lock_trip(work=work, plan=plan, trip=row, locked=locked),
        lambda work, plan, row, why: cancel_trip(work=work, plan=plan, trip=row, why=why),
    ),
    "meetings": Acts(
        lambda plan, ref: talk_of(plan=plan, ref=ref),
        lambda work, plan, row, locked: lock_talk(work=work, plan=plan, talk=row, locked=locked),
        lambda work, plan, row, why: cancel_talk(work=work, plan=plan, talk=row, why=why).price,
    ),
    "pairs": Acts(
        lambda plan, ref: pairing_of(plan=plan, ref=ref),
        lambda work, plan, row, locked: lock_pairing(work=work, plan=plan, pairing=row, locked=locked),
        lambda work, plan, row, why: part_pairing(work=work, plan=plan, pairing=row, why=why),
    ),
}


def lock_item(ref: str, item: str, kind: PlanKind, content: Content) -> ResponseReturnValue:
    acts = ACTS[kind.code]

    def change(work: Work, plan: Plan) -> None:
        acts.lock(work, plan, acts.find(plan, item), request.form.get("locked") == "yes")

    return change_plan(ref, kind, content, change)


def end_item(ref: str, item: str, kind: PlanKind, content: Content) -> ResponseReturnValue:
    """Take it out; nothing comes instead."""
    acts = ACTS[kind.code]
    why = request.form.get("note", "")[:LONGEST_NOTE]
    return change_plan(ref, kind, content, lambda work, plan: acts.end(work, plan, acts.find(plan, item), why))


def propose_without(ref: str, item: str, kind: PlanKind) -> ResponseReturnValue:
    """Work out what the plan could be without it; of a trip perhaps only without one enterprise (`enterprise`)."""
    with writing("plan") as work:
        plan = planners_plan(work, ref, kind, "proposal.create")
        row = ACTS[kind.code].find(plan, item)
        why = request.form.get("note", "")[:LONGEST_NOTE]
        ask_for_replan(work=work, plan=plan, cause=Cause(CANCELLED, item=row, party=_guest(work, row), why=why))
    return asked(ref)


def _guest(work: Work, row: Any) -> Organization | None:
    """The enterprise of the form, if it is one of the delegation."""
    given = request.form.get("enterprise", "")
    if not given or not isinstance(row, Trip):
        return None
    house = get_visible(work=work, kind=Organization, ref=given)
    if house.id not in {one.enterprise_id for one in row.delegates}:
        raise NotFound(kind="delegate", ref=given)
    return house
