"""What organizers do with a need: verify, return, publish, close, take up again, confirm, match again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import Conflicting, InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Need
from matchmaker.models.codes import MATCHED_STATES, NeedResult
from matchmaker.services.audit import audit
from matchmaker.services.need import (
    approve_public_version,
    close_need,
    confirm_intake,
    publish_need,
    reopen_need,
    return_need,
    verify_need,
)
from matchmaker.services.scope import get_visible
from matchmaker.services.suggest_jobs import ask_for_suggestions
from matchmaker.services.work import Work
from web.list_query import code_of
from web.navigation import ORGANIZERS
from web.pages.console.versions import check_version
from web.session import require, writing


def act_on(ref: str, act: Callable[[Work, Need], object], said: str) -> ResponseReturnValue:
    """Act on a need of the caller's scope as it was on the screen, then show it again."""
    with writing("need") as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        check_version(need, "need")
        act(work, need)
    flash(said)
    return redirect(url_for("needs.show", ref=ref), 303)


def note() -> str:
    return request.form.get("note", "")


@require(*ORGANIZERS)
def verify(ref: str) -> ResponseReturnValue:
    said = gettext("Verified. It is being matched now.")
    return act_on(ref, lambda work, need: verify_need(work=work, need=need, note=note()), said)


@require(*ORGANIZERS)
def return_(ref: str) -> ResponseReturnValue:
    said = gettext("Returned. The enterprise reads your note on its tracking page.")
    return act_on(ref, lambda work, need: return_need(work=work, need=need, note=note()), said)


@require(*ORGANIZERS)
def publish(ref: str) -> ResponseReturnValue:
    return act_on(
        ref, lambda work, need: publish_need(work=work, need=need), gettext("The public version is published.")
    )


@require(*ORGANIZERS)
def close(ref: str) -> ResponseReturnValue:
    result = code_of(request.form.get("result", ""), NeedResult, "result")
    said = gettext("The need is closed.")
    return act_on(ref, lambda work, need: close_need(work=work, need=need, result=result, note=note()), said)


@require(*ORGANIZERS)
def reopen(ref: str) -> ResponseReturnValue:
    if not note().strip():
        raise InvalidInput(field="note", problem=N_("Say why the need is taken up again."))
    said = gettext("The need is taken up again.")
    return act_on(ref, lambda work, need: reopen_need(work=work, need=need, why=note()), said)


@require(*ORGANIZERS)
def confirm(ref: str) -> ResponseReturnValue:
    how = request.form.get("how", "")[:200]
    said = gettext("The enterprise's word is recorded.")
    return act_on(ref, lambda work, need: confirm_intake(work=work, need=need, how=how), said)


@require(*ORGANIZERS)
def public(ref: str) -> ResponseReturnValue:
    how = request.form.get("how", "").strip()
    if not how:
        raise InvalidInput(field="how", problem=N_("Say who approved it, and how."))
    title, text = request.form.get("public_title", ""), request.form.get("public_text", "")
    said = gettext("The public version is kept as approved.")
    return act_on(
        ref, lambda work, need: approve_public_version(work=work, need=need, title=title, text=text, how=how), said
    )


@require(*ORGANIZERS)
def match(ref: str) -> ResponseReturnValue:
    """Match again, in the background; the page shows how far it is."""
    with writing("need") as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        if need.state not in MATCHED_STATES:
            raise Conflicting(what="need")
        job = ask_for_suggestions(work=work, need=need)
        audit(work=work, action="need.match", subject=need)
        job_ref = job.ref
    flash(gettext("It is being matched again."))
    return redirect(url_for("needs.show", ref=ref, job=job_ref, _anchor="suggestions"), 303)
