"""Workload and coverage of a plan as charts: each a list of bars that is a table at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from matchmaker.services.planning.plan_figures import PlanFigures, Share
from matchmaker.services.planning.words import day_text
from web.form_errors import locale
from web.labels import label
from web.pages.console.plans.shown import district_name


def charts_of(figures: PlanFigures) -> dict[str, Any]:
    """{needs: (served, of), days: a chart of columns, charts: tables with bars}."""
    return {
        "needs": (figures.needs.done, figures.needs.of),
        "days": columns(
            [(day_text(day, locale()), visits, experts) for day, visits, experts in figures.days if visits or experts]
        ),
        "charts": [
            shares(gettext("Needs served by county or zone"), gettext("County or zone"), figures.districts,
                   district_name),
            shares(gettext("Needs served by chain"), gettext("Chain"), figures.chains,
                   lambda code: label(code, "chains")),
            spread(gettext("How many visits an expert makes"), figures.experts_by_visits, "expert"),
            spread(gettext("How many visits an enterprise receives"), figures.enterprises_by_visits, "enterprise"),
        ],
    }  # fmt: skip


def columns(rows: Sequence[tuple[str, int, int]]) -> dict[str, Any]:
    """Columns of an SVG of 100 x 40 units for each day: visits, with the experts under way as a mark."""
    most = max((visits for _, visits, _ in rows), default=0) or 1
    width = 100 / max(len(rows), 1)
    return {
        "rows": rows,
        "most": most,
        "bars": [
            {
                "x": round(number * width + width * 0.15, 2),
                "width": round(width * 0.7, 2),
                "height": round(36 * visits / most, 2),
                "y": round(38 - 36 * visits / most, 2),
                "mark": round(38 - 36 * experts / most, 2),
                "name": name,
                "visits": visits,
                "experts": experts,
            }
            for number, (name, visits, experts) in enumerate(rows)
        ],
    }


def shares(title: str, head: str, rows: Sequence[Share], name: Any) -> dict[str, Any]:
    """So many of so many, a line each."""
    return {
        "title": title,
        "head": head,
        "rows": [(name(row.key), row.done, row.of, "met" if row.done == row.of else "") for row in rows],
    }


def spread(title: str, found: Mapping[int, int], what: str) -> dict[str, Any]:
    """How many make so many visits."""
    most = max(found.values(), default=1)
    return {
        "title": title,
        "head": gettext("Visits"),
        "count": gettext("Experts") if what == "expert" else gettext("Enterprises"),
        "rows": [
            (ngettext("%(num)s visit", "%(num)s visits", visits), count, most, "") for visits, count in found.items()
        ],
    }
