"""本届行动 for those with an account: enterprises and liaisons say whether they take part, and answer invitations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models.codes import Role
from matchmaker.services.invitations.reply import reply_in_portal
from matchmaker.services.offered_days import offered_days
from matchmaker.services.own_round import (
    find_own_round,
    own_answer,
    own_experts,
    own_invitation,
    own_invitations,
    own_party,
    own_round,
    was_asked,
)
from matchmaker.services.party import side_of
from matchmaker.services.rating import own_visits, rate_own_visit
from matchmaker.services.willingness import answer_willingness
from matchmaker.services.work import Work
from web.answer_form import SEVERAL, answer_state, day_choices, read_answer, read_reply
from web.choices import choices
from web.engagement_cards import cards
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.pages.answer import RATINGS
from web.session import reading, require, writing

blueprint = Blueprint("my_round", __name__, url_prefix="/my/round")
own_only = require(Role.ENTERPRISE, Role.LIAISON)


@blueprint.get("")
@own_only
def index() -> ResponseReturnValue:
    with reading() as work:
        if find_own_round(work=work) is None:
            return render_template("answer/own.html", round=None)
        return page(work, "")


@blueprint.post("/willingness")
@own_only
def willingness() -> ResponseReturnValue:
    return answer_own("")


@blueprint.post("/reply")
@own_only
def reply() -> ResponseReturnValue:
    return reply_own("")


@blueprint.post("/rating")
@require(Role.ENTERPRISE)
def rating() -> ResponseReturnValue:
    """How a visit was."""
    form = FormReader(request.form)
    stars, text = form.code("rating", RATINGS, required=True), form.text("text", 2000)

    def store(work: Work) -> None:
        if not form.errors:
            about = request.form.get("about", "")
            rate_own_visit(work=work, campaign=own_round(work=work), ref=about, rating=int(stars or 0), text=text)

    return stored("", form, store, "rating", gettext("Thank you: your word is kept. You can change it at any time."))


@blueprint.get("/experts/<ref>")
@require(Role.LIAISON)
def expert(ref: str) -> ResponseReturnValue:
    with reading() as work:
        return page(work, ref)


@blueprint.post("/experts/<ref>/willingness")
@require(Role.LIAISON)
def expert_willingness(ref: str) -> ResponseReturnValue:
    return answer_own(ref)


@blueprint.post("/experts/<ref>/reply")
@require(Role.LIAISON)
def expert_reply(ref: str) -> ResponseReturnValue:
    return reply_own(ref)


def answer_own(ref: str) -> ResponseReturnValue:
    """Whether they take part, for their own house or one of its experts."""
    form = FormReader(request.form)

    def store(work: Work) -> None:
        campaign = own_round(work=work)
        party = own_party(work=work, expert=ref)
        _, known = own_answer(work=work, campaign=campaign, party=party)
        new = read_answer(form, offered_days(work=work, campaign=campaign), known)
        if not form.errors:
            answer_willingness(work=work, campaign=campaign, party=party, new=new)

    return stored(ref, form, store, "willingness")


def reply_own(ref: str) -> ResponseReturnValue:
    """What they say to appointments of a plan."""
    form = FormReader(request.form)

    def store(work: Work) -> None:
        given = read_reply(form, offered_days(work=work, campaign=own_round(work=work)))
        party = own_party(work=work, expert=ref)
        invitation = own_invitation(work=work, party=party, plan=request.form.get("plan", ""))
        if not form.errors:
            refs = request.form.getlist("about")
            reply_in_portal(work=work, invitation=invitation, refs=refs, reply=given)

    return stored(ref, form, store, "reply")


def stored(ref: str, form: FormReader, store: Callable[[Work], None], name: str, said: str = "") -> ResponseReturnValue:
    with writing("invitation") as work:
        try:
            store(work)
        except InvalidInput as error:
            form.errors |= field_errors(error)
        if form.errors:
            return page(work, ref, {name: form.state(SEVERAL)}), 422
    flash(said or gettext("Thank you: your answer has arrived. You can change it here until the deadline."))
    return redirect(address_of(ref), 303)


def address_of(ref: str) -> str:
    return url_for("my_round.expert", ref=ref) if ref else url_for("my_round.index")


def page(work: Work, ref: str, forms: dict[str, FormState] | None = None) -> str:
    """The page of the own house, or of one expert of it; `forms` are those with something wrong in them."""
    campaign, party = own_round(work=work), own_party(work=work, expert=ref)
    answer, conditions = own_answer(work=work, campaign=campaign, party=party)
    days = day_choices(offered_days(work=work, campaign=campaign))
    is_liaison = work.actor.role is Role.LIAISON
    plans: list[dict[str, Any]] = [
        {"plan": one.plan, "open": one.open, "cards": cards(work=work, plan=one.plan, party=party)}
        for one in own_invitations(work=work, party=party)
    ]
    return render_template(
        "answer/own.html",
        round=campaign,
        party=party,
        side=side_of(party),
        answer=answer,
        asked=was_asked(work=work, campaign=campaign, party=party),
        form=(forms or {}).get("willingness") or answer_state(answer, conditions),
        reply_form=(forms or {}).get("reply"),
        about=request.form.getlist("about"),
        days=days,
        answers=choices("willingness_answers"),
        reasons=choices("decline_reasons"),
        plans=plans,
        visits=own_visits(work=work, campaign=campaign) if not ref else [],
        rating_form_state=(forms or {}).get("rating"),
        ratings=RATINGS,
        experts=own_experts(work=work, campaign=campaign) if is_liaison and not ref else [],
        expert_ref=ref,
        is_liaison=is_liaison,
        actions=actions_of(ref),
    )


def actions_of(ref: str) -> dict[str, str]:
    """Where the forms of the page go."""
    if ref:
        return {
            "willingness": url_for("my_round.expert_willingness", ref=ref),
            "reply": url_for("my_round.expert_reply", ref=ref),
            "rating": "",
        }
    return {
        "willingness": url_for("my_round.willingness"),
        "reply": url_for("my_round.reply"),
        "rating": url_for("my_round.rating"),
    }
