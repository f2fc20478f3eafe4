"""The form of an achievement: entered anew, or corrected."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Achievement, Organization
from matchmaker.models.codes import Role
from matchmaker.services.achievement import KEEPERS, NewAchievement, create_achievement, edit_achievement
from matchmaker.services.classification import Code, codes_of
from matchmaker.services.name_lookup import INSTITUTIONS, require_organization
from matchmaker.services.need_entry import FIELDS_SCHEME
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.choices import choices
from web.form_errors import field_errors
from web.form_reader import LONGEST_TEXT, FormReader
from web.form_state import FormState
from web.pages.console.experts.editing import SEVERAL, read_codes
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import reading, require, writing


@require(*KEEPERS)
def new() -> ResponseReturnValue:
    with reading() as work:
        own = own_institution(work)
        return form_page(work, None, FormState({"institution": own.name if own else ""}))


def own_institution(work: Work) -> Organization | None:
    """That of a liaison, who enters what is its own only."""
    if work.actor.role is not Role.LIAISON or work.actor.organization_id is None:
        return None
    return work.session.get(Organization, work.actor.organization_id)


@require(*KEEPERS)
def create() -> ResponseReturnValue:
    form = FormReader(request.form)
    values, codes = read_values(form), read_codes(form)
    name = form.text("institution", 200)
    with writing("achievement") as work:
        if not form.errors:
            try:
                institution = own_institution(work) or require_organization(
                    work=work, name=name, field="institution", kinds=INSTITUTIONS
                )
                title, text = values.pop("title"), values.pop("text")
                made = NewAchievement(title=title, text=text, institution=institution, values=values, codes=codes)
                row = create_achievement(work=work, new=made)
                flash(gettext("The achievement is entered."))
                return redirect(url_for("achievements.show", ref=row.ref), 303)
            except InvalidInput as error:
                form.errors |= field_errors(error)
        return form_page(work, None, form.state(SEVERAL)), 422


@require(*KEEPERS)
def form(ref: str) -> ResponseReturnValue:
    with reading() as work:
        row = get_visible(work=work, kind=Achievement, ref=ref)
        return form_page(work, row, FormState(values_of(row)))


@require(*KEEPERS)
def save(ref: str) -> ResponseReturnValue:
    form = FormReader(request.form)
    values, codes = read_values(form), read_codes(form)
    with writing("achievement") as work:
        row = get_visible(work=work, kind=Achievement, ref=ref)
        check_version(row, "achievement")
        if form.errors:
            return form_page(work, row, form.state(SEVERAL)), 422
        others = [Code(each.scheme, each.code, each.text) for each in row.classifications
                  if each.scheme != FIELDS_SCHEME]  # fmt: skip
        edit_achievement(work=work, achievement=row, values=values, codes=(*others, *codes))
    flash(gettext("The changes are kept."))
    return redirect(url_for("achievements.show", ref=ref), 303)


def read_values(form: FormReader) -> dict[str, Any]:
    return {
        "title": form.text("title", 300, required=True),
        "text": form.text("text", LONGEST_TEXT),
        "trl": form.whole("trl", 1, 9),
        "stage": form.code("stage", [code for code, _ in choices("achievement_stages")]),
        "ip_state": form.code("ip_state", [code for code, _ in choices("ip_states")]),
        "year": form.whole("year", 1950, 2100),
        "region": form.optional("region", 80),
        "profile_source": form.optional("profile_source", 300),
    }


def values_of(row: Achievement) -> dict[str, Any]:
    plain = ("title", "text", "trl", "stage", "ip_state", "year", "region", "profile_source")
    return {
        **{name: getattr(row, name) for name in plain},
        "institution": row.institution.name if row.institution else "",
        "fields": codes_of(row, FIELDS_SCHEME),
    }


def form_page(work: Work, row: Achievement | None, form: FormState) -> str:
    return render_page(
        work,
        "console/achievement_form.html",
        achievement=row,
        form=form,
        fields=choices(FIELDS_SCHEME),
        stages=choices("achievement_stages"),
        ip_states=choices("ip_states"),
        own_institution=work.actor.role is Role.LIAISON,
    )
