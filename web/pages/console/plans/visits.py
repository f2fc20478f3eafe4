"""One visit of a plan: where it could go and what that costs; move, lock, end, forbid."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, MatchmakerError, NotFound
from matchmaker.locale import N_
from matchmaker.models import Expert, Plan, Visit
from matchmaker.services.planning.access import DRAFT, PLANNED, PUBLISHED
from matchmaker.services.planning.edit_visits import (
    Place,
    cancel_visit,
    forbid_visit,
    lock_visit,
    move_visit,
    places_for,
    unlock_visit,
    visit_of,
)
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.names import Names, names_of, plan_names
from matchmaker.services.planning.plan_board import board_of
from matchmaker.services.planning.propose_replan import ask_for_replan
from matchmaker.services.planning.replan_cause import CANCELLED, Cause
from matchmaker.services.planning.words import day_text, violation_text
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.form_errors import locale, words_of
from web.navigation import ORGANIZERS
from web.pages.console.plans.failing import refusal_words
from web.pages.console.plans.finding import given_day, own_plan, visit_plan
from web.pages.console.plans.page import body
from web.pages.console.plans.shown import plan_card, price_text, visit_card
from web.pages.console.rendering import render_page
from web.session import reading, require, writing
from web.toasts import with_toast


@require(*ORGANIZERS)
def show(ref: str, visit: str) -> ResponseReturnValue:
    """Everything that can be done with a visit: for the dialog, or as a page of its own."""
    with reading() as work:
        plan = own_plan(work, ref)
        row = visit_of(work=work, plan=plan, ref=visit)
        if row.state != PLANNED:
            raise NotFound(kind="visit", ref=visit)
        context = visit_context(work, plan, row)
        if request.headers.get("HX-Request"):
            return render_template("console/plans/visit_acts.html", **context)
        return render_page(work, "console/plans/visit.html", **context)


@require(*ORGANIZERS)
def places(ref: str, visit: str) -> ResponseReturnValue:
    """For dragging: each day with whether the visit could be there, and in words what it costs or breaks."""
    with reading() as work:
        plan = own_plan(work, ref)
        days, _ = places_for(work=work, plan=plan, visit=visit_of(work=work, plan=plan, ref=visit))
        names = plan_names(work=work, plan=plan)
        return jsonify([{"day": one.on_date.isoformat(), "free": one.free, "text": place_text(one, names)}
                        for one in days])  # fmt: skip


def visit_context(work: Work, plan: Plan, row: Visit) -> dict[str, Any]:
    board = board_of(work=work, plan=plan)
    card = next(visit_card(plan, one, True) for one in board.visits if one.row.id == row.id)
    days, others = places_for(work=work, plan=plan, visit=row)
    names = plan_names(work=work, plan=plan)
    known = names_of(work=work, experts={one.expert_id for one in others})
    return {
        "plan": plan_card(plan),
        "visit": card,
        "when": day_text(row.on_date, locale()),
        "published": plan.state == PUBLISHED,
        "draft": plan.state == DRAFT,
        "days": [(one.on_date, day_text(one.on_date, locale()), one.free, place_text(one, names)) for one in days],
        "others": [(known.experts[one.expert_id], one.free, place_text(one, names)) for one in others],
        "view": request.args.get("view", ""),
        "why": url_for("plans.why", ref=plan.ref, expert=card["expert"].ref, enterprise=card["enterprise"].ref),
    }


def place_text(one: Place, names: Names) -> str:
    """What a place costs, or the first things that stand against it."""
    if one.free:
        return price_text(one.price)
    return " ".join(dict.fromkeys(violation_text(said, names, locale()) for said in one.against[:2]))


@require(*ORGANIZERS)
def move(ref: str, visit: str) -> ResponseReturnValue:
    expert = request.form.get("expert", "")

    def act(work: Work, plan: Plan, row: Visit) -> None:
        day = given_day()
        if day is None and not expert:
            raise InvalidInput(field="on_date", problem=N_("Choose another day or another expert."))
        other = get_visible(work=work, kind=Expert, ref=expert) if expert else None
        move_visit(work=work, plan=plan, visit=row, on_date=day, expert=other)

    return changed(ref, visit, act, gettext("Moved."))


@require(*ORGANIZERS)
def lock(ref: str, visit: str) -> ResponseReturnValue:
    return changed(ref, visit, lambda work, plan, row: lock_visit(work=work, plan=plan, visit=row),
                   gettext("Locked: this and every later plan keeps the visit."))  # fmt: skip


@require(*ORGANIZERS)
def unlock(ref: str, visit: str) -> ResponseReturnValue:
    return changed(ref, visit, lambda work, plan, row: unlock_visit(work=work, plan=plan, visit=row),
                   gettext("Unlocked: the visit may move again."))  # fmt: skip


@require(*ORGANIZERS)
def cancel(ref: str, visit: str) -> ResponseReturnValue:
    """Take the visit out; in a published plan on request with a proposal of what could come instead."""
    why = request.form.get("note", "")[:300]
    if "propose" in request.form:
        with writing("plan") as work:
            plan = own_plan(work, ref)
            cause = Cause(CANCELLED, visit=visit_of(work=work, plan=plan, ref=visit), why=why)
            ask_for_replan(work=work, plan=plan, cause=cause)
        flash(gettext("What could come instead is being worked out. Nothing has changed yet."))
        return onward(url_for("plans.proposals", ref=ref))
    return changed(ref, visit, lambda work, plan, row: cancel_visit(work=work, plan=plan, visit=row, why=why),
                   gettext("The visit is taken out."))  # fmt: skip


@require(*ORGANIZERS)
def forbid(ref: str, visit: str) -> ResponseReturnValue:
    why = request.form.get("note", "")[:300]
    return changed(ref, visit, lambda work, plan, row: forbid_visit(work=work, plan=plan, visit=row, why=why),
                   gettext("Taken out: these two are not planned together again in this round."))  # fmt: skip


def changed(ref: str, visit: str, act: Callable[[Work, Plan, Visit], object], said: str) -> ResponseReturnValue:
    """Act on a visit, then show the board again; what the checker refuses is told where it was asked for."""
    try:
        with writing("plan") as work:
            plan = own_plan(work, ref)
            act(work, plan, visit_of(work=work, plan=plan, ref=visit))
            work.session.flush()
            work.session.expire_all()
            if request.headers.get("HX-Request"):
                fragment = body(work, plan, request.values.get("view", ""))
                return with_toast(make_response(fragment), said, event="plan:changed")
    except PlanRefused as error:
        with reading() as work:
            return told(" ".join(refusal_words(work, visit_plan(work, ref), error)))
    except MatchmakerError as error:
        if not request.headers.get("HX-Request"):
            raise
        return told(words_of(error))
    flash(said)
    return redirect(url_for("plans.show", ref=ref, view=request.values.get("view") or None), 303)


def told(words: str) -> ResponseReturnValue:
    """A refusal: a message beside what was asked, or a page where there is no script."""
    if not request.headers.get("HX-Request"):
        raise InvalidInput(field="visit", problem=words)
    response = make_response("", 422)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": words, "tone": "bad"}}, ensure_ascii=True)
    return response


def onward(address: str) -> ResponseReturnValue:
    """To another page, with and without script."""
    if request.headers.get("HX-Request"):
        response = make_response("", 200)
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address, 303)
