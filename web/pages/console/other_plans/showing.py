"""A plan of trips, pairings or a meeting as its page shows it: state, progress, what failed, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, MatchmakerError
from matchmaker.locale import N_
from matchmaker.models import Plan
from matchmaker.services.documents.left_out import left_out_of
from matchmaker.services.planning.access import DRAFT, PUBLISHED, campaign_of
from matchmaker.services.planning.ask_plan import FAILED
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.plan_list import progress_of
from matchmaker.services.planning.words_others import conflict_sentences, names_in_plan, violation_sentences
from matchmaker.services.work import Work
from web.form_errors import locale, words_of
from web.pages.console.other_plans.kinds import PlanKind, plan_of
from web.pages.console.plans.failing import problem_words
from web.pages.console.plans.index import may_plan
from web.pages.console.plans.page import progress_card, waiting_proposals
from web.pages.console.plans.shown import plan_card
from web.pages.console.rendering import render_page
from web.session import reading

# the content of a plan that is worked out: (work, plan, may be changed) -> variables of the template
Content = Callable[[Work, Plan, bool], dict[str, Any]]


def show_plan(ref: str, kind: PlanKind, content: Content) -> ResponseReturnValue:
    with reading() as work:
        return plan_page(work, plan_of(work, ref, kind), kind, content)


def plan_page(work: Work, plan: Plan, kind: PlanKind, content: Content, refused: Sequence[str] = ()) -> str:
    """The page; `refused` is what the checker found in a change that was not made."""
    campaign = campaign_of(work=work, plan=plan)
    found = progress_of(work=work, plan=plan)
    ready = not found.moving and found.stage != FAILED
    may = may_plan(work, campaign)
    changeable = may and ready and plan.state in (DRAFT, PUBLISHED)
    progress = progress_card(plan, found) if found.moving else None
    if progress is not None:
        progress |= {"poll": url_for(f"{kind.pages}.progress", ref=plan.ref),
                     "stop": url_for(f"{kind.pages}.stop", ref=plan.ref)}  # fmt: skip
    return render_page(
        work,
        f"console/{kind.pages}/plan.html",
        kind=kind,
        plan=plan_card(plan),
        round=campaign,
        may=changeable,
        may_plan=may,
        proposals=waiting_proposals(work, plan) if may else 0,
        progress=progress,
        failure=failure_of(work, plan) if found.stage == FAILED else None,
        refused=refused,
        left_out=left_out_of(work=work, plan=plan, locale=locale()) if ready else [],
        **(content(work, plan, changeable) if ready else {}),
    )


def show_progress(ref: str, kind: PlanKind) -> ResponseReturnValue:
    """How far it is; once it has ended the page shows itself again."""
    with reading() as work:
        plan = plan_of(work, ref, kind)
        found = progress_of(work=work, plan=plan)
        card = progress_card(plan, found) | {
            "poll": url_for(f"{kind.pages}.progress", ref=ref),
            "stop": url_for(f"{kind.pages}.stop", ref=ref),
        }
        response = make_response(render_template("console/plans/progress.html", plan=plan_card(plan), progress=card))
    if not found.moving:
        response.headers["HX-Redirect"] = url_for(f"{kind.pages}.show", ref=ref)
    return response


def failure_of(work: Work, plan: Plan) -> dict[str, Any]:
    """{title, text, orders} of a plan that could not be worked out."""
    problem = plan.report.get("problem") or {}
    if not problem.get("conflict"):
        return problem_words(work, problem)
    return {
        "title": gettext("These orders and limits exclude each other"),
        "text": gettext("No plan can keep all of them. Give up one of them, or change the limit, then plan again."),
        "orders": conflict_sentences(problem["conflict"], names_in_plan(work=work, plan=plan), locale()),
    }


def refusal(ref: str, kind: PlanKind, content: Content, error: MatchmakerError) -> ResponseReturnValue:
    """The plan's page with what stood against a change, after the change was rolled back."""
    with reading() as work:
        plan = plan_of(work, ref, kind)
        return plan_page(work, plan, kind, content, refused=refusal_words(work, plan, error)), 422


def refusal_words(work: Work, plan: Plan, error: MatchmakerError) -> list[str]:
    if isinstance(error, PlanRefused):
        return violation_sentences(error.violations, names_in_plan(work=work, plan=plan), locale())
    return [words_of(error)]


def whole_number(name: str) -> int:
    """A number of the form; InvalidInput if it is none."""
    given = request.form.get(name, "").strip()
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise InvalidInput(field=name, problem=N_("Load the page again and repeat your step."))
    return int(given)
