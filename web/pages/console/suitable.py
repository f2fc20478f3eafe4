"""适合我校的需求: the list an institution's liaison sends round; on the page, as a text, as a workbook, on paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from matchmaker.models.codes import Role
from matchmaker.services.both_ways.suitable import SuitableNeed, institution_for, of_school, suitable_needs
from matchmaker.services.both_ways.suitable_table import export_suitable, suitable_text
from web.downloads import download_of
from web.form_errors import locale
from web.labels import label
from web.list_query import read_query
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

blueprint = Blueprint("suitable", __name__, url_prefix="/console/suitable")
WHO = READERS | {Role.LIAISON}
FILTERS = ("institution", "school")


@blueprint.get("/")
@require(*WHO)
def index() -> ResponseReturnValue:
    query = read_query(FILTERS)
    asked, school = query.get("institution"), query.get("school") or ""
    with reading() as work:
        institution = institution_for(work=work, ref=asked)
        found = suitable_needs(work=work, institution=institution)
        shown = of_school(found, school)
        return render_page(
            work,
            "console/suitable.html",
            institution=institution,
            own=work.actor.organization_id == institution.id,
            needs=[need_row(need) for need in shown],
            schools=sorted({name for need in found for name in need.schools} | set(filter(None, [school]))),
            school=school,
            text=suitable_text(work=work, institution=institution, needs=shown, locale=locale()),
            export=url_for("suitable.download", institution=asked, school=school or None),
            today=work.today(),
        )


@blueprint.post("/export")
@require(*WHO)
def download() -> ResponseReturnValue:
    query = read_query(FILTERS)
    school = query.get("school") or ""
    with writing("organization") as work:
        institution = institution_for(work=work, ref=query.get("institution"))
        content = export_suitable(work=work, institution=institution, school=school)
        name = f"适合{institution.name}{school}的需求-{work.today():%Y%m%d}.xlsx"
    response: Response = download_of(content, name)
    return response


def need_row(need: SuitableNeed) -> dict[str, Any]:
    return {
        "ref": need.ref,
        "title": need.title,
        "text": need.text,
        "county": label(need.county_code, "divisions") if need.county_code else "",
        "fields": [label(code, "fields_form12") for code in need.fields],
        "grade": need.grade.value,
        "fitting": [{"name": one.name, "school": one.school} for one in need.fitting],
    }
