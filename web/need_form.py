"""The need form between browser and service: what was typed, what a stored need shows, hints and preview in words."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Need
from matchmaker.services.classification import codes_of
from matchmaker.services.coach.writer_repeats import repeats_for_writer
from matchmaker.services.need_entry import FIELDS_SCHEME, LISTS, TEXTS, Typed
from matchmaker.services.need_hints import NeedAdvice, NeedTexts, advise
from matchmaker.services.preview_kinds import Kind, KindsFound
from matchmaker.services.work import Work
from web.choices import choices, places
from web.form_errors import words_of
from web.form_state import Entered, FormState
from web.formats import listed
from web.labels import label

_l = lazy_gettext
# What a form of a need may send beside the need's own fields.
BESIDE = frozenset({"csrf_token", "draft", "act", "once", "version", "attachment"})
NOTHING_FOUND = KindsFound("waiting")
# (group of candidate, kind of its institution) -> what it is called; another kind of institution has the plain name
KIND_NAMES = {
    ("person", "university"): _l("Experts of universities"),
    ("person", "institute"): _l("Experts of research institutes"),
    ("person", None): _l("Experts"),
    ("team", "university"): _l("Teams and laboratories of universities"),
    ("team", "institute"): _l("Teams and laboratories of research institutes"),
    ("team", None): _l("Teams and laboratories"),
    ("achievement", None): _l("Results ready for transfer"),
}


def typed_need(beside: frozenset[str] = BESIDE) -> Typed:
    """What the form of this request holds. A field that no such form has is refused (S3)."""
    if set(request.form) - {*TEXTS, *LISTS} - beside:
        abort(400)
    texts = {name: request.form[name] for name in TEXTS if name in request.form}
    return Typed(texts, {name: [word for word in request.form.getlist(name) if word.strip()] for name in LISTS})


def form_of(typed: Typed, errors: Mapping[str, InvalidInput | str]) -> FormState:
    """The form again as it was typed, with what is wrong."""
    values: dict[str, Entered] = {**typed.texts, **typed.lists}
    return FormState(values, {name: _words(error) for name, error in errors.items()})


def _words(error: InvalidInput | str) -> str:
    return error if isinstance(error, str) else words_of(error)


def form_of_need(need: Need) -> FormState:
    """The form filled from a stored need."""
    values: dict[str, Entered] = {name: getattr(need, name) for name in TEXTS if hasattr(need, name)}
    values |= {
        "organization_name": need.organization.name,
        "keywords": need.keywords,
        "wishes": need.wishes,
        "fields": codes_of(need, FIELDS_SCHEME),
        "confidentiality": need.confidentiality.value,
        "window_from": need.window_from.isoformat() if need.window_from else None,
        "window_to": need.window_to.isoformat() if need.window_to else None,
    }
    return FormState(values)


def lists_of_form() -> dict[str, Any]:
    """The lists to choose from that templates/needs/new.html names."""
    return {
        "counties": places(),
        "fields": choices(FIELDS_SCHEME),
        "modes": choices("cooperation_modes", "solving"),
        "wishes": choices("cooperation_modes", "wish"),
        "activity_kinds": choices("need_kinds"),
        "confidentiality_levels": choices("confidentiality_levels"),
    }


def advice_of(form: FormState) -> NeedAdvice:
    return advise(
        NeedTexts(
            title=form.value("title"),
            problem=form.value("problem"),
            indicators=form.value("indicators"),
            goal=form.value("goal"),
            background=form.value("background"),
            funds=form.value("funds_text"),
            has_window=bool(form.value("window_to") or form.value("window_from")),
        )
    )


def hints_in_words(advice: NeedAdvice) -> dict[str, Any]:
    """For templates/needs/hints.html."""
    hints = [
        {"text": gettext(hint.text), "why": gettext(hint.why) if hint.why else "", "done": hint.done}
        for hint in advice.hints
    ]
    return {"hints": hints, "notes": [gettext(note) for note in advice.notes], "repeats": []}


def repeats_in_words(work: Work, form: FormState) -> list[dict[str, str | None]]:
    """Needs that the typed text repeats, as far as the writer may know of them: {title, href}."""
    text = "\n".join(form.value(name) for name in ("title", "problem", "indicators", "goal"))
    found = repeats_for_writer(work=work, text=text, draft=request.form.get("draft", ""))
    return [{"title": one.title, "href": url_for("my_needs.show", ref=one.ref) if one.ref else None} for one in found]


def missing_in_words(advice: NeedAdvice) -> list[str]:
    return [gettext(hint.text) for hint in advice.missing]


def preview_in_words(found: KindsFound) -> dict[str, Any]:
    """For templates/needs/preview.html."""
    return {"state": found.state, "kinds": [_kind_in_words(kind) for kind in found.kinds]}


def _kind_in_words(kind: Kind) -> dict[str, str]:
    fields: Sequence[str] = [label(code, scheme) for scheme, code in kind.fields] or kind.terms
    name = gettext("%(kind)s: %(count)s", kind=kind_name(kind.group, kind.home), count=kind.count)
    return {"name": name, "line": listed(fields), "grade": kind.grade.value}


def kind_name(group: str, home: str | None) -> str:
    """What a kind of candidate is called without naming anybody."""
    return str(KIND_NAMES.get((group, home)) or KIND_NAMES[group, None])


def form_page(form: FormState, *, own: bool, **changes: Any) -> str:
    """The form; `changes` for one that belongs to a stored need."""
    values: dict[str, Any] = {
        "form": form,
        "need": None,
        "own": own,
        "action": url_for("portal.create"),
        "autosave": url_for("portal.draft") if own else "",
        "draft": request.form.get("draft", ""),
        "once": request.form.get("once") or once_token(),
        "may_keep": True,
        "sends": True,
        "crumbs": [(gettext("Start"), url_for("home.index"))],
        "preview": preview_in_words(NOTHING_FOUND),
        **hints_in_words(advice_of(form)),
        **lists_of_form(),
    }
    return render_template("needs/new.html", **(values | changes))


def once_token() -> str:
    """Names one showing of a form, so that the same form sent twice is one need."""
    return secrets.token_hex(8)
