"""What a personal link (专属链接) opens: the question or the invitation, and the answer, without an account.

GET changes nothing. Answers are posted, may be changed until the deadline, and are counted so that nobody floods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Expert, Organization
from matchmaker.services.invitations.errors import LinkUnknown
from matchmaker.services.invitations.records import PLAN, RATING, WILLINGNESS
from matchmaker.services.invitations.reply import reply_by_link
from matchmaker.services.invitations.reveal import reveal_contact
from matchmaker.services.offered_days import offered_days
from matchmaker.services.participation import conditions_of
from matchmaker.services.party import side_of
from matchmaker.services.personal_link import Opened, admit_answer, admit_wrong_link, open_link
from matchmaker.services.rating import rate_by_link, visits_to_rate
from matchmaker.services.willingness import willingness_of
from matchmaker.services.willingness_asking import answer_by_link
from web.answer_form import SEVERAL, answer_state, day_choices, read_answer, read_reply
from web.choices import choices
from web.engagement_cards import cards_for
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.session import origin, reading, works, writing

blueprint = Blueprint("answer", __name__, url_prefix="/a/<token>")
RATINGS = ("5", "4", "3", "2", "1")


@blueprint.get("")
def show(token: str) -> ResponseReturnValue:
    with found(token) as opened:
        return PAGES[opened.invitation.purpose](opened, token)


@blueprint.post("/willingness")
def willingness(token: str) -> ResponseReturnValue:
    """Whether they are willing, and when."""
    with found(token) as opened:
        days = offered_days(work=opened.work, campaign=opened.campaign)
        known = conditions_of(work=opened.work, campaign=opened.campaign, party=opened.party)
    form = FormReader(request.form)
    new = read_answer(form, days, known)
    return answered(token, form, lambda opened: answer_by_link(opened=opened, new=new), willingness_page)


@blueprint.post("/reply")
def reply(token: str) -> ResponseReturnValue:
    """What they say to one appointment, or to several at once."""
    with found(token) as opened:
        days = offered_days(work=opened.work, campaign=opened.campaign)
    form = FormReader(request.form)
    given, refs = read_reply(form, days), request.form.getlist("about")
    return answered(token, form, lambda opened: reply_by_link(opened=opened, refs=refs, reply=given), plan_page)


@blueprint.post("/rating")
def rating(token: str) -> ResponseReturnValue:
    """How a visit was."""
    form = FormReader(request.form)
    stars, text = form.code("rating", RATINGS, required=True), form.text("text", 2000)
    ref = request.form.get("about", "")
    return answered(
        token, form, lambda opened: rate_by_link(opened=opened, ref=ref, rating=int(stars or 0), text=text), rating_page
    )


@blueprint.post("/contact")
def contact(token: str) -> ResponseReturnValue:
    """How to reach the other side of an appointment that both accepted; that it was shown is recorded (S6)."""
    with changing(token) as opened:
        if opened.plan is None:
            raise LinkUnknown
        ref = request.form.get("about", "")
        party, shown = reveal_contact(work=opened.work, plan=opened.plan, party=opened.party, ref=ref)
        name = party.name
    return render_template("answer/contact.html", name=name, contact=shown, back=url_for("answer.show", token=token))


def answered(
    token: str,
    form: FormReader,
    store: Callable[[Opened], object],
    page: Callable[[Opened, str, FormState], str],
) -> ResponseReturnValue:
    """Store what was sent, or show the form again with what is not right in it."""
    errors = dict(form.errors)
    if not errors:
        admit_answer(works=works(), token=token)
        try:
            with changing(token) as opened:
                store(opened)
        except InvalidInput as error:
            errors = field_errors(error)
    if errors:
        with found(token) as opened:
            return page(opened, token, form.state(SEVERAL, errors)), 422
    flash(gettext("Thank you: your answer has arrived. You can change it here until the deadline."))
    return redirect(url_for("answer.show", token=token), 303)


def willingness_page(opened: Opened, token: str, form: FormState | None = None) -> str:
    work, campaign, party = opened.work, opened.campaign, opened.party
    days = offered_days(work=work, campaign=campaign)
    answer = willingness_of(work=work, campaign=campaign, party=party)
    conditions = conditions_of(work=work, campaign=campaign, party=party)
    return render_page(
        "answer/willingness.html",
        opened,
        token,
        answer=answer,
        days=day_choices(days),
        answers=choices("willingness_answers"),
        form=form or answer_state(answer, conditions),
    )


def plan_page(opened: Opened, token: str, form: FormState | None = None) -> str:
    days = offered_days(work=opened.work, campaign=opened.campaign)
    return render_page(
        "answer/plan.html",
        opened,
        token,
        cards=cards_for(opened),
        days=day_choices(days),
        reasons=choices("decline_reasons"),
        form=form,
        about=request.form.getlist("about"),
    )


def rating_page(opened: Opened, token: str, form: FormState | None = None) -> str:
    rows = [
        {"visit": visit, "said": said, "other": other_name(opened, visit.expert_id, visit.enterprise_id)}
        for visit, said in visits_to_rate(opened=opened)
    ]
    return render_page(
        "answer/rating.html", opened, token, rows=rows, form=form, about=request.form.get("about", ""), ratings=RATINGS
    )


def other_name(opened: Opened, expert_id: int, enterprise_id: int) -> str:
    """Whom the visit was to, or who came: they have met."""
    session = opened.work.session
    if isinstance(opened.party, Expert):
        return session.get_one(Organization, enterprise_id).name
    return session.get_one(Expert, expert_id).name


def render_page(template: str, opened: Opened, token: str, **context: Any) -> str:
    """What every page of a link shows: whose it is, of which round, until when answers are taken."""
    return render_template(
        template,
        token=token,
        invitation=opened.invitation,
        campaign=opened.campaign,
        party=opened.party,
        side=side_of(opened.party),
        open=opened.open,
        **context,
    )


PAGES: dict[str, Callable[..., str]] = {WILLINGNESS: willingness_page, PLAN: plan_page, RATING: rating_page}


@contextmanager
def found(token: str) -> Iterator[Opened]:
    """What the link opens, for reading. Whoever holds the link acts as its party, also when signed in."""
    try:
        with reading() as work:
            yield open_link(work=work, token=token)
    except LinkUnknown:
        admit_wrong_link(works=works(), network=origin().network)
        raise


@contextmanager
def changing(token: str) -> Iterator[Opened]:
    with writing("invitation") as work:
        yield open_link(work=work, token=token)
