"""A plan of visits as pages show it: figures in words, visits as cards, days, districts, people."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext, lazy_gettext, ngettext

from matchmaker.models import Plan
from matchmaker.services.planning.names import Names
from matchmaker.services.planning.plan_board import Board, BoardVisit
from matchmaker.services.planning.plan_list import gap_of
from matchmaker.services.planning.words import day_text
from web.form_errors import locale
from web.labels import label

_l = lazy_gettext
STATES = {
    "draft": (_l("Draft"), "wait"),
    "published": (_l("Published"), "good"),
    "superseded": (_l("Superseded"), "still"),
    "discarded": (_l("Put away"), "still"),
}
SIDES = {"expert": _l("expert"), "enterprise": _l("enterprise")}
ANSWERS = {
    "accept": (_l("accepted"), "good"),
    "decline": (_l("declined"), "bad"),
    "another_date": (_l("wants another day"), "wait"),
    "colleague": (_l("names a colleague"), "wait"),
}
# below this part nobody would see a difference
EXACT = 5e-5


def plan_card(plan: Plan) -> dict[str, Any]:
    """What stands above every page of a plan."""
    words, tone = STATES[plan.state]
    return {
        "ref": plan.ref,
        "name": plan.name,
        "state": plan.state,
        "state_words": str(words),
        "tone": tone,
        "stage": plan.report.get("stage", "ready"),
        "gap": gap_words(plan),
        "value": plan.value,
        "created_at": plan.created_at,
        "published_at": plan.published_at,
        "version": plan.version,
        "stopped": plan.report.get("stopped", ""),
    }


def gap_words(plan: Plan) -> str:
    """方案与理论最优差距不超过 0.3%."""
    return gap_text(gap_of(plan))


def gap_text(gap: float | None) -> str:
    if gap is None or not math.isfinite(gap):
        return ""
    if gap <= EXACT:
        return gettext("Proven: no plan is better under these rules.")
    # rounded up, so that what is said is true
    shown = math.ceil(gap * 10_000) / 100
    return gettext("At most %(part)s%% from the best that is possible.", part=format_decimal(shown))


def price_text(price: float | None) -> str:
    """What a change costs, in points of the plan's value."""
    if price is None:
        return gettext("not possible")
    if abs(price) < 5e-4:
        return gettext("costs nothing")
    points = format_decimal(round(abs(price), 3))
    return gettext("costs %(points)s points", points=points) if price > 0 else gettext(
        "gains %(points)s points", points=points)  # fmt: skip


def district_name(code: str) -> str:
    """A zone or a county; "" is told as unknown."""
    if not code:
        return gettext("County unknown")
    return label(code, "divisions" if code.isdigit() else "zones")


def visit_card(plan: Plan, one: BoardVisit, may: bool) -> dict[str, Any]:
    """A visit on the board. `may`: whether the reader may change it."""
    row = one.row
    return {
        "ref": row.ref,
        "expert": one.expert,
        "enterprise": one.enterprise,
        "district": one.district,
        "needs": one.needs,
        "day": row.on_date,
        "at": row.starts_at or "",
        "locked": row.locked,
        "done": row.state == "done",
        "answers": [
            (str(SIDES[side]), *(map(str, ANSWERS[answer]) if answer in ANSWERS else (answer, "still")))
            for side, answer in one.answers
        ],
        "unknown": [str(SIDES[side]) for side in one.unknown],
        "href": url_for("plans.visit", ref=plan.ref, visit=row.ref) if may and row.state == "planned" else "",
        "places": url_for("plans.places", ref=plan.ref, visit=row.ref),
        "move": url_for("plans.move", ref=plan.ref, visit=row.ref),
        "district_name": district_name(one.district),
    }


