"""What can be done with a profile: let it rest or take part, withdraw it, note a relation, look at the contact."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Expert
from matchmaker.models.codes import ExpertState
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.expert import CONFLICT_KINDS, KEEPERS, declare_conflict, set_expert_state
from matchmaker.services.name_lookup import require_organization
from matchmaker.services.scope import get_visible
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.list_query import code_of
from web.pages.console.experts.page import expert_page
from web.pages.console.versions import check_version
from web.session import require, writing


@require(*KEEPERS)
def set_state(ref: str) -> ResponseReturnValue:
    state = code_of(request.form.get("state", ""), ExpertState, "state")
    if state is ExpertState.WITHDRAWN:
        raise InvalidInput(field="state", problem=N_("Use the button for a withdrawn consent."))
    return change_state(ref, state, request.form.get("note", "")[:2000], gettext("The state is changed."))


@require(*KEEPERS)
def withdraw(ref: str) -> ResponseReturnValue:
    said = gettext("The profile is out of all matching.")
    return change_state(ref, ExpertState.WITHDRAWN, request.form.get("note", "")[:2000], said)


def change_state(ref: str, state: ExpertState, why: str, said: str) -> ResponseReturnValue:
    with writing("expert") as work:
        expert = get_visible(work=work, kind=Expert, ref=ref)
        check_version(expert, "expert")
        set_expert_state(work=work, expert=expert, state=state, why=why)
    flash(said)
    return redirect(url_for("experts.show", ref=ref), 303)


@require(*KEEPERS)
def add_conflict(ref: str) -> ResponseReturnValue:
    """Note that an expert and an organization are kept apart, or work together already."""
    form = FormReader(request.form)
    name, note = form.text("organization", 200, required=True), form.text("note", 300)
    kind, until = form.code("kind", CONFLICT_KINDS, required=True), form.day("until")
    with writing("expert") as work:
        expert = get_visible(work=work, kind=Expert, ref=ref)
        if not form.errors:
            try:
                organization = require_organization(work=work, name=name, field="organization")
                assert organization is not None  # it was required above
                declare_conflict(
                    work=work, expert=expert, organization=organization, kind=kind or "", note=note, until=until
                )
            except InvalidInput as error:
                form.errors |= field_errors(error)
        if form.errors:
            return expert_page(work, expert, form.state()), 422
    flash(gettext("The relation is noted."))
    return redirect(url_for("experts.show", ref=ref), 303)


@require(*KEEPERS)
def reveal(ref: str) -> ResponseReturnValue:
    with writing("expert") as work:
        expert = get_visible(work=work, kind=Expert, ref=ref)
        note_reveal(work=work, subject=expert)
        contact = expert.contacts[0] if expert.contacts else None
        return render_template("console/revealed.html", value=contact.mobile if contact else "")
