"""Search across the registers, by words and by meaning, in what the caller may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models import Achievement, Expert, Need, Organization
from matchmaker.models.codes import Confidentiality
from matchmaker.services.name_lookup import organizations_named
from matchmaker.services.search import KINDS, MAX_TEXT, SearchHit, query_terms, search_registry
from matchmaker.services.suggestion_evidence import occurrences
from matchmaker.services.work import Work
from web.labels import label
from web.navigation import REGISTRY
from web.pages.console.candidate import address_of, kind_of, line_of
from web.pages.console.rendering import render_page
from web.session import application, reading, require

blueprint = Blueprint("search", __name__, url_prefix="/console/search")
LIMIT = 20
MOST_NAMED = 3
LONGEST = 200
ORGANIZATIONS = "organization"


@blueprint.get("/")
@require(*REGISTRY)
def index() -> ResponseReturnValue:
    asked = request.args.get("q", "").strip()[:MAX_TEXT]
    kind = request.args.get("kind", "")
    kind = kind if kind in (*KINDS, ORGANIZATIONS) else ""
    with reading() as work:
        results, words_only = find(work, asked, kind) if asked else ([], False)
        return render_page(
            work,
            "console/search.html",
            q=asked,
            kinds=kind_tabs(asked, kind),
            results=results,
            words_only=words_only,
            after=None,
        )


def kind_tabs(asked: str, kind: str) -> list[tuple[str, str, None, bool]]:
    names = {
        "": gettext("All"),
        "need": gettext("Needs"),
        "expert": gettext("Experts and teams"),
        "achievement": gettext("Achievements"),
        ORGANIZATIONS: gettext("Organizations"),
    }
    return [
        (name, url_for("search.index", q=asked, kind=code or None), None, code == kind) for code, name in names.items()
    ]


def find(work: Work, asked: str, kind: str) -> tuple[list[dict[str, Any]], bool]:
    """Results, best first, those found by name before them; and whether meaning could not be searched."""
    named = organizations_named(work=work, words=asked) if kind in ("", ORGANIZATIONS) else []
    index = application().search
    terms = {*asked.split(), *query_terms(index=index, text=asked)}
    results = [organization_row(row, terms) for row in named]
    if kind == ORGANIZATIONS:
        return results, False
    found = search_registry(work=work, index=index, text=asked, kinds=(kind,) if kind else tuple(KINDS), limit=LIMIT)
    return results[:MOST_NAMED] + [hit_row(hit, terms) for hit in found.hits], found.degraded is not None


def organization_row(row: Organization, terms: Iterable[str]) -> dict[str, Any]:
    line = [label(row.kind, "organization_kinds"), label(row.county_code, "divisions"), row.industry or ""]
    text = row.profile[:LONGEST]
    return {
        "kind_label": gettext("Organization"),
        "name": row.name,
        "line": " · ".join(part for part in line if part),
        "href": url_for("organizations.show", ref=row.ref),
        "text": text,
        "spans": occurrences(text, terms),
        "grade": None,
        "mark": "" if row.verified else gettext("to be verified"),
    }


def hit_row(hit: SearchHit, terms: Iterable[str]) -> dict[str, Any]:
    """A record; of a confidential need only the title stands here: reading its text is an act of its own."""
    row = hit.row
    secret = isinstance(row, Need) and row.confidentiality is Confidentiality.CONFIDENTIAL
    shown = described(row)
    text = hit.passage if hit.passage != shown["name"] else beginning(row)
    if secret:
        text = gettext("The text of a confidential need is shown on its own page.")
    return {
        **shown,
        "text": text,
        "spans": [] if secret else occurrences(text, terms),
        "grade": None,
        "mark": HOW[hit.by]() if hit.by in HOW else "",
    }


def beginning(row: Expert | Achievement | Need) -> str:
    """What a record is about, where it was found by its name alone."""
    if isinstance(row, Expert):
        return "；".join(row.directions)[:LONGEST] or row.profile[:LONGEST]
    return (row.problem if isinstance(row, Need) else row.text)[:LONGEST]


HOW = {
    frozenset({"meaning"}): lambda: gettext("by meaning"),
    frozenset({"words"}): lambda: gettext("by words"),
    frozenset({"words", "meaning"}): lambda: gettext("by words and meaning"),
}


def described(row: Expert | Achievement | Need) -> dict[str, str]:
    if isinstance(row, Need):
        line = [row.organization.name, label(row.county_code, "divisions"), label(row.state, "need_states")]
        return {
            "kind_label": gettext("Need"),
            "name": row.title,
            "line": " · ".join(part for part in line if part),
            "href": url_for("needs.show", ref=row.ref),
        }
    name = row.name if isinstance(row, Expert) else row.title
    return {"kind_label": kind_of(row), "name": name, "line": line_of(row), "href": address_of(row)}
