"""What planners do with a plan as a whole: stop, put away, check, publish, copy."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.services.planning.ask_plan import discard_draft, stop_planning
from matchmaker.services.planning.current_plan import current_plan
from matchmaker.services.planning.edit_visits import plan_to_change
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.publish_plan import copy_plan, publish_plan
from matchmaker.services.planning.recheck import take_figures
from web.navigation import ORGANIZERS
from web.pages.console.plans.failing import refusal_words
from web.pages.console.plans.finding import own_plan, visit_plan
from web.pages.console.plans.page import plan_context
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import reading, require, writing


@require(*ORGANIZERS)
def stop(ref: str) -> ResponseReturnValue:
    """End the search; what it has found is kept."""
    with writing("plan") as work:
        stop_planning(work=work, plan=visit_plan(work, ref))
    flash(gettext("It is being stopped. The best plan found so far is kept."))
    return redirect(url_for("plans.show", ref=ref), 303)


@require(*ORGANIZERS)
def discard(ref: str) -> ResponseReturnValue:
    with writing("plan") as work:
        plan = visit_plan(work, ref)
        discard_draft(work=work, plan=plan, why=request.form.get("note", "")[:300])
    flash(gettext("The draft is put away. It can still be read."))
    return redirect(url_for("plans.index"), 303)


@require(*ORGANIZERS)
def check(ref: str) -> ResponseReturnValue:
    """Look at the plan in the round as it is now."""
    with writing("plan") as work:
        plan = plan_to_change(work=work, plan=visit_plan(work, ref))
        current = current_plan(work=work, plan=plan)
        violations = current.violations()
        take_figures(work=work, plan=plan, current=current, violations=violations)
        found = bool(violations)
    if found:
        return refused(ref, PlanRefused(violations=violations))
    flash(gettext("Checked: every visit can take place as the round is now."))
    return redirect(url_for("plans.show", ref=ref), 303)


@require(*ORGANIZERS)
def publish(ref: str) -> ResponseReturnValue:
    """Let the draft count; what no longer fits is named, and nothing is published."""
    try:
        with writing("plan") as work:
            plan = own_plan(work, ref)
            check_version(plan, "plan")
            publish_plan(work=work, plan=plan, instead="instead" in request.form)
    except PlanRefused as error:
        return refused(ref, error)
    flash(gettext("The plan is published. From now on it changes step by step only."))
    return redirect(url_for("plans.show", ref=ref), 303)


@require(*ORGANIZERS)
def copy(ref: str) -> ResponseReturnValue:
    with writing("plan") as work:
        draft = copy_plan(work=work, plan=visit_plan(work, ref))
        made = draft.ref
    flash(gettext("Copied into a draft. Nobody is told about what you change here."))
    return redirect(url_for("plans.show", ref=made), 303)


def refused(ref: str, error: PlanRefused) -> ResponseReturnValue:
    """The plan's page with everything that the checker found."""
    with reading() as work:
        plan = visit_plan(work, ref)
        context = plan_context(work, plan, "") | {"refused": refusal_words(work, plan, error)}
        return render_page(work, "console/plans/plan.html", **context), 422
