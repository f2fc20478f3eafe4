"""The page of one need: its texts, who fits, the public version, the record of actions, and what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import NotFound
from matchmaker.models import Job, Need, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Confidentiality, Grade, NeedState
from matchmaker.services.coach.repeats import alike_needs
from matchmaker.services.contact_disclosure import masked_email, masked_name, masked_number
from matchmaker.services.history import history_of
from matchmaker.services.job import get_job
from matchmaker.services.need import TRANSITIONS, find_repeat, note_confidential_read
from matchmaker.services.need_hints import NeedTexts, advise
from matchmaker.services.review_queue import candidates_of
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.classified import classification_rows
from web.event_words import timeline
from web.navigation import READERS
from web.need_form import hints_in_words
from web.pages.console.candidate import address_of, kind_of, line_of
from web.pages.console.jobs import job_card
from web.pages.console.no_match import no_match_of
from web.pages.console.rendering import render_page
from web.session import application, reading, require, writing

# act -> the state it leads to
MOVES = {
    "verify": NeedState.VERIFIED,
    "return": NeedState.RETURNED,
    "publish": NeedState.PUBLISHED,
    "close": NeedState.CLOSED,
}
PREPARED = (NeedState.SUBMITTED, NeedState.RETURNED)


@require(*READERS)
def show(ref: str) -> ResponseReturnValue:
    with opened(ref) as (work, need):
        return need_page(work, need)


@contextmanager
def opened(ref: str) -> Iterator[tuple[Work, Need]]:
    """The need in the caller's scope. Opening a confidential one is an act, noted before anything of it is shown.

    The note is committed first: a page that is made within a transaction that writes keeps other writers waiting.
    """
    with reading() as work:
        need = get_visible(work=work, kind=Need, ref=ref)
        if need.confidentiality is not Confidentiality.CONFIDENTIAL:
            yield work, need
            return
    with writing("need") as work:
        note_confidential_read(work=work, need=get_visible(work=work, kind=Need, ref=ref))
    with reading() as work:
        yield work, get_visible(work=work, kind=Need, ref=ref)


def need_page(work: Work, need: Need, *, tracking_url: str = "") -> str:
    """The page; `tracking_url` is shown once, when it was just issued."""
    may = acts_on(work, need)
    rows = candidates_of(work=work, need=need)
    same, alike = likes_of(work, need)
    return render_page(
        work,
        "console/need.html",
        need=need,
        organization=need.organization,
        contact={
            "name": masked_name(need.contact_name),
            "mobile": masked_number(need.contact_mobile),
            "email": masked_email(need.contact_email),
        },
        reveal=url_for("needs.reveal", ref=need.ref) if work.actor.is_organizer else "",
        classifications=classification_rows(need.classifications),
        repeats=same,
        alike=alike,
        coach=coach_of(need),
        suggestions=[suggestion_row(row) for row in rows if row.grade is not Grade.WEAK],
        weak=[suggestion_row(row) for row in rows if row.grade is Grade.WEAK],
        no_match=no_match_of(work, need),
        waiting=need.state in MATCHED_STATES and need.assessed_at is None,
        running=matching_job(work, need),
        events=timeline(work, history_of(work=work, record=need)),
        may=may,
        tracking_url=tracking_url,
    )


def likes_of(work: Work, need: Need) -> tuple[list[Need], list[Need]]:
    """Needs of the caller's scope that say the same, and such as ask for something alike."""
    index = application().search_if_built
    found = alike_needs(work=work, index=index, need=need) if index is not None and index.is_built else []
    same = [one.need for one in found if one.same]
    copy = find_repeat(work=work, need=need) if need.state is not NeedState.CLOSED else None
    if copy is not None and copy not in same:
        same.insert(0, copy)
    return same, [one.need for one in found if not one.same and one.need not in same]


def acts_on(work: Work, need: Need) -> set[str]:
    """What the caller may do with the need as it stands."""
    if not work.actor.is_organizer:
        return set()
    possible = {act for act, state in MOVES.items() if state in TRANSITIONS[need.state]}
    if need.state is not NeedState.SUBMITTED:
        possible.discard("verify")
    if need.public_approved_at is None:
        possible.discard("publish")
    if need.state is NeedState.CLOSED:
        return {"reopen"}
    if need.entered_by_id is not None and need.confirmed_at is None:
        possible.add("confirm")
    matched = {"match"} if need.state in MATCHED_STATES else set()
    return possible | matched | {"edit", "link", "approve", "review"}


def suggestion_row(row: Suggestion) -> dict[str, Any]:
    record = row.expert or row.achievement
    assert record is not None  # a need's suggestions have one of both
    return {
        "ref": row.ref,
        "grade": row.grade.value,
        "state": row.state.value,
        "name": getattr(record, "name", None) or getattr(record, "title", ""),
        "kind_label": kind_of(record),
        "line": line_of(record),
        "href": address_of(record),
        "evidence_href": url_for("evidence.show", ref=row.ref),
    }


def coach_of(need: Need) -> dict[str, Any]:
    """What the text says already and what would help."""
    funds = need.funds_text or str(need.funds_high or need.funds_low or "")
    texts = NeedTexts(need.title, need.problem, need.indicators, need.goal, need.background, funds,
                      bool(need.window_from or need.window_to))  # fmt: skip
    return hints_in_words(advise(texts))


def matching_job(work: Work, need: Need) -> dict[str, Any] | None:
    """The job that was asked for on this page, while it runs; None without one or for somebody else's."""
    ref = request.args.get("job")
    if not ref:
        return None
    try:
        job: Job = get_job(work=work, ref=ref)
    except NotFound:
        return None
    return job_card(job, gettext("Matching again"), following=url_for("needs.show", ref=need.ref))
