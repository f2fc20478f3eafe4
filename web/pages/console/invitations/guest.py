"""One invitation: the appointments it is to, what was said to each, answers taken down, links taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.models import Invitation, Plan
from matchmaker.services.history import history_of
from matchmaker.services.invitations.records import REVOKED, get_invitation, revoke_invitation
from matchmaker.services.invitations.reply import record_reply
from matchmaker.services.invitations.sending import mail_address
from matchmaker.services.invitations.times import readable_until
from matchmaker.services.offered_days import offered_days
from matchmaker.services.party import EXPERT, party_of, side_of
from matchmaker.services.personal_link import revoke_links
from matchmaker.services.planning.access import campaign_of, get_plan
from matchmaker.services.willingness import BY_HAND
from matchmaker.services.work import TAIAN, Work
from web.answer_form import SEVERAL, day_choices, read_reply
from web.choices import choices
from web.engagement_cards import cards
from web.event_words import timeline
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.navigation import ORGANIZERS, READERS
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

HISTORY_SHOWN = 15


@require(*READERS)
def show(plan: str, ref: str) -> ResponseReturnValue:
    with reading() as work:
        return guest_page(work, *found(work, plan, ref))


@require(*ORGANIZERS)
def answer(plan: str, ref: str) -> ResponseReturnValue:
    """What a guest said by telephone or otherwise."""
    form = FormReader(request.form)
    with writing("invitation") as work:
        row, invitation = found(work, plan, ref)
        given = read_reply(form, offered_days(work=work, campaign=campaign_of(work=work, plan=row)))
        how, said_on = form.code("how", BY_HAND, required=True) or "", form.day("said_on")
        if not form.errors:
            try:
                at = datetime.combine(said_on, time(12), TAIAN) if said_on else None
                told = replace(given, answered_at=at)
                refs = request.form.getlist("about")
                record_reply(work=work, invitation=invitation, refs=refs, reply=told, how=how)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        if form.errors:
            return guest_page(work, row, invitation, form.state(SEVERAL)), 422
    flash(gettext("The answer is recorded."))
    return redirect(url_for("invitations.guest", plan=plan, ref=ref), 303)


@require(*ORGANIZERS)
def drop_links(plan: str, ref: str) -> ResponseReturnValue:
    with writing("invitation") as work:
        _, invitation = found(work, plan, ref)
        revoke_links(work=work, invitation=invitation)
    flash(gettext("The links no longer work. The answer given so far stays."))
    return redirect(url_for("invitations.guest", plan=plan, ref=ref), 303)


@require(*ORGANIZERS)
def revoke(plan: str, ref: str) -> ResponseReturnValue:
    with writing("invitation") as work:
        _, invitation = found(work, plan, ref)
        revoke_invitation(work=work, invitation=invitation, why=request.form.get("note", "")[:2000])
    flash(gettext("The invitation is taken back."))
    return redirect(url_for("invitations.plan", plan=plan), 303)


def found(work: Work, plan: str, ref: str) -> tuple[Plan, Invitation]:
    """The plan and one of its invitations, in the caller's scope."""
    row, invitation = get_plan(work=work, ref=plan), get_invitation(work=work, ref=ref)
    if invitation.plan_id != row.id:
        raise NotFound(kind="invitation", ref=ref)
    return row, invitation


def guest_page(work: Work, plan: Plan, invitation: Invitation, form: FormState | None = None) -> str:
    """The page; `form` is what was refused of an answer."""
    party, campaign = party_of(work=work, row=invitation), campaign_of(work=work, plan=plan)
    side = side_of(party)
    events = [one for one in history_of(work=work, record=party) if one.action.startswith("invitation.")]
    return render_page(
        work,
        "console/invitation.html",
        plan=plan,
        party=party,
        side=side,
        key=f"{'expert' if side == EXPERT else 'organization'}:{party.ref}",
        invitation=invitation,
        readable=readable_until(work=work, invitation=invitation),
        living=sum(link.revoked_at is None for link in invitation.links),
        cards=cards(work=work, plan=plan, party=party, inside=True),
        form=form,
        about=request.form.getlist("about"),
        reasons=choices("decline_reasons"),
        days=day_choices(offered_days(work=work, campaign=campaign)),
        ways=[way for way in choices("answer_ways") if way[0] in BY_HAND],
        has_mail=mail_address(party) is not None,
        history=timeline(work, events[:HISTORY_SHOWN]),
        may_act=work.actor.is_organizer and invitation.state != REVOKED,
        today=work.today(),
    )
