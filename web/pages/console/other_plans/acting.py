"""What planners do with a plan of trips, pairings or a meeting: list, stop, put away, publish, change."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Plan
from matchmaker.services.planning.access import PUBLISHED, campaign_of, require_planner
from matchmaker.services.planning.ask_plan import discard_draft, stop_planning
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.plan_list import plans_of
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.work import Work
from web.pages.console.other_plans.kinds import PlanKind, plan_of
from web.pages.console.other_plans.showing import Content, refusal
from web.pages.console.plans.index import may_plan, round_of
from web.pages.console.plans.shown import plan_card, price_text
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import reading, writing

# makes the change and gives its price, None where there is nothing to price
Change = Callable[[Work, Plan], float | None]


def list_plans(kind: PlanKind) -> ResponseReturnValue:
    with reading() as work:
        campaign = round_of(work)
        plans = plans_of(work=work, campaign=campaign, kind=kind.code) if campaign is not None else []
        may = may_plan(work, campaign)
        one_only = kind.code != "meetings"
        return render_page(
            work,
            "console/other_plans/index.html",
            kind=kind,
            round=campaign,
            plans=[plan_card(one.plan) for one in plans],
            may_ask=may and not (one_only and any(one.plan.state == PUBLISHED for one in plans)),
        )


def stop_plan(ref: str, kind: PlanKind) -> ResponseReturnValue:
    """End the search; what it has found is kept."""
    with writing("plan") as work:
        stop_planning(work=work, plan=plan_of(work, ref, kind))
    flash(gettext("It is being stopped. The best plan found so far is kept."))
    return redirect(url_for(f"{kind.pages}.show", ref=ref), 303)


def discard_plan(ref: str, kind: PlanKind) -> ResponseReturnValue:
    with writing("plan") as work:
        discard_draft(work=work, plan=plan_of(work, ref, kind), why=request.form.get("note", "")[:300])
    flash(gettext("The draft is put away. It can still be read."))
    return redirect(url_for(f"{kind.pages}.index"), 303)


def publish_plan(ref: str, kind: PlanKind, content: Content) -> ResponseReturnValue:
    """Put a draft in force; what no longer fits is named, and nothing is published."""
    try:
        with writing("plan") as work:
            plan = planners_plan(work, ref, kind, "plan.publish")
            check_version(plan, "plan")
            publish_other_plan(work=work, plan=plan)
    except PlanRefused as error:
        return refusal(ref, kind, content, error)
    flash(gettext("The plan is published."))
    return redirect(url_for(f"{kind.pages}.show", ref=ref), 303)


def planners_plan(work: Work, ref: str, kind: PlanKind, action: str) -> Plan:
    """A plan that the actor manages: who may not is refused before anything of the form is looked at."""
    plan = plan_of(work, ref, kind)
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action=action)
    return plan


def change_plan(ref: str, kind: PlanKind, content: Content, change: Change) -> ResponseReturnValue:
    """Make a change at once if the checker lets it pass, and say what it costs; else say what stands against it."""
    try:
        with writing("plan") as work:
            price = change(work, planners_plan(work, ref, kind, "plan.change"))
    except (PlanRefused, InvalidInput) as error:
        return refusal(ref, kind, content, error)
    flash(gettext("Changed.") if price is None else gettext("Changed: %(price)s.", price=price_text(price)))
    return redirect(url_for(f"{kind.pages}.show", ref=ref, view=request.form.get("view") or None), 303)
