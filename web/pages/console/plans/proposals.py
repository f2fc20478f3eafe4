"""调整方案: what a local re-plan of a published plan would change, alternatives by rank, accept or dismiss."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Plan
from matchmaker.services.planning.access import PUBLISHED, get_plan
from matchmaker.services.planning.decide_proposal import accept_option, dismiss_proposal, refresh_proposal
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.propose_replan import ask_for_replan, get_proposal, proposals_of
from matchmaker.services.planning.replan_cause import PARTY_OUT, REVIEW, Cause
from matchmaker.services.planning.taking_part import party_by, taking_part
from matchmaker.services.work import Work
from web.navigation import ORGANIZERS
from web.pages.console.other_plans.kinds import MEETINGS, PAIRINGS, TRIPS
from web.pages.console.plans.finding import KIND, visit_plan
from web.pages.console.plans.proposal_cards import proposal_card
from web.pages.console.plans.shown import plan_card
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

_l = lazy_gettext
# kind of plan -> (its pages, what their list is called)
PAGES = {KIND: ("plans", _l("Plans of visits"))} | {
    one.code: (one.pages, one.title) for one in (MEETINGS, TRIPS, PAIRINGS)
}


@require(*ORGANIZERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        plan = get_plan(work=work, ref=ref)
        rows = proposals_of(work=work, plan=plan)
        shown = [proposal_card(work, plan, row) for row in rows]
        pages, title = PAGES[plan.kind]
        g.section = pages
        return render_page(
            work,
            "console/plans/proposals.html",
            plan=plan_card(plan),
            crumbs=[(title, url_for(f"{pages}.index")), (plan.name, url_for(f"{pages}.show", ref=ref))],
            may_review=plan.kind == KIND and plan.state == PUBLISHED,
            parties=parties(work, plan) if plan.state == PUBLISHED else [],
            proposals=[one for one in shown if one["pending"]],
            decided=[one for one in shown if not one["pending"]],
            poll=url_for("plans.proposals", ref=ref) if any(one["state"] == "waiting" for one in shown) else "",
        )


def parties(work: Work, plan: Plan) -> list[dict[str, Any]]:
    """Who could turn out not to come at all, as choices."""
    return [{"value": f"{one.side}:{one.ref}", "name": one.name} for one in taking_part(work=work, plan=plan)]


@require(*ORGANIZERS)
def propose(ref: str) -> ResponseReturnValue:
    """Let the plan be looked through for whatever no longer fits."""
    with writing("plan") as work:
        ask_for_replan(work=work, plan=visit_plan(work, ref), cause=Cause(REVIEW))
    return asked(ref)


@require(*ORGANIZERS)
def party_out(ref: str) -> ResponseReturnValue:
    """Somebody cannot take part any more."""
    side, _, key = request.form.get("party", "").partition(":")
    with writing("plan") as work:
        plan = get_plan(work=work, ref=ref)
        party = party_by(work=work, plan=plan, side=side, ref=key)
        why = request.form.get("note", "")[:300]
        cause = Cause(PARTY_OUT, chain=party, why=why) if isinstance(party, str) else Cause(
            PARTY_OUT, party=party, why=why)  # fmt: skip
        ask_for_replan(work=work, plan=plan, cause=cause)
    return asked(ref)


def asked(ref: str) -> ResponseReturnValue:
    """On to the proposals, of which one is being worked out."""
    flash(gettext("It is being worked out. Nothing has changed yet."))
    return redirect(url_for("plans.proposals", ref=ref), 303)


@require(*ORGANIZERS)
def accept(proposal: str) -> ResponseReturnValue:
    given = request.form.get("option", "")
    try:
        with writing("proposal") as work:
            row = get_proposal(work=work, ref=proposal)
            if not given.isascii() or not given.isdigit() or len(given) > 3:
                raise InvalidInput(field="option", problem=N_("Choose one of the options."))
            plan = accept_option(work=work, proposal=row, number=int(given))
            ref = plan.ref
    except PlanRefused:
        return again(proposal)
    flash(gettext("The plan is changed. Tell those whom it concerns: their invitations show the new state."))
    return redirect(url_for("plans.proposals", ref=ref), 303)


def again(proposal: str) -> ResponseReturnValue:
    """Something else has changed meanwhile: work the options out anew."""
    ref = refreshed(proposal)
    flash(gettext("The round has changed meanwhile, so the options are being worked out again."))
    return redirect(url_for("plans.proposals", ref=ref), 303)


@require(*ORGANIZERS)
def dismiss(proposal: str) -> ResponseReturnValue:
    with writing("proposal") as work:
        row = get_proposal(work=work, ref=proposal)
        dismiss_proposal(work=work, proposal=row, why=request.form.get("note", "")[:300])
        ref = work.session.get_one(Plan, row.plan_id).ref
    flash(gettext("Dismissed. The plan stays as it is."))
    return redirect(url_for("plans.proposals", ref=ref), 303)


@require(*ORGANIZERS)
def refresh(proposal: str) -> ResponseReturnValue:
    return asked(refreshed(proposal))


def refreshed(proposal: str) -> str:
    """Ask for the options anew; the plan's reference."""
    with writing("proposal") as work:
        row = get_proposal(work=work, ref=proposal)
        refresh_proposal(work=work, proposal=row)
        return work.session.get_one(Plan, row.plan_id).ref
