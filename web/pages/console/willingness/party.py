"""One party in a round: its answer, its days and limits, how it was asked; answers and conditions taken down for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.models import Campaign, Expert, Participation
from matchmaker.services.history import history_of
from matchmaker.services.invitations.records import WILLINGNESS, invitation_of, revoke_invitation
from matchmaker.services.invitations.sending import mail_address
from matchmaker.services.offered_days import offered_days
from matchmaker.services.participation import Conditions, conditions_of, set_conditions
from matchmaker.services.party import Party, side_of
from matchmaker.services.scope import get_visible
from matchmaker.services.willingness import (
    BY_HAND,
    COOPERATING,
    answer_willingness,
    forget_answer,
    willingness_of,
)
from matchmaker.services.willingness_list import table_of
from matchmaker.services.willingness_partner import partner_names, partners_named
from matchmaker.services.work import TAIAN, Work
from web.answer_form import SEVERAL, answer_state, day_choices, read_answer
from web.choices import choices
from web.event_words import timeline
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.navigation import ORGANIZERS, READERS
from web.pages.console.rendering import render_page
from web.pages.console.willingness.index import round_of, side_names
from web.session import reading, require, writing

LIMITS = ("max_visits", "max_days", "max_per_date", "max_delegation")
# side -> the limits that mean something for it
LIMITS_OF = {
    "expert": ("max_visits", "max_days"),
    "enterprise": ("max_visits", "max_per_date"),
    "institution": ("max_visits", "max_delegation"),
}
HISTORY_SHOWN = 12
OWN_EVENTS = ("willingness", "participation", "invitation")


@require(*READERS)
def show(side: str, ref: str) -> ResponseReturnValue:
    with reading() as work:
        return party_page(work, *found(work, side, ref))


@require(*ORGANIZERS)
def record(side: str, ref: str) -> ResponseReturnValue:
    """What a party said, as an officer heard it: by telephone, in WeChat, in person."""
    form = FormReader(request.form)
    with writing("willingness") as work:
        campaign, party = found(work, side, ref)
        known = conditions_of(work=work, campaign=campaign, party=party)
        new = read_answer(form, offered_days(work=work, campaign=campaign), known)
        how, said_on = form.code("how", BY_HAND, required=True) or "", form.day("said_on")
        partner = form.text("partner", 200)
        if not form.errors:
            try:
                at = datetime.combine(said_on, time(12), TAIAN) if said_on else None
                partners = partners_named(work=work, party=party, name=partner) if new.answer == COOPERATING else ()
                told = replace(new, partners=partners, answered_at=at)
                answer_willingness(work=work, campaign=campaign, party=party, new=told, how=how)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        if form.errors:
            return party_page(work, campaign, party, form.state(SEVERAL)), 422
    flash(gettext("The answer is recorded."))
    return redirect(url_for("willingness.show", side=side, ref=ref), 303)


@require(*ORGANIZERS)
def forget(side: str, ref: str) -> ResponseReturnValue:
    with writing("willingness") as work:
        campaign, party = found(work, side, ref)
        forget_answer(work=work, campaign=campaign, party=party, why=request.form.get("note", "")[:2000])
    flash(gettext("The answer is taken back: the party counts as unknown again."))
    return redirect(url_for("willingness.show", side=side, ref=ref), 303)


@require(*ORGANIZERS)
def conditions(side: str, ref: str) -> ResponseReturnValue:
    """Limits of a party: an empty box follows the round's own rule."""
    form = FormReader(request.form)
    limits = {name: form.whole(name, 0, 366) for name in LIMITS_OF.get(side, ())}
    group, note = form.text("group", 60), form.text("condition_note", 2000)
    with writing("participation") as work:
        campaign, party = found(work, side, ref)
        if form.errors:
            return party_page(work, campaign, party, limits_form=form.state()), 422
        is_expert = isinstance(party, Expert)
        given = Conditions(
            **{name: -1 if value is None else value for name, value in limits.items()},
            invited=request.form.get("invited") == "yes" if is_expert else None,
            group=group if is_expert else None,
            leads_group=request.form.get("leads_group") == "yes" if is_expert else None,
            note=note,
        )
        set_conditions(work=work, campaign=campaign, party=party, conditions=given)
    flash(gettext("The changes are kept."))
    return redirect(url_for("willingness.show", side=side, ref=ref), 303)


@require(*ORGANIZERS)
def revoke(side: str, ref: str) -> ResponseReturnValue:
    """Let every link by which this party was asked stop working."""
    with writing("invitation") as work:
        campaign, party = found(work, side, ref)
        invitation = invitation_of(work=work, campaign=campaign, party=party, purpose=WILLINGNESS)
        if invitation is None:
            raise NotFound(kind="invitation", ref=ref)
        revoke_invitation(work=work, invitation=invitation, why=request.form.get("note", "")[:2000])
    flash(gettext("The links no longer work. The answer given so far stays."))
    return redirect(url_for("willingness.show", side=side, ref=ref), 303)


def found(work: Work, side: str, ref: str) -> tuple[Campaign, Party]:
    """The running round and the party; NotFound without either, or for a party that is of another side."""
    campaign, party = round_of(work), get_visible(work=work, kind=table_of(side), ref=ref)
    if campaign is None or side_of(party) != side:
        raise NotFound(kind=side, ref=ref)
    return campaign, party


def party_page(
    work: Work,
    campaign: Campaign,
    party: Party,
    form: FormState | None = None,
    limits_form: FormState | None = None,
) -> str:
    """The page; the forms are those with something wrong in them, if any."""
    side = side_of(party)
    answer = willingness_of(work=work, campaign=campaign, party=party)
    known = conditions_of(work=work, campaign=campaign, party=party)
    events = [one for one in history_of(work=work, record=party) if one.action.partition(".")[0] in OWN_EVENTS]
    return render_page(
        work,
        "console/willingness_party.html",
        round=campaign,
        side=side,
        side_name=side_names()[side],
        party=party,
        answer=answer,
        partners=partner_names(work=work, party=party, keys=answer.partner_ids) if answer else [],
        conditions=known,
        invitation=invitation_of(work=work, campaign=campaign, party=party, purpose=WILLINGNESS),
        has_mail=mail_address(party) is not None,
        form=form or answer_state(answer, known),
        limits_form=limits_form or limits_state(known),
        limits=LIMITS_OF[side],
        days=day_choices(offered_days(work=work, campaign=campaign)),
        answers=choices("willingness_answers"),
        ways=[way for way in choices("answer_ways") if way[0] in BY_HAND],
        history=timeline(work, events[:HISTORY_SHOWN]),
        may_act=work.actor.is_organizer,
        today=work.today(),
    )


def limits_state(known: Participation | None) -> FormState:
    """The limits as they stand."""
    if known is None:
        return FormState()
    values: dict[str, Any] = {name: getattr(known, name) for name in LIMITS}
    values |= {"group": known.group_name, "condition_note": known.note, "invited": "yes" if known.invited else "",
               "leads_group": "yes" if known.group_leader else ""}  # fmt: skip
    return FormState(values)
