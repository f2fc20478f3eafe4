"""需求主题: needs that ask for the same, so that one expert, one visit or one delegation serves them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from matchmaker.services.themes.theme import Theme, find_themes
from web.labels import label
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import application, reading, require

blueprint = Blueprint("themes", __name__, url_prefix="/console/themes")


@blueprint.get("/")
@require(*READERS)
def index() -> ResponseReturnValue:
    search = application().search
    with reading() as work:
        found = find_themes(work=work, index=search)
        return render_page(
            work,
            "console/themes.html",
            themes=[theme_row(theme) for theme in found],
            members=sum(len(theme.needs) for theme in found),
            degraded=search.encoder is None,
        )


def theme_row(theme: Theme) -> dict[str, Any]:
    return {
        "words": list(theme.words),
        "title": theme.central.title,
        "enterprises": theme.enterprises,
        "counties": [label(code, "divisions") for code in theme.counties],
        "needs": [
            {
                "title": need.title,
                "href": url_for("needs.show", ref=need.ref),
                "line": need.organization.name,
                "county": label(need.county_code, "divisions") if need.county_code else "",
                "state": need.state.value,
                "result": need.result,
                "grade": need.grade,
            }
            for need in theme.needs
        ],
    }
