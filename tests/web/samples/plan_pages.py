"""What the pages around a plan of visits are filled with (示例): list, form, one visit, comparison, proposals."""

from __future__ import annotations

from typing import Any

from matchmaker.services.planning.basis import Basis, Side
from tests.web.samples.plans import CARDS, DAYS, EXPERTS, HERE, HOUSES, WORDS, plan
from tests.web.samples.records import at, campaign
from web.form_state import FormState


def listing() -> dict[str, Any]:
    rows = [
        plan("published", counts="116 次入企 · 62 位专家 · 66 家企业"),
        plan(counts="114 次入企 · 62 位专家 · 66 家企业"),
        plan(stage="running", counts="0 次入企 · 0 位专家 · 0 家企业", gap=""),
        plan(stage="failed", counts="0 次入企 · 0 位专家 · 0 家企业", gap=""),
    ]
    return {
        "round": campaign(),
        "campaign": campaign(),
        "plans": rows,
        "comparable": [],
        "may_plan": True,
        "may_ask": False,
        "proposals": {"count": 2, "href": HERE},
    }


def nothing() -> dict[str, Any]:
    return listing() | {"plans": [], "proposals": None, "may_ask": True}


def asking() -> dict[str, Any]:
    def rule(name: str, label: str, kind: str = "number", default: str = "默认 2") -> dict[str, Any]:
        return {"name": name, "label": label, "kind": kind, "extra": {}, "optional": kind == "date", "default": default}

    return {
        "round": campaign(),
        "campaign": campaign(),
        "basis": Basis(87, 84, Side(60, 18, 6), Side(53, 14, 1)),
        "form": FormState({"max_dates": "20", "expert_days": "-1"}, {"expert_days": "请填写不小于 0 的数。"}),
        "groups": [
            ("日期", [rule("from", "入企开始日期", "date", ""), rule("max_dates", "最多安排工作日")]),
            ("限额", [rule("expert_days", "专家最多出行天数")]),
        ],
        "further": [rule("seconds", "计算时间（秒）")],
        "labels": {"expert_days": "专家最多出行天数"},
    }


def one_visit() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "plan": plan("published"),
        "visit": CARDS[2],
        "when": WORDS[1],
        "published": True,
        "draft": False,
        "view": "days",
        "why": f"{HERE}?why",
        "days": [(DAYS[0], WORDS[0], True, "得分减少 0.12"), (DAYS[2], WORDS[2], False, "企业当天没有时间。")],
        "others": [(EXPERTS[1], True, "得分减少 0.4")],
    }


def comparison() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "left": plan(),
        "right": plan("published", name="第二稿"),
        "swap": HERE,
        "same": 53,
        "rows": [
            ("专家入企", "114", "117", ""),
            ("到访企业", "62", "66", "right"),
            ("方案得分", "36.06", "36.82", "right"),
        ],
        "parts": [("里程与出行天数", "-36.2", "-38.02", "left")],
        "lists": [{"title": "日期不同", "rows": [(f"{EXPERTS[0].name}到访{HOUSES[0].name}", WORDS[0], WORDS[2])]}],
    }


NAMED = {"tone": "warn", "text": "示例大学的专家库中没有此人，请先登记，再重新编制方案。", "href": HERE,
         "act": "登记这位同事"}  # fmt: skip


def proposals() -> dict[str, Any]:
    moves = [
        {"kind": "expert", "text": f"{WORDS[0]} {EXPERTS[0].name}到访{HOUSES[0].name}：改由{EXPERTS[1].name}到访"},
        {"kind": "in", "text": f"新增：{WORDS[2]} {EXPERTS[0].name}到访{HOUSES[1].name}"},
    ]

    def option(number: int, moves: list[dict[str, str]]) -> dict[str, Any]:
        return {
            "number": number,
            "title": "取消这次入企",
            "best": number == 0,
            "moves": moves,
            "nothing": not moves,
            "moved": "不影响其他已发布的安排",
            "price": "得分减少 0.378",
            "gives_way": False,
        }

    def one(ref: str, state: str, words: str, tone: str, **changes: Any) -> dict[str, Any]:
        return {
            "ref": ref,
            "state": state,
            "state_words": words,
            "tone": tone,
            "at": at(24, 10),
            "chosen": None,
            "pending": state in ("waiting", "open", "failed"),
            "why": "设备检修",
            "colleague": "李示例（示例大学）",
            "named": None,
            "problem": None,
            "options": [],
            "cause": f"企业谢绝：{WORDS[0]} {EXPERTS[0].name}到访{HOUSES[0].name}",
        } | changes

    problem = {
        "title": "这些锁定互相冲突",
        "text": "请放弃其中一条。",
        "orders": [f"{EXPERTS[0].name}到访{HOUSES[0].name}"],
        "limits": [],
    }
    return {
        "campaign": campaign(),
        "plan": plan("published"),
        "poll": "",
        "crumbs": [("专家入企计划", "/console/plans/"), (plan("published")["name"], "/console/plans/PLAN")],
        "may_review": True,
        "parties": [{"value": "expert:EXPERT01", "name": EXPERTS[0].name}],
        "proposals": [
            one("PROPOSAL01", "open", "待决定", "wait", options=[option(0, moves), option(1, [])]),
            one("PROPOSAL05", "open", "待决定", "wait", options=[option(0, [])], named=NAMED),
            one("PROPOSAL02", "waiting", "编制中", "go"),
            one("PROPOSAL03", "failed", "未找到办法", "bad", problem=problem),
        ],
        "decided": [one("PROPOSAL04", "accepted", "已接受", "good", options=[option(0, moves)], chosen=0)],
    }


def places() -> dict[str, Any]:
    columns = [("needs", "至少服务需求数", 0), ("visits", "最多入企次数（0：不限）", 0)]
    return {
        "round": campaign(),
        "form": FormState({"chains.new_energy.needs": "3"}, {"chains.new_energy.visits": "请填写数字。"}),
        "tables": [
            {"title": "产业链", "columns": columns, "rows": [{"name": "新能源", "key": "chains.new_energy"}]},
        ],
    }
