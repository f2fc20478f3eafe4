"""The page of a plan of visits: how far it is while it is worked out, then its board in several views."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext, lazy_gettext

from matchmaker.models import Plan
from matchmaker.services.planning.access import DRAFT, PUBLISHED, campaign_of, published_plan
from matchmaker.services.planning.ask_plan import FAILED
from matchmaker.services.planning.order import orders_of
from matchmaker.services.planning.plan_board import Board, board_of
from matchmaker.services.planning.plan_figures import figures_of
from matchmaker.services.planning.plan_list import PlanProgress, plans_of, progress_of
from matchmaker.services.planning.propose_replan import OPEN, WAITING, proposals_of
from matchmaker.services.work import Work
from web.navigation import READERS
from web.pages.console.plans.failing import failure_words
from web.pages.console.plans.figures import charts_of
from web.pages.console.plans.finding import KIND, visit_plan
from web.pages.console.plans.index import may_plan
from web.pages.console.plans.leaving_open import unmet_view
from web.pages.console.plans.orders import order_view
from web.pages.console.plans.shown import (
    counted,
    days_view,
    gap_text,
    people_view,
    plan_card,
    weeks_view,
)
from web.pages.console.rendering import render_page
from web.session import reading, require

_l = lazy_gettext
# view -> what its tab says; those below are for planners only
VIEWS = {
    "days": _l("By day and county"),
    "experts": _l("By expert"),
    "enterprises": _l("By enterprise"),
    "calendar": _l("Calendar"),
    "figures": _l("Workload and coverage"),
    "unmet": _l("What is open"),
    "orders": _l("Locks"),
}
PLANNERS_ONLY = ("unmet", "orders")
SEARCHES = {
    "start": _l("a first plan"),
    "relaxation": _l("the limit of what is possible"),
    "dive": _l("a good plan"),
    "core": _l("the best plan"),
    "proof": _l("proving how good it is"),
    "improvement": _l("improving it"),
}


@require(*READERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        plan = visit_plan(work, ref)
        return render_page(work, "console/plans/plan.html", **plan_context(work, plan, request.args.get("view", "")))


@require(*READERS)
def progress(ref: str) -> ResponseReturnValue:
    """How far it is; once it has ended the page shows itself again."""
    with reading() as work:
        plan = visit_plan(work, ref)
        found = progress_of(work=work, plan=plan)
        response = make_response(
            render_template("console/plans/progress.html", plan=plan_card(plan), progress=progress_card(plan, found))
        )
    if not found.moving:
        response.headers["HX-Redirect"] = url_for("plans.show", ref=ref)
    return response


def body(work: Work, plan: Plan, view: str) -> str:
    """What a change leaves to show: figures, tabs and the view that was open."""
    return render_template("console/plans/body.html", **plan_context(work, plan, view))


def plan_context(work: Work, plan: Plan, view: str) -> dict[str, Any]:
    """Everything that the template of a plan asks for."""
    campaign = campaign_of(work=work, plan=plan)
    found = progress_of(work=work, plan=plan)
    may = may_plan(work, campaign)
    views = [name for name in VIEWS if may or name not in PLANNERS_ONLY]
    view = view if view in views else "days"
    ready = not found.moving and found.stage != FAILED
    board = board_of(work=work, plan=plan)
    changeable = may and ready and plan.state in (DRAFT, PUBLISHED)
    return {
        "plan": plan_card(plan),
        "round": campaign,
        "may": changeable,
        "may_publish": changeable and plan.state == DRAFT,
        "instead": may and published_plan(work=work, campaign=campaign, kind=KIND) is not None,
        "may_plan": may,
        "progress": progress_card(plan, found) if found.moving else None,
        "failure": failure_words(work, plan) if found.stage == FAILED else None,
        "summary": summary(board, plan),
        "proposals": waiting_proposals(work, plan) if may else 0,
        "others": others(work, plan) if may else [],
        "tabs": [(str(VIEWS[name]), url_for("plans.show", ref=plan.ref, view=name), None, name == view)
                 for name in views],
        "refused": [],
        "view": view,
        "shown": view_of(work, plan, board, view, changeable) if ready or view == "orders" else {},
    }  # fmt: skip


def view_of(work: Work, plan: Plan, board: Board, view: str, may: bool) -> dict[str, Any]:
    """The context of one view."""
    if view in ("experts", "enterprises"):
        return {"rows": people_view(board, may, view.removesuffix("s"))}
    if view == "calendar":
        return {"weeks": weeks_view(board, may)}
    if view == "figures":
        return charts_of(figures_of(board=board))
    if view == "unmet":
        return unmet_view(work, plan)
    if view == "orders":
        orders = orders_of(work=work, campaign=campaign_of(work=work, plan=plan), plan_kind=KIND)
        return order_view(work, plan, orders)
    return days_view(board, may)


def summary(board: Board, plan: Plan) -> dict[str, Any]:
    """The line of figures above the views."""
    visits = board.visits
    served = len({need.id for one in visits for need in one.needs})
    shortfalls = plan.report.get("shortfalls", [])
    violations = plan.report.get("violations", [])
    return {
        "counts": counted(len(visits), len({one.expert.id for one in visits}),
                          len({one.enterprise.id for one in visits})),
        "needs": served,
        "open": sum(1 for one in shortfalls if one["code"] == "coverage"),
        "unknown": board.unknown,
        "of": len(visits),
        "violations": len(violations),
    }  # fmt: skip


def waiting_proposals(work: Work, plan: Plan) -> int:
    return sum(1 for row in proposals_of(work=work, plan=plan) if row.state in (OPEN, WAITING))


def others(work: Work, plan: Plan) -> list[tuple[str, str]]:
    """(address, name) of the plans that this one can be compared with."""
    rows = plans_of(work=work, campaign=campaign_of(work=work, plan=plan), kind=KIND)
    return [
        (url_for("plans.compare", ref=plan.ref, **{"with": one.plan.ref}), one.plan.name)
        for one in rows
        if one.plan.id != plan.id and one.plan.report.get("stage") == "ready"
    ]


def progress_card(plan: Plan, found: PlanProgress) -> dict[str, Any]:
    """The progress in words: no solver is named."""
    percent = round(100 * found.done)
    return {
        "percent": percent,
        "stage": str(SEARCHES.get(found.search, gettext("reading the round"))) if found.stage == "running" else gettext(
            "waiting for its turn"),
        "gap": gap_text(found.gap),
        "value": format_decimal(round(found.value, 2)) if found.value is not None else "",
        "bound": format_decimal(round(found.bound, 2)) if found.bound is not None else "",
        "seconds": round(found.seconds),
        "of_seconds": round(found.of_seconds) if found.of_seconds else None,
        "stopping": found.cancelling,
        "poll": url_for("plans.progress", ref=plan.ref) if found.moving else "",
        "stop": url_for("plans.stop", ref=plan.ref),
    }  # fmt: skip
