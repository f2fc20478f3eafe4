"""调整方案: what a local re-plan would change, alternatives by rank, accept or dismiss."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Plan, Proposal
from matchmaker.services.planning.decide_proposal import accept_option, dismiss_proposal, refresh_proposal
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.names import Names, names_of
from matchmaker.services.planning.propose_replan import ask_for_replan, get_proposal, proposals_of
from matchmaker.services.planning.replan_cause import REVIEW, Cause, find_cause
from matchmaker.services.planning.words import day_text
from matchmaker.services.work import Work
from web.form_errors import locale
from web.navigation import ORGANIZERS
from web.pages.console.plans.failing import problem_words
from web.pages.console.plans.finding import visit_plan
from web.pages.console.plans.shown import moves_of, plan_card, price_text
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

_l = lazy_gettext
STATES = {
    "waiting": (_l("being worked out"), "go"),
    "open": (_l("to decide"), "wait"),
    "failed": (_l("no way found"), "bad"),
    "accepted": (_l("accepted"), "good"),
    "dismissed": (_l("dismissed"), "still"),
    "outdated": (_l("outdated"), "still"),
}
SIDES = {"expert": _l("The expert"), "enterprise": _l("The enterprise"), "": _l("The organizers")}


@require(*ORGANIZERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        plan = visit_plan(work, ref)
        rows = proposals_of(work=work, plan=plan)
        shown = [proposal_card(work, row) for row in rows]
        return render_page(
            work,
            "console/plans/proposals.html",
            plan=plan_card(plan),
            proposals=[one for one in shown if one["pending"]],
            decided=[one for one in shown if not one["pending"]],
            poll=url_for("plans.proposals", ref=ref) if any(one["state"] == "waiting" for one in shown) else "",
        )


def proposal_card(work: Work, row: Proposal) -> dict[str, Any]:
    words, tone = STATES[row.state]
    options = row.options
    people = [one for option in options for one in (*option["remove"], *option["add"])]
    names = names_of(work=work, experts={one["expert"] for one in people},
                     organizations={one["enterprise"] for one in people})  # fmt: skip
    return {
        "ref": row.ref,
        "state": row.state,
        "state_words": str(words),
        "tone": tone,
        "pending": row.state in ("waiting", "open", "failed"),
        "cause": cause_text(work, row),
        "why": row.cause.get("why", ""),
        "at": row.created_at,
        "chosen": row.chosen,
        "options": [option_card(number, one, names) for number, one in enumerate(options)],
        "problem": problem_words(work, row.problem) if row.state == "failed" else None,
    }  # fmt: skip


def option_card(number: int, option: dict[str, Any], names: Names) -> dict[str, Any]:
    """One way to answer."""
    titles = {
        "without": gettext("Without this visit"),
        "to_date": gettext("On %(day)s instead", day=day_text(option["day"], locale()) if option["day"] else ""),
        "around": gettext("Everything else adapts"),
    }
    moves = moves_of(option, names)
    return {
        "number": number,
        "title": titles[option["code"]],
        "best": number == 0,
        "moves": moves,
        "moved": ngettext("%(num)s published visit moves", "%(num)s published visits move", option["moved"])
        if option["moved"] else gettext("no other published visit moves"),
        "price": price_text(option["price"]),
        "nothing": not moves and not option["needs"],
    }  # fmt: skip


def cause_text(work: Work, row: Proposal) -> str:
    """What happened, with names."""
    cause = find_cause(work=work, document=row.cause)
    expert = cause.expert.name if cause.expert else ""
    enterprise = cause.enterprise.name if cause.enterprise else ""
    day = day_text(row.cause["on_date"], locale()) if row.cause.get("on_date") else ""
    about = {"who": str(SIDES.get(cause.by, cause.by)), "expert": expert, "enterprise": enterprise, "day": day}
    party = expert or enterprise
    texts = {
        "declined": gettext("%(who)s declines: %(expert)s at %(enterprise)s on %(day)s", **about),
        "another_date": gettext("%(who)s wants another day: %(expert)s at %(enterprise)s on %(day)s", **about),
        "cancelled": gettext("To be taken out: %(expert)s at %(enterprise)s on %(day)s", **about),
        "party_out": gettext("%(party)s cannot take part any more", party=party),
        "party_dates": gettext("%(party)s can come on other days only", party=party),
        "new_need": gettext("A new need of %(enterprise)s", enterprise=enterprise),
        "review": gettext("The plan was checked against the round as it is now"),
    }
    return texts[cause.code]


@require(*ORGANIZERS)
def propose(ref: str) -> ResponseReturnValue:
    """Let the plan be looked through for whatever no longer fits."""
    with writing("plan") as work:
        ask_for_replan(work=work, plan=visit_plan(work, ref), cause=Cause(REVIEW))
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
    ref = refreshed(proposal)
    flash(gettext("It is being worked out. Nothing has changed yet."))
    return redirect(url_for("plans.proposals", ref=ref), 303)


def refreshed(proposal: str) -> str:
    """Ask for the options anew; the plan's reference."""
    with writing("proposal") as work:
        row = get_proposal(work=work, ref=proposal)
        refresh_proposal(work=work, proposal=row)
        return work.session.get_one(Plan, row.plan_id).ref