def days_view(board: Board, may: bool) -> dict[str, Any]:
    """Rows are days, columns districts."""
    cells: dict[tuple[date, str], list[dict[str, Any]]] = {}
    for one in board.visits:
        cells.setdefault((one.row.on_date, one.district), []).append(visit_card(board.plan, one, may))
    busy = [code for code in board.districts if any((day, code) in cells for day in board.days)]
    return {
        "districts": [(code, district_name(code)) for code in busy],
        "rows": [
            {
                "day": day,
                "words": day_text(day, locale()),
                "count": sum(len(cells.get((day, code), ())) for code in busy),
                "cells": [(code, district_name(code), cells.get((day, code), [])) for code in busy],
            }
            for day in board.days
        ],
    }


def people_view(board: Board, may: bool, side: str) -> list[dict[str, Any]]:
    """Visits by expert or by enterprise, who has most first."""
    found: dict[int, list[BoardVisit]] = {}
    for one in board.visits:
        found.setdefault(getattr(one, side).id, []).append(one)
    rows = [
        {
            "who": getattr(visits[0], side),
            "place": visits[0].expert.place if side == "expert" else district_name(visits[0].district),
            "days": len({one.row.on_date for one in visits}),
            "visits": [visit_card(board.plan, one, may) for one in visits],
        }
        for visits in found.values()
    ]
    return sorted(rows, key=lambda row: (-len(row["visits"]), row["who"].name))


def weeks_view(board: Board, may: bool) -> list[list[dict[str, Any]]]:
    """Weeks of seven days, from the first to the last day of the plan."""
    if not board.days:
        return []
    first, last = board.days[0].toordinal(), board.days[-1].toordinal()
    first -= date.fromordinal(first).weekday()
    last += 6 - date.fromordinal(last).weekday()
    by_day: dict[date, list[dict[str, Any]]] = {}
    for one in board.visits:
        by_day.setdefault(one.row.on_date, []).append(visit_card(board.plan, one, may))
    days = [date.fromordinal(number) for number in range(first, last + 1)]
    used = set(board.days)
    cells = [{"day": day, "of_plan": day in used, "visits": by_day.get(day, [])} for day in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def removed_text(one: dict[str, Any], names: Names) -> str:
    """A visit that an option takes out."""
    return gettext("%(expert)s at %(enterprise)s on %(date)s", expert=names.expert(one["expert"]),
                   enterprise=names.organization(one["enterprise"]),
                   date=day_text(one["date"], locale()))  # fmt: skip


def moves_of(option: dict[str, Any], names: Names) -> list[dict[str, str]]:
    """What an option does, visit by visit: {kind, text}. kinds: day, expert, out, in."""
    removed, added = list(option["remove"]), list(option["add"])
    found: list[dict[str, str]] = []
    for old in list(removed):
        new = _match(added, old, ("expert", "enterprise"))
        if new is not None:
            text = gettext("%(visit)s moves to %(date)s", visit=removed_text(old, names),
                           date=day_text(new["date"], locale()))  # fmt: skip
            found.append({"kind": "day", "text": text})
            removed.remove(old)
            added.remove(new)
    for old in list(removed):
        new = _match(added, old, ("enterprise",))
        if new is not None:
            text = gettext("%(visit)s: %(expert)s comes instead on %(date)s", visit=removed_text(old, names),
                           expert=names.expert(new["expert"]), date=day_text(new["date"], locale()))  # fmt: skip
            found.append({"kind": "expert", "text": text})
            removed.remove(old)
            added.remove(new)
    found += [{"kind": "out", "text": gettext("%(visit)s ends", visit=removed_text(one, names))} for one in removed]
    found += [{"kind": "in", "text": gettext("new: %(visit)s", visit=removed_text(one, names))} for one in added]
    return found


def _match(rows: Iterable[dict[str, Any]], like: dict[str, Any], names: Sequence[str]) -> dict[str, Any] | None:
    return next((row for row in rows if all(row[name] == like[name] for name in names)), None)


def counted(visits: int, experts: int, enterprises: int) -> str:
    """42 次入企 · 18 位专家 · 30 家企业."""
    parts = (
        ngettext("%(num)s visit", "%(num)s visits", visits),
        ngettext("%(num)s expert", "%(num)s experts", experts),
        ngettext("%(num)s enterprise", "%(num)s enterprises", enterprises),
    )
    return " · ".join(parts)
