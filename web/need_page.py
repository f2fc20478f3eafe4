"""What the enterprise's own page of a need shows, whether it came by its link or with its account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, url_for
from flask_babel import gettext, lazy_gettext

from matchmaker.models import Need
from matchmaker.models.codes import NeedSource, NeedState
from matchmaker.services.contact_disclosure import masked_number
from matchmaker.services.need_standing import Entry, Partner, Step, accepted_partners, answer_of, record_of, steps_of
from matchmaker.services.work import Work
from web.form_state import FormState
from web.formats import day
from web.need_form import advice_of, form_of_need, kind_name, missing_in_words

_l = lazy_gettext
EDITABLE = (NeedState.DRAFT, NeedState.SUBMITTED, NeedState.RETURNED)
SUBMITTABLE = (NeedState.DRAFT, NeedState.RETURNED)
# Entered by somebody else for the enterprise, who then confirms it.
TAKEN_DOWN = (NeedSource.PHONE, NeedSource.VISIT, NeedSource.WECHAT)
BY = {"self": _l("Enterprise"), "office": _l("Science and technology office"), "program": _l("Program")}

Crumbs = Sequence[tuple[str, str]]


def need_page(
    *,
    work: Work,
    need: Need,
    links: Mapping[str, str],
    crumbs: Crumbs,
    files: Sequence[Mapping[str, Any]] = (),
    form: FormState | None = None,
) -> dict[str, Any]:
    """The context of templates/needs/track.html; `form`: the public version as it was typed, if it was refused."""
    answer = answer_of(work=work, need=need)
    g.section = "track"
    return {
        "need": need,
        "organization": need.organization,
        "crumbs": crumbs,
        "links": links,
        "steps": [_step(step) for step in steps_of(work=work, need=need)],
        "matches": [_match(partner) for partner in accepted_partners(work=work, need=need)],
        "answer": answer
        and {
            "grade": answer.grade.value,
            "text": gettext(answer.text),
            "hints": [gettext(hint) for hint in answer.hints],
        },
        "mobile": masked_number(need.contact_mobile),
        "events": [_event(entry) for entry in record_of(work=work, need=need)],
        "files": files,
        "missing": missing_in_words(advice_of(form_of_need(need))),
        "form": form or FormState({"public_title": need.public_title, "public_text": need.public_text}),
        **_flags(need),
    }


def file_rows(need: Need, pages: str, **values: Any) -> list[dict[str, Any]]:
    """The need's attachments with their addresses on `pages` (tracking or my_needs)."""
    return [
        {
            "name": row.filename,
            "size": row.size,
            "href": url_for(f"{pages}.download", file=row.ref, **values),
            "remove": url_for(f"{pages}.remove", file=row.ref, **values),
        }
        for row in need.attachments
    ]


def _flags(need: Need) -> dict[str, bool]:
    return {
        "may_edit": need.state in EDITABLE,
        "may_submit": need.state in SUBMITTABLE,
        "must_confirm": need.intake in TAKEN_DOWN and need.confirmed_at is None and need.state is not NeedState.CLOSED,
        "may_approve": need.state not in (NeedState.DRAFT, NeedState.CLOSED),
        "may_withdraw": need.state is not NeedState.CLOSED,
    }


def _step(step: Step) -> dict[str, Any]:
    note = day(step.on, year=False) if step.on else ""
    return {"name": gettext(step.name), "note": note, "done": step.done, "current": step.current}


def _match(partner: Partner) -> dict[str, str]:
    kind = kind_name(partner.group, partner.home)
    told = partner.name is not None
    return {
        "grade": partner.grade.value,
        "name": partner.name or kind,
        "line": partner.institution or (kind if told else gettext("The name is told once the person has agreed.")),
        "state": gettext("taken up by the organizers"),
    }


def _event(entry: Entry) -> dict[str, Any]:
    return {"at": entry.at, "actor": str(BY[entry.by]), "text": gettext(entry.text), "changes": [], "why": entry.why}
