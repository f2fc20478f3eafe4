"""The form of an organization: entered anew, or corrected."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Organization
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services.classification import Code, codes_of
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.credit_code import checked_credit_code
from matchmaker.services.organization import ORGANIZERS, NewOrganization, create_organization, edit_organization
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.choices import choices, counties, scheme
from web.form_errors import field_errors
from web.form_reader import LONGEST_TEXT, FormReader
from web.form_state import FormState
from web.i18n import language
from web.navigation import REGISTRY
from web.pages.console.contact_form import read_contact
from web.pages.console.organizations.index import CHAINS
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import current_actor, reading, require, writing

SEVERAL = ("chains", "tags")


@require(*ORGANIZERS)
def new() -> ResponseReturnValue:
    with reading() as work:
        return form_page(work, None, FormState({"kind": "enterprise", "county_code": work.actor.county_code or ""}))


@require(*ORGANIZERS)
def create() -> ResponseReturnValue:
    form = FormReader(request.form)
    kind = form.code("kind", list(OrganizationKind), required=True)
    values, codes, contact = read_values(form), read_codes(form), read_contact(form)
    with writing("organization") as work:
        own_county_only(work, form, values, OrganizationKind(kind) if kind else None)
        if not form.errors:
            try:
                made = NewOrganization(
                    kind=OrganizationKind(kind or ""),
                    name=values.pop("name"),
                    uscc=values.pop("uscc"),
                    county_code=values.pop("county_code"),
                    zone_code=values.pop("zone_code"),
                    values=values,
                    codes=codes,
                )
                row = create_organization(work=work, new=made)
                if contact:
                    set_contact(work=work, owner=row, values=contact)
                flash(gettext("The organization is entered."))
                return redirect(url_for("organizations.show", ref=row.ref), 303)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        return form_page(work, None, form.state(SEVERAL)), 422


def own_county_only(work: Work, form: FormReader, values: dict[str, Any], kind: OrganizationKind | None) -> None:
    """What a county officer enters or corrects stays in their county; institutions may lie anywhere."""
    actor = work.actor
    institution = kind in (OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE)
    if actor.role is Role.COUNTY and not institution and values["county_code"] != actor.county_code:
        form.errors["county_code"] = gettext("You can enter organizations of your own county only.")


@require(*REGISTRY)
def form(ref: str) -> ResponseReturnValue:
    with reading() as work:
        row = editable(work, ref)
        return form_page(work, row, FormState(values_of(row)))


@require(*REGISTRY)
def save(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    values, codes, contact = read_values(form), read_codes(form), read_contact(form)
    with writing("organization") as work:
        row = editable(work, ref)
        check_version(row, "organization")
        own_county_only(work, form, values, row.kind)
        if not form.errors:
            try:
                others = [Code(each.scheme, each.code, each.text) for each in row.classifications
                          if each.scheme != CHAINS]  # fmt: skip
                edit_organization(work=work, organization=row, values=values, codes=(*others, *codes))
                if contact:
                    set_contact(work=work, owner=row, values=contact)
                flash(gettext("The changes are kept."))
                return redirect(url_for("organizations.show", ref=ref), 303)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        return form_page(work, row, form.state(SEVERAL)), 422


def editable(work: Work, ref: str) -> Organization:
    """The organization, if the caller may change it: organizers those of their scope, others their own."""
    row = get_visible(work=work, kind=Organization, ref=ref)
    actor = current_actor()
    if actor.role not in ORGANIZERS and actor.organization_id != row.id:
        abort(403)
    return row


def read_values(form: FormReader) -> dict[str, Any]:
    uscc = form.text("uscc", 40)
    try:
        code = checked_credit_code(uscc) if uscc else None
    except InvalidInput as error:
        form.errors |= field_errors(error)
        code = None
    return {
        "name": form.text("name", 200, required=True),
        "uscc": code,
        "county_code": form.code("county_code", scheme("divisions").codes),
        "zone_code": form.code("zone_code", scheme("zones").codes),
        "industry": form.optional("industry", 120),
        "legal_representative": form.optional("legal_representative", 64),
        "employees": form.whole("employees", 0, 9_999_999),
        "address": form.optional("address", 300),
        "website": form.optional("website", 300),
        "email_domain": form.optional("email_domain", 120),
        "profile": form.text("profile", LONGEST_TEXT),
        "tags": form.words("tags"),
        "schools": form.lines("schools"),
    }


def read_codes(form: FormReader) -> tuple[Code, ...]:
    return tuple(Code(CHAINS, code) for code in form.codes("chains", scheme(CHAINS).codes))


def values_of(row: Organization) -> dict[str, Any]:
    plain = ("name", "uscc", "county_code", "zone_code", "industry", "legal_representative", "employees", "address",
             "website", "email_domain", "profile", "tags")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "kind": row.kind.value,
        "schools": "\n".join(row.schools),
        "chains": codes_of(row, CHAINS),
    }


def form_page(work: Work, row: Organization | None, form: FormState) -> str:
    divisions = [(term.code, term.label(language())) for term in scheme("divisions")]
    return render_page(
        work,
        "console/organization_form.html",
        organization=row,
        form=form,
        kinds=choices("organization_kinds"),
        counties=counties() if work.actor.role is Role.COUNTY else divisions,
        zones=choices("zones"),
        chains=choices(CHAINS),
    )
