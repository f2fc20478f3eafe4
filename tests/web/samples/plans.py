"""What the page of a plan of visits is filled with (示例): its board and the other views, running, failed, refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.services.planning.names import Named
from tests.web.samples.records import at, campaign
from web.form_state import FormState

DAYS = (date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27))
WORDS = ("11月25日周三", "11月26日周四", "11月27日周五")
EXPERTS = (
    Named(1, "EXPERT0001", "林致远（示例）", "岱岳工业大学（示例）"),
    Named(2, "EXPERT0002", "巷道快速掘进团队（示例）", "山东某研究院（示例）"),
)
HOUSES = (
    Named(1, "HOUSE00001", "泰安澄源环保科技有限公司（示例）", "370902"),
    Named(2, "HOUSE00002", "新泰岩通矿山工程有限公司（示例）", "370982"),
)
NEEDS = (Named(1, "NEED000001", "换热管防垢与在线清洗"), Named(2, "NEED000002", "硬岩巷道快速掘进"))
HERE = "/styleguide/console/plans"


def plan(state: str = "draft", **changes: Any) -> dict[str, Any]:
    words = {"draft": ("草案", "wait"), "published": ("已发布", "good")}[state]
    return {
        "ref": "PLAN000001",
        "name": "百名专家泰安行计划2026-11-24-1",
        "state": state,
        "state_words": words[0],
        "tone": words[1],
        "stage": "ready",
        "gap": "方案与理论最优差距不超过 0.3%",
        "value": 37.2,
        "created_at": at(24, 9),
        "published_at": None,
        "version": 3,
        "stopped": "",
        "href": HERE,
    } | changes


def card(number: int, day: int, **changes: Any) -> dict[str, Any]:
    return {
        "ref": f"VISIT0000{number}",
        "expert": EXPERTS[number % 2],
        "enterprise": HOUSES[number % 2],
        "district": HOUSES[number % 2].place,
        "district_name": ("泰山区", "新泰市")[number % 2],
        "needs": (NEEDS[number % 2],),
        "day": DAYS[day],
        "at": "09:00",
        "locked": False,
        "done": False,
        "answers": [],
        "unknown": [],
        "href": HERE,
        "places": HERE,
        "move": HERE,
    } | changes


CARDS = (
    card(0, 0, locked=True),
    card(1, 0, unknown=["企业"]),
    card(2, 1, answers=[("专家", "已接受", "good"), ("企业", "希望改期", "wait")]),
)
TABS = (
    ("days", "按日期×县市区"),
    ("experts", "按专家"),
    ("enterprises", "按企业"),
    ("calendar", "日历"),
    ("figures", "工作量与覆盖"),
    ("unmet", "未安排的需求"),
    ("orders", "锁定"),
)


def days() -> dict[str, Any]:
    places = [("370902", "泰山区"), ("370982", "新泰市")]
    rows = [
        {
            "day": day,
            "words": words,
            "count": sum(one["day"] == day for one in CARDS),
            "cells": [
                (code, name, [one for one in CARDS if (one["day"], one["district"]) == (day, code)])
                for code, name in places
            ],
        }
        for day, words in zip(DAYS, WORDS, strict=True)
    ]
    return {"districts": places, "rows": rows}


def people() -> dict[str, Any]:
    return {
        "rows": [
            {"who": EXPERTS[0], "place": "岱岳工业大学（示例）", "days": 2, "visits": [CARDS[0], CARDS[2]]},
            {"who": EXPERTS[1], "place": "山东某研究院（示例）", "days": 1, "visits": [CARDS[1]]},
        ]
    }


def calendar() -> dict[str, Any]:
    week = [date(2026, 11, 23 + number) for number in range(7)]
    return {
        "weeks": [
            [{"day": day, "of_plan": day in DAYS, "visits": [c for c in CARDS if c["day"] == day]} for day in week]
        ]
    }


def figures() -> dict[str, Any]:
    bars = [
        {
            "x": 5 + 33 * n,
            "width": 22,
            "height": 18 * v,
            "y": 38 - 18 * v,
            "mark": 38 - 9 * v,
            "name": WORDS[n],
            "visits": v,
            "experts": 1,
        }
        for n, v in enumerate((2, 1))
    ]
    rows = [(WORDS[0], 2, 2), (WORDS[1], 1, 1)]
    return {
        "needs": (2, 3),
        "days": {"rows": rows, "most": 2, "bars": bars},
        "charts": [
            {
                "title": "各县市区（功能区）需求安排",
                "head": "县市区（功能区）",
                "rows": [("泰山区", 1, 2, ""), ("新泰市", 1, 1, "met")],
            },
            {"title": "专家入企次数分布", "head": "专家入企", "count": "专家", "rows": [("1 次入企", 1, 1, "")]},
        ],
    }


def unmet() -> dict[str, Any]:
    return {
        "planned": [{"need": NEEDS[1], "why": HERE}],
        "left_out": [("尚未答复意向。", [{"need": NEEDS[0], "experts": [("林致远（示例）", "不愿意参加。")]}])],
        "wishes": [("距行动目标还差 12 位专家。", "2.4")],
    }


def orders() -> dict[str, Any]:
    return {
        "orders": [
            {
                "must": True,
                "expert": EXPERTS[0].name,
                "enterprise": HOUSES[0].name,
                "day": WORDS[0],
                "why": "市长调研",
                "drop": HERE,
            },
            {
                "must": False,
                "expert": EXPERTS[1].name,
                "enterprise": HOUSES[0].name,
                "day": "",
                "why": "",
                "drop": HERE,
            },
        ],
        "experts": [(one.ref, one.name) for one in EXPERTS],
        "enterprises": [(one.ref, one.name) for one in HOUSES],
        "days": [(day.isoformat(), words) for day, words in zip(DAYS, WORDS, strict=True)],
        "form": FormState({}),
    }


SHOWN = {
    "days": days,
    "experts": people,
    "enterprises": people,
    "calendar": calendar,
    "figures": figures,
    "unmet": unmet,
    "orders": orders,
}


def board(view: str = "days", state: str = "draft", **changes: Any) -> dict[str, Any]:
    """The page of a plan with one of its views open."""
    return {
        "plan": plan(state),
        "round": campaign(),
        "campaign": campaign(),
        "may": True,
        "may_plan": True,
        "may_publish": state == "draft",
        "instead": False,
        "progress": None,
        "failure": None,
        "proposals": 1,
        "others": [(HERE, "第二稿")],
        "view": view,
        "shown": SHOWN[view](),
        "summary": {
            "counts": "3 次入企 · 2 位专家 · 2 家企业",
            "needs": 2,
            "open": 1,
            "unknown": 1,
            "of": 3,
            "violations": 0,
        },
        "refused": [],
        "tabs": [(words, HERE, None, name == view) for name, words in TABS],
    } | changes


def running() -> dict[str, Any]:
    progress = {
        "percent": 42,
        "stage": "核验优化程度",
        "gap": "方案与理论最优差距不超过 1.2%",
        "value": "36.8",
        "bound": "37.2",
        "seconds": 25,
        "of_seconds": 60,
        "stopping": False,
        "poll": "",
        "stop": HERE,
    }
    return board(progress=progress, plan=plan(stage="running", gap=""))


def failed() -> dict[str, Any]:
    failure = {
        "title": "这些锁定互相冲突",
        "text": "任何方案都无法同时满足。",
        "limits": ["一天一个县市区"],
        "orders": [f"{WORDS[0]} {EXPERTS[0].name}到访{one.name}" for one in HOUSES],
    }
    return board(failure=failure, plan=plan(stage="failed", gap=""), may=False, may_publish=False)


def refused() -> dict[str, Any]:
    return board(state="published", refused=[f"{WORDS[0]} {EXPERTS[0].name}到访{HOUSES[0].name}：其中一方已不能安排。"])
