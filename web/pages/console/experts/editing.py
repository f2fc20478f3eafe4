"""The form of a profile: entered anew, or brought up to date."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import ExpertKind, ProfileBasis, Role
from matchmaker.services.classification import Code, codes_of
from matchmaker.services.contact_edit import ContactValues, set_contact
from matchmaker.services.expert import KEEPERS, NewExpert, create_expert, edit_expert
from matchmaker.services.name_lookup import INSTITUTIONS, require_organization
from matchmaker.services.need_entry import FIELDS_SCHEME
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.choices import choices
from web.form_errors import field_errors
from web.form_reader import LONGEST_TEXT, FormReader
from web.form_state import FormState
from web.pages.console.contact_form import read_contact
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import reading, require, writing

SEVERAL = ("fields",)
# of what a link may fill the form in with
LONGEST_GIVEN = 200


@require(*KEEPERS)
def new() -> ResponseReturnValue:
    with reading() as work:
        own = work.session.get(Organization, work.actor.organization_id) if work.actor.organization_id else None
        given = {name: request.args.get(name, "").strip()[:LONGEST_GIVEN] for name in ("name", "institution")}
        start = {"kind": "person", "basis": "provided", **given}
        if own is not None:
            start["institution"] = own.name
        return form_page(work, None, FormState(start))


@require(*KEEPERS)
def create() -> ResponseReturnValue:
    form = FormReader(request.form)
    kind = form.code("kind", list(ExpertKind), required=True)
    values, codes, contact = read_values(form), read_codes(form), read_contact(form)
    institution = form.text("institution", 200)
    with writing("expert") as work:
        if not form.errors:
            try:
                new_expert = NewExpert(
                    kind=ExpertKind(kind or ""),
                    name=values.pop("name"),
                    institution=require_organization(
                        work=work, name=institution, field="institution", kinds=INSTITUTIONS
                    ),
                    basis=values.pop("basis"),
                    values=values,
                    codes=codes,
                )
                row = create_expert(work=work, new=new_expert)
                keep_contact(work, row, contact)
                flash(gettext("The profile is entered."))
                return redirect(url_for("experts.show", ref=row.ref), 303)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        return form_page(work, None, form.state(SEVERAL)), 422


@require(*KEEPERS)
def form(ref: str) -> ResponseReturnValue:
    with reading() as work:
        expert = get_visible(work=work, kind=Expert, ref=ref)
        return form_page(work, expert, FormState(values_of(expert)))


@require(*KEEPERS)
def save(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    values, codes, contact = read_values(form), read_codes(form), read_contact(form)
    with writing("expert") as work:
        expert = get_visible(work=work, kind=Expert, ref=ref)
        check_version(expert, "expert")
        if form.errors:
            return form_page(work, expert, form.state(SEVERAL)), 422
        others = [Code(row.scheme, row.code, row.text) for row in expert.classifications if row.scheme != FIELDS_SCHEME]
        edit_expert(work=work, expert=expert, values=values, codes=(*others, *codes))
        keep_contact(work, expert, contact)
    flash(gettext("The changes are kept."))
    return redirect(url_for("experts.show", ref=ref), 303)


def keep_contact(work: Work, expert: Expert, contact: ContactValues) -> None:
    """Nothing entered leaves the contact as it is; a new one bears the expert's name."""
    if contact:
        name: ContactValues = {} if expert.contacts or contact.get("name") else {"name": expert.name[:64]}
        set_contact(work=work, owner=expert, values={**contact, **name})


def read_values(form: FormReader) -> dict[str, Any]:
    return {
        "name": form.text("name", 200, required=True),
        "basis": ProfileBasis(form.code("basis", list(ProfileBasis), required=True) or ProfileBasis.PUBLIC),
        "school": form.optional("school", 120),
        "title": form.optional("title", 120),
        "degree": form.optional("degree", 40),
        "birth_year": form.whole("birth_year", 1900, 2100),
        "directions": form.lines("directions"),
        "profile": form.text("profile", LONGEST_TEXT),
        "services": form.lines("services"),
        "max_visits": form.whole("max_visits", 0, 99),
        "max_days": form.whole("max_days", 0, 30),
        "available_dates": form.days("available_dates"),
        "profile_source": form.optional("profile_source", 300),
    }


def read_codes(form: FormReader) -> tuple[Code, ...]:
    offered = [code for code, _ in choices(FIELDS_SCHEME)]
    return tuple(Code(FIELDS_SCHEME, code) for code in form.codes("fields", offered))


def values_of(expert: Expert) -> dict[str, Any]:
    plain = ("name", "school", "title", "degree", "birth_year", "profile", "max_visits", "max_days", "profile_source")
    lines = ("directions", "services", "available_dates")
    return {
        **{name: getattr(expert, name) for name in plain},
        **{name: "\n".join(getattr(expert, name)) for name in lines},
        "kind": expert.kind.value,
        "basis": expert.basis.value,
        "institution": expert.institution.name if expert.institution else "",
        "fields": codes_of(expert, FIELDS_SCHEME),
    }


def form_page(work: Work, expert: Expert | None, form: FormState) -> str:
    return render_page(
        work,
        "console/expert_form.html",
        expert=expert,
        form=form,
        kinds=choices("expert_kinds"),
        bases=choices("profile_basis"),
        fields=choices(FIELDS_SCHEME),
        own_institution=work.actor.role is Role.LIAISON,
    )
