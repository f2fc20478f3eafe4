"""专家缺口: subjects and fields that needs ask for and nobody in the registry offers; whom should we invite?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from matchmaker.services.coverage.table import export_coverage
from matchmaker.services.coverage.uncovered import FIELDS, FieldGap, LonelyNeed, SubjectGap, coverage
from web.downloads import download_of
from web.labels import label
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import application, reading, require, writing

blueprint = Blueprint("coverage", __name__, url_prefix="/console/coverage")
SHOWN = 40


@blueprint.get("/")
@require(*READERS)
def index() -> ResponseReturnValue:
    search = application().search
    with reading() as work:
        found = coverage(work=work, index=search)
        return render_page(
            work,
            "console/coverage.html",
            subjects=[subject_row(gap) for gap in found.subjects[:SHOWN]],
            more=max(0, len(found.subjects) - SHOWN),
            fields=[field_row(gap) for gap in found.fields],
            vague=[need_row(one) for one in found.vague],
            lonely=found.lonely,
            needs=found.needs,
            degraded=search.encoder is None,
        )


@blueprint.post("/export")
@require(*READERS)
def download() -> ResponseReturnValue:
    search = application().search
    with writing("need") as work:
        content = export_coverage(work=work, index=search)
        name = f"专家缺口-{work.today():%Y%m%d}.xlsx"
    response: Response = download_of(content, name)
    return response


def subject_row(gap: SubjectGap) -> dict[str, Any]:
    return {
        "words": list(gap.words),
        "title": gap.title,
        "enterprises": gap.enterprises,
        "counties": [label(code, "divisions") for code in gap.counties],
        "uncovered": gap.uncovered,
        "terms": list(gap.terms),
        "needs": [need_row(one) for one in gap.needs],
    }


def need_row(one: LonelyNeed) -> dict[str, str]:
    return {
        "title": one.need.title,
        "href": url_for("needs.show", ref=one.need.ref),
        "line": one.need.organization.name,
        "reason": one.reason,
    }


def field_row(gap: FieldGap) -> dict[str, Any]:
    return {
        "name": label(gap.code, FIELDS),
        "needs": gap.needs,
        "lonely": gap.lonely,
        "experts": gap.experts,
        "achievements": gap.achievements,
    }
