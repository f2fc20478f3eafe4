"""Two plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext

from matchmaker.services.planning.compare_plans import Comparison, Pair, Side, compare_plans
from matchmaker.services.planning.words import day_text, part_text
from web.form_errors import locale
from web.navigation import ORGANIZERS
from web.pages.console.plans.finding import visit_plan
from web.pages.console.plans.shown import gap_text, plan_card
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*ORGANIZERS)
def show(ref: str) -> ResponseReturnValue:
    with reading() as work:
        left, right = visit_plan(work, ref), visit_plan(work, request.args.get("with", ""))
        found = compare_plans(work=work, left=left, right=right)
        return render_page(
            work,
            "console/plans/compare.html",
            left=plan_card(left) | {"href": url_for("plans.show", ref=left.ref)},
            right=plan_card(right) | {"href": url_for("plans.show", ref=right.ref)},
            swap=url_for("plans.compare", ref=right.ref, **{"with": left.ref}),
            rows=figures(found),
            parts=parts(found),
            same=found.same,
            lists=lists(found),
        )


def figures(found: Comparison) -> list[tuple[str, str, str, str]]:
    """(what, left, right, which is better: left, right or nothing)."""
    sides = found.left, found.right
    counts = [
        (gettext("Visits"), "visits", 0),
        (gettext("Experts"), "experts", 1),
        (gettext("Enterprises visited"), "enterprises", 1),
        (gettext("Needs served"), "needs", 1),
        (gettext("Days with visits"), "days", 0),
        (gettext("Days of experts"), "expert_days", 0),
        (gettext("Locked visits"), "locked", 0),
    ]
    rows = []
    for name, field, sign in counts:
        one, other = getattr(sides[0], field), getattr(sides[1], field)
        rows.append((name, str(one), str(other), better(one, other) if sign else ""))
    values = [side.value for side in sides]
    known = None not in values
    rows.append((gettext("Points in all"), *map(points, values), better(*values) if known else ""))  # type: ignore[arg-type]
    rows.append((gettext("How good it is"), *(gap_text(side.gap) or "—" for side in sides), ""))  # type: ignore[arg-type]
    return rows


def points(value: float | None) -> str:
    return "—" if value is None else str(format_decimal(round(value, 2)))


def better(one: float, other: float) -> str:
    if abs(one - other) < 5e-3:
        return ""
    return "left" if one > other else "right"


def parts(found: Comparison) -> list[tuple[str, str, str, str]]:
    """The parts of the value, where they differ."""
    left, right = found.left.parts, found.right.parts
    names = [name for name in left if name in right and abs(left[name] - right[name]) > 5e-4]
    return [
        (part_text(name, locale()), points(left[name]), points(right[name]), better(left[name], right[name]))
        for name in names
    ]


def lists(found: Comparison) -> list[dict[str, Any]]:
    """What differs, a list each; empty ones are left out."""
    only = gettext("Only in “%(name)s”")
    both = [
        (gettext("On another day"), pair_rows(found, found.moved)),
        (only % {"name": name_of(found.left)}, pair_rows(found, found.only_left)),
        (only % {"name": name_of(found.right)}, pair_rows(found, found.only_right)),
        (gettext("Needs served only in “%(name)s”") % {"name": name_of(found.left)},
         [(found.names.need(key), "", "") for key in found.needs_only_left]),
        (gettext("Needs served only in “%(name)s”") % {"name": name_of(found.right)},
         [(found.names.need(key), "", "") for key in found.needs_only_right]),
    ]  # fmt: skip
    return [{"title": title, "rows": rows} for title, rows in both if rows]


def name_of(side: Side) -> str:
    return side.plan.name


def pair_rows(found: Comparison, pairs: Sequence[Pair]) -> list[tuple[str, str, str]]:
    return [
        (
            gettext("%(expert)s at %(enterprise)s", expert=found.names.expert(one.expert_id),
                    enterprise=found.names.organization(one.enterprise_id)),
            day_text(one.left, locale()) if one.left else "",
            day_text(one.right, locale()) if one.right else "",
        )
        for one in pairs
    ]  # fmt: skip
