"""The page of one organization: its needs or experts, partners, contacts, and records that may be the same body."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from matchmaker.models import Organization, Suggestion
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.both_ways.relations import INSTITUTIONS
from matchmaker.services.contact_disclosure import masked_name, masked_number
from matchmaker.services.history import history_of
from matchmaker.services.merge_preview import twins_of
from matchmaker.services.organization import ORGANIZERS
from matchmaker.services.registry_parts import achievements_of, experts_of, needs_of
from matchmaker.services.scope import get_visible
from matchmaker.services.suggestion_board import partners_of
from matchmaker.services.work import Work
from web.classified import classification_rows
from web.event_words import timeline
from web.form_state import FormState
from web.navigation import READERS, REGISTRY
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*REGISTRY)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        return organization_page(work, get_visible(work=work, kind=Organization, ref=ref))


def organization_page(work: Work, row: Organization, verify_form: FormState | None = None) -> str:
    """The page; `verify_form` is the question for the credit code with what was wrong in it."""
    enterprise = row.kind is OrganizationKind.ENTERPRISE
    may = acts_on(work, row)
    return render_page(
        work,
        "console/organization.html",
        organization=row,
        classifications=classification_rows(row.classifications),
        contacts=contacts_of(work, row),
        needs=needs_of(work=work, organization=row),
        experts=[] if enterprise else experts_of(work=work, organization=row),
        achievements=[] if enterprise else achievements_of(work=work, owner=row),
        partners=[partner_row(each, row) for each in partners_of(work=work, organization=row)],
        whole=whole_of(work, row),
        twins=[twin_row(each) for each in twins_of(work=work, organization=row)] if "merge" in may else [],
        events=timeline(work, history_of(work=work, record=row)),
        may=may,
        verify_form=verify_form or FormState({"uscc": row.uscc or ""}),
    )


def whole_of(work: Work, row: Organization) -> list[tuple[str, str]]:
    """(What it is called, address) of the pages on which these partners are decided on, or sent round."""
    if row.kind in INSTITUTIONS:
        round_ = (gettext("List of needs to send round"), url_for("suitable.index", institution=row.ref))
        if work.actor.role not in READERS:
            return [round_]
        return [(gettext("What they rest on"), url_for("partners.institution", institution=row.ref)), round_]
    if row.kind is OrganizationKind.ENTERPRISE and work.actor.role in READERS:
        return [(gettext("What they rest on"), url_for("partners.index", enterprise=row.ref))]
    return []


def acts_on(work: Work, row: Organization) -> set[str]:
    if work.actor.role in ORGANIZERS:
        return {"edit", "merge"} | (set() if row.verified else {"verify"})
    return {"edit"} if work.actor.organization_id == row.id else set()


def contacts_of(work: Work, row: Organization) -> list[dict[str, Any]]:
    """Masked; who may look at them in full gets the address to ask at."""
    full = work.actor.is_organizer or work.actor.organization_id == row.id
    return [
        {
            "name": masked_name(contact.name),
            "role": contact.role,
            "mobile": masked_number(contact.mobile or contact.telephone),
            "reveal": url_for("organizations.reveal", ref=row.ref, number=at) if full else "",
        }
        for at, contact in enumerate(row.contacts)
    ]


def partner_row(suggestion: Suggestion, own: Organization) -> dict[str, Any]:
    other = suggestion.institution if suggestion.enterprise_id == own.id else suggestion.enterprise
    assert other is not None  # the check constraint of the table
    count = int(suggestion.parts.get("needs", 0))
    line = ngettext("fits %(num)s need", "fits %(num)s needs", count) if count else ""
    return {
        "ref": suggestion.ref,
        "grade": suggestion.grade.value,
        "state": suggestion.state.value,
        "name": other.name,
        "line": line,
        "href": url_for("organizations.show", ref=other.ref),
    }


def twin_row(twin: Organization) -> dict[str, str]:
    why = gettext("similar name") + (f" · {twin.uscc}" if twin.uscc else "")
    return {"ref": twin.ref, "name": twin.name, "why": why}
