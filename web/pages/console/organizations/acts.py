"""Verify an organization with its credit code; look at a contact in full."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Organization
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.credit_code import checked_credit_code
from matchmaker.services.organization import ORGANIZERS, verify_organization
from matchmaker.services.scope import get_visible
from web.form_errors import words_of
from web.form_state import FormState
from web.navigation import REGISTRY
from web.pages.console.organizations.page import organization_page
from web.pages.console.versions import check_version
from web.session import require, writing


@require(*ORGANIZERS)
def verify(ref: str) -> ResponseReturnValue:
    given = request.form.get("uscc", "").strip()
    with writing("organization") as work:
        row = get_visible(work=work, kind=Organization, ref=ref)
        check_version(row, "organization")
        try:
            verify_organization(work=work, organization=row, uscc=checked_credit_code(given))
        except InvalidInput as error:
            form = FormState({"uscc": given[:40]}, {"uscc": words_of(error)})
            return organization_page(work, row, form), 422
    flash(gettext("The organization is verified."))
    return redirect(url_for("organizations.show", ref=ref), 303)


@require(*REGISTRY)
def reveal(ref: str, number: int) -> ResponseReturnValue:
    with writing("organization") as work:
        row = get_visible(work=work, kind=Organization, ref=ref)
        if not (work.actor.is_organizer or work.actor.organization_id == row.id):
            raise Forbidden(action="contact.reveal")
        if number >= len(row.contacts):
            abort(404)
        note_reveal(work=work, subject=row)
        contact = row.contacts[number]
        return render_template("console/revealed.html", value=contact.mobile or contact.telephone or "")
