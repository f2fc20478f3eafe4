"""What the pages of a meeting are filled with (示例): form, schedule, one talk, a free place, paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from matchmaker.services.planning.meeting_event import MeetingEvent
from matchmaker.services.planning.meeting_schedule import SlotTime
from tests.web.samples.partners import experts
from tests.web.samples.plans import HERE, plan
from tests.web.samples.records import OFFICER, at, campaign, enterprise, need
from web.form_state import FormState
from web.pages.console.other_plans.kinds import MEETINGS
from web.samples import Example

EVENT = MeetingEvent(on_date=date(2026, 12, 16), place="泰安会议中心（示例）", begins=time(9, 0), tables=2, slots=3)
BEGINS = datetime(2026, 12, 16, 9, 0, tzinfo=UTC)
SLOTS = [SlotTime(n, BEGINS + timedelta(minutes=30 * n), BEGINS + timedelta(minutes=30 * n + 25)) for n in range(3)]
NAME = "12月16日对接洽谈会"
VIEWS = {"tables": "按时段和桌号", "experts": "按专家", "enterprises": "按企业", "open": "未安排"}


def talk(slot: int, table: int, who: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "ref": f"TALK00000{slot}{table}",
        "expert": experts()[who],
        "enterprise": enterprise(),
        "needs": [need()],
        "time": SLOTS[slot],
        "table": table + 1,
        "locked": False,
        "href": HERE,
    } | changes


TALKS = ((0, 0, 0), (1, 1, 1), (2, 0, 1))


def grid() -> dict[str, Any]:
    held = {(slot, table): talk(slot, table, who, locked=slot == 2) for slot, table, who in TALKS}
    rows = [
        {
            "number": table + 1,
            "cells": [{"talk": held.get((slot.number, table)), "slot": slot, "empty": HERE} for slot in SLOTS],
        }
        for table in range(2)
    ]
    return {"slots": SLOTS, "rows": rows}


def people() -> list[dict[str, Any]]:
    return [
        {"who": experts()[0], "place": "岱岳工业大学（示例）", "talks": [talk(0, 0)]},
        {"who": experts()[1], "place": "", "talks": [talk(1, 1, 1), talk(2, 0, 1, locked=True)]},
    ]


def schedule(view: str = "tables", **changes: Any) -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "round": campaign(),
        "kind": MEETINGS,
        "plan": plan("published", name=NAME),
        "may": True,
        "may_plan": True,
        "proposals": 1,
        "progress": None,
        "failure": None,
        "refused": [],
        "left_out": [("机械加工振纹（示例）", "没有剩余名额。")],
        "event": EVENT,
        "counts": {"talks": 3, "experts": 2, "enterprises": 1, "tables": 2},
        "whole": True,
        "view": view,
        "tabs": [(text, f"?view={name}", None, name == view) for name, text in VIEWS.items()],
        "grid": grid() if view == "tables" else None,
        "people": people() if view in ("experts", "enterprises") else [],
    } | changes


def draft_refused() -> dict[str, Any]:
    """A draft whose last change was not made, and in which nobody meets."""
    counts = {"talks": 0, "experts": 0, "enterprises": 0, "tables": 2}
    return schedule(plan=plan(name=NAME, stopped="cancelled"), counts=counts, whole=False, left_out=[],
                    refused=["林致远（示例）在 09:00 有两场洽谈。"])  # fmt: skip


def offers(**changes: Any) -> dict[str, Any]:
    def line(ref: str, name: str, *notes: str, barred: bool = False, chosen: bool = True) -> dict[str, Any]:
        return {"ref": ref, "name": name, "notes": list(notes), "barred": barred, "chosen": chosen}

    sides: list[tuple[str, str, list[dict[str, Any]]]] = [
        ("experts", "专家", [line("E1", "林致远（示例）", "匹配 3 个", "当天可来"),
                           line("E2", "巷道快速掘进团队（示例）", "匹配 1 个", "尚未答复", "当天不便", barred=True,
                                chosen=False)]),
        ("enterprises", "企业", [line("H1", "泰安澄源环保科技有限公司（示例）", "匹配 2 个")]),
    ]  # fmt: skip
    names = {"on_date": "日期", "place": "地点", "begins": "开始时间", "tables": "桌数", "slots": "时段数",
             "minutes": "每个时段（分钟）", "pause": "时段间隔（分钟）", "experts": "专家", "enterprises": "企业",
             "breaks": "休息", "most_experts": "专家最多（位）", "most_enterprises": "企业最多（家）"}  # fmt: skip
    return {
        "campaign": campaign(),
        "round": campaign(),
        "form": FormState({"begins": "09:00", "tables": "15", "unknown": "yes"}),
        "breaks": range(1, 3),
        "sides": sides,
        "limits": dict.fromkeys(names, (1, 200)),
        "labels": names,
    } | changes


def offers_refused() -> dict[str, Any]:
    errors = {"on_date": "请选择今天以后的日期。", "experts": "请至少选择一个。", "breaks": "两次休息不能重叠。"}
    sides = [("experts", "专家", []), ("enterprises", "企业", [])]
    return offers(form=FormState({"begins": "09:00"}, errors), sides=sides)


def one_talk(**changes: Any) -> dict[str, Any]:
    other = {name: talk(1, 1, 1)[name] for name in ("expert", "enterprise")}
    return {
        "campaign": campaign(),
        "plan": plan("published", name=NAME),
        "talk": talk(0, 0),
        "view": "",
        "places": [{"slot": SLOTS[2], "table": 2, "number": 1, "other": None},
                   {"slot": SLOTS[1], "table": 2, "number": 1, "other": other}],
    } | changes  # fmt: skip


def seat(**changes: Any) -> dict[str, Any]:
    pairs = [{"expert": one, "enterprise": enterprise(), "price": "得分增加 0.4"} for one in experts()[:2]]
    return {"campaign": campaign(), "plan": plan(name=NAME), "slot": SLOTS[1], "table": 0, "pairs": pairs,
            "act": HERE} | changes  # fmt: skip


def on_paper(view: str) -> dict[str, Any]:
    return schedule(view) | {
        "view_words": VIEWS[view],
        "back": HERE,
        "printed_at": at(24, 9),
        "printed_by": OFFICER.name,
    }


def listing(**changes: Any) -> dict[str, Any]:
    rows = [
        plan("published", name=NAME),
        plan(stage="running", gap="", name=NAME),
        plan(stage="failed", gap="", name=NAME),
    ]
    return {"campaign": campaign(), "round": campaign(), "kind": MEETINGS, "plans": rows, "may_ask": True} | changes


MEETING_PAGES: dict[str, Example] = {
    "console/meetings": Example("console/other_plans/index.html", listing, OFFICER, "meetings.index", "meetings"),
    "console/meetings-none": Example(
        "console/other_plans/index.html", partial(listing, plans=[]), OFFICER, section="meetings"
    ),
    "console/meetings-no-round": Example(
        "console/other_plans/index.html", partial(listing, plans=[], round=None), OFFICER, section="meetings"
    ),
    "console/meeting-new": Example("console/meetings/new.html", offers, OFFICER, "meetings.new", "meetings"),
    "console/meeting-new-refused": Example("console/meetings/new.html", offers_refused, OFFICER, section="meetings"),
    **{
        f"console/meeting-{view}": Example(
            "console/meetings/plan.html", partial(schedule, view), OFFICER, section="meetings"
        )
        for view in VIEWS
    },
    "console/meeting-refused": Example("console/meetings/plan.html", draft_refused, OFFICER, section="meetings"),
    "console/meeting-talk": Example("console/meetings/talk.html", one_talk, OFFICER, "meetings.talk", "meetings"),
    "console/meeting-talk-locked": Example(
        "console/meetings/talk.html", partial(one_talk, talk=talk(2, 0, 1, locked=True), places=[]), OFFICER
    ),
    "console/meeting-seat": Example("console/meetings/seat.html", seat, OFFICER, "meetings.seat", "meetings"),
    "console/meeting-seat-nobody": Example("console/meetings/seat.html", partial(seat, pairs=[]), OFFICER),
    "console/meeting-print": Example("console/meetings/print.html", partial(on_paper, "tables"), OFFICER),
    "console/meeting-print-experts": Example("console/meetings/print.html", partial(on_paper, "experts"), OFFICER),
}
