"""Locks of a round on a plan's page: who must meet and who must not, adding and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Expert, Organization, Plan, PlanOrder
from matchmaker.services.planning.access import campaign_of
from matchmaker.services.planning.names import Names, names_of, plan_names
from matchmaker.services.planning.order import NewOrder, drop_order, get_order, set_order
from matchmaker.services.planning.standing import MUST, MUST_NOT
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.words import day_text
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.form_errors import locale
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.plans.finding import given_day, own_plan
from web.session import require, writing


def order_view(work: Work, plan: Plan, orders: Sequence[PlanOrder]) -> dict[str, Any]:
    """The orders, and whom a new one can be about: everybody whom the plan knows."""
    more = names_of(
        work=work,
        experts={row.expert_id for row in orders if row.expert_id},
        organizations={row.enterprise_id for row in orders if row.enterprise_id},
    )
    names = plan_names(work=work, plan=plan)
    index = stored_index(plan) if "index" in plan.problem else None
    return {
        "orders": [order_row(plan, row, more) for row in orders],
        "experts": sorted((one.ref, one.name) for one in names.experts.values()),
        "enterprises": sorted((one.ref, one.name) for one in names.organizations.values()),
        "days": [(day.isoformat(), day_text(day, locale())) for day in (index.dates if index else ())],
        "form": FormState({}),
    }


def order_row(plan: Plan, row: PlanOrder, names: Names) -> dict[str, Any]:
    return {
        "must": row.kind == MUST,
        "expert": names.expert(row.expert_id),
        "enterprise": names.organization(row.enterprise_id),
        "day": day_text(row.on_date, locale()) if row.on_date else "",
        "why": row.why,
        "drop": url_for("plans.drop_order", ref=plan.ref, order=row.ref),
    }


@require(*ORGANIZERS)
def add(ref: str) -> ResponseReturnValue:
    """Set an order; plans that exist stay as they are until they are planned again."""
    kind = request.form.get("kind", "")
    with writing("plan_order") as work:
        plan = own_plan(work, ref)
        if kind not in (MUST, MUST_NOT):
            raise InvalidInput(field="kind", problem=N_("Say whether they must meet or must not."))
        day = given_day() if kind == MUST else None
        new = NewOrder(
            "visits", kind,
            expert=get_visible(work=work, kind=Expert, ref=request.form.get("expert", "")),
            enterprise=get_visible(work=work, kind=Organization, ref=request.form.get("enterprise", "")),
            on_date=day, why=request.form.get("why", ""),
        )  # fmt: skip
        set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=new)
    flash(gettext("Kept. It counts from the next plan on, and for whatever you change by hand."))
    return redirect(url_for("plans.show", ref=ref, view="orders"), 303)


@require(*ORGANIZERS)
def drop(ref: str, order: str) -> ResponseReturnValue:
    with writing("plan_order") as work:
        own_plan(work, ref)
        drop_order(work=work, order=get_order(work=work, ref=order))
    flash(gettext("The lock is taken back."))
    return redirect(url_for("plans.show", ref=ref, view="orders"), 303)
