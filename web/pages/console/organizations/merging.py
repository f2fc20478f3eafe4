"""Two records of one body become one: first what would happen, then the act."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import Conflicting
from matchmaker.models import Organization
from matchmaker.services.merge_preview import preview_merge
from matchmaker.services.organization import ORGANIZERS, merge_organizations
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.pages.console.rendering import render_page
from web.pages.console.versions import check_version
from web.session import reading, require, writing


def both(work: Work, ref: str, other: str) -> tuple[Organization, Organization]:
    """The record that stays and the one that goes, both in the caller's scope; of one kind, and not the same."""
    keep = get_visible(work=work, kind=Organization, ref=ref)
    drop = get_visible(work=work, kind=Organization, ref=other)
    if keep.id == drop.id or keep.kind is not drop.kind:
        abort(404)
    return keep, drop


@require(*ORGANIZERS)
def preview(ref: str, other: str) -> ResponseReturnValue:
    with reading() as work:
        keep, drop = both(work, ref, other)
        found = preview_merge(work=work, keep=keep, drop=drop)
        return render_page(work, "console/organization_merge.html", keep=keep, drop=drop, preview=found)


@require(*ORGANIZERS)
def merge(ref: str, other: str) -> ResponseReturnValue:
    with writing("organization") as work:
        keep, drop = both(work, ref, other)
        check_version(keep, "organization")
        if request.form.get("other_version") != str(drop.version):
            raise Conflicting(what="organization")
        merge_organizations(work=work, keep=keep, drop=drop, why=request.form.get("note", "")[:2000])
    flash(gettext("The two records are one now."))
    return redirect(url_for("organizations.show", ref=ref), 303)
