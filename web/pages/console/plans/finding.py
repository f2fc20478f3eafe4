"""What the address and the form of a plan's page name."""

from __future__ import annotations

from datetime import date

from flask import request

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Plan
from matchmaker.services.planning.access import campaign_of, get_plan, require_planner
from matchmaker.services.work import Work

KIND = "visits"


def visit_plan(work: Work, ref: str) -> Plan:
    """A plan of visits in the reader's scope; other kinds have pages of their own."""
    plan = get_plan(work=work, ref=ref)
    if plan.kind != KIND:
        raise NotFound(kind="plan", ref=ref)
    return plan


def own_plan(work: Work, ref: str) -> Plan:
    """A plan of visits of a round that the actor manages."""
    plan = visit_plan(work, ref)
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
    return plan


def given_day() -> date | None:
    """The day of the form or the address, None where there is none."""
    given = request.values.get("on_date", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InvalidInput(field="on_date", problem=N_("Write the day as 2026-11-24.")) from None
