"""What a plan leaves open and why, for the page: needs with a way to ask further, wishes, who is left out."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import format_decimal

from matchmaker.models import Plan
from matchmaker.services.planning.names import Named, Names, plan_names
from matchmaker.services.planning.unmet import OpenNeed, unmet_of
from matchmaker.services.planning.words import left_out_text, shortfall_text
from matchmaker.services.work import Work
from web.form_errors import locale


def unmet_view(work: Work, plan: Plan) -> dict[str, Any]:
    """{planned, left_out: [(why, needs)], wishes}."""
    names, found = plan_names(work=work, plan=plan), unmet_of(work=work, plan=plan)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found.left_out:
        groups.setdefault(left_out_text(one.code, locale()), []).append(left_out(one, names))
    return {
        "planned": [
            {"need": need, "why": url_for("plans.candidates", ref=plan.ref, need=need.ref)}
            for need in (names.needs.get(one.need_id) for one in found.planned)
            if isinstance(need, Named)
        ],
        "left_out": list(groups.items()),
        "wishes": [(shortfall_text(one, names, locale()), format_decimal(round(one["cost"], 2)))
                   for one in found.wishes],
    }  # fmt: skip


def left_out(one: OpenNeed, names: Names) -> dict[str, Any]:
    """A need with why each of its candidates cannot come."""
    return {
        "need": names.needs.get(one.need_id),
        "experts": [(names.expert(key), left_out_text(code, locale())) for key, code in one.experts.items()],
    }
