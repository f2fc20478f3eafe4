"""The page of a meeting: how far it is, then its schedule by table, by expert and by enterprise."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext

from matchmaker.models import Plan
from matchmaker.services.planning.meeting_schedule import Schedule, TalkRow, schedule_of
from matchmaker.services.work import Work

_l = lazy_gettext
VIEWS = {
    "tables": _l("By time and table"),
    "experts": _l("By expert"),
    "enterprises": _l("By enterprise"),
    "open": _l("Not planned"),
}


def content(work: Work, plan: Plan, may: bool) -> dict[str, Any]:
    """What the template shows of a schedule that is worked out."""
    schedule = schedule_of(work=work, plan=plan)
    view = request.values.get("view", "")
    view = view if view in VIEWS else "tables"
    return {
        "event": schedule.event,
        "counts": counts_of(schedule),
        "whole": schedule.whole,
        "view": view,
        "tabs": [
            (str(text), url_for("meetings.show", ref=plan.ref, view=name), None, name == view)
            for name, text in VIEWS.items()
        ],
        "grid": grid(schedule, may) if view == "tables" else None,
        "people": people(schedule, view.removesuffix("s"), may) if view in ("experts", "enterprises") else [],
    }


def counts_of(schedule: Schedule) -> dict[str, int]:
    return {
        "talks": len(schedule.talks),
        "experts": len(schedule.by_expert),
        "enterprises": len(schedule.by_enterprise),
        "tables": schedule.tables,
    }


def grid(schedule: Schedule, may: bool) -> dict[str, Any]:
    """A row a table, a column a slot; an empty place leads to who could meet there."""
    plan = schedule.plan
    rows = []
    for table in range(schedule.tables):
        cells = []
        for slot in schedule.slots:
            row = schedule.cells.get((slot.number, table))
            empty = url_for("meetings.seat", ref=plan.ref, slot=slot.number, table=table) if may else ""
            cells.append({"talk": talk_card(plan, row, may) if row else None, "slot": slot, "empty": empty})
        rows.append({"number": table + 1, "cells": cells})
    return {"slots": schedule.slots, "rows": rows}


def people(schedule: Schedule, side: str, may: bool) -> list[dict[str, Any]]:
    """Talks by expert or by enterprise, by name."""
    grouped = schedule.by_expert if side == "expert" else schedule.by_enterprise
    return [
        {
            "who": getattr(rows[0], side),
            "place": rows[0].expert.institution.name if side == "expert" and rows[0].expert.institution else "",
            "talks": [talk_card(schedule.plan, row, may) for row in rows],
        }
        for rows in grouped.values()
    ]


def talk_card(plan: Plan, row: TalkRow, may: bool) -> dict[str, Any]:
    return {
        "ref": row.talk.ref,
        "expert": row.expert,
        "enterprise": row.enterprise,
        "needs": row.needs,
        "time": row.time,
        "table": row.table,
        "locked": row.talk.locked,
        "href": url_for("meetings.talk", ref=plan.ref, talk=row.talk.ref) if may else "",
    }
