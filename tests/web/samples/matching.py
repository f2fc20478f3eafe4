"""What the pages of matching as a whole are filled with (示例): partners, suitable needs, gaps, themes, learning."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.samples.choices import GRADES, counties, terms
from tests.web.samples.partners import university
from tests.web.samples.records import at, enterprise
from web.listing import Listing

HREF = "/styleguide/console/organization"
TABS = [
    ("按企业", "/styleguide/console/partners", None, True),
    ("按产业链", "/styleguide/console/partners-chain", None, False),
    ("按院校", "/styleguide/console/partners-institution", None, False),
]
LAST = [(text, address, count, place == 2) for place, (text, address, count, _) in enumerate(TABS)]


def ground(need: str, name: str, grade: str, *terms: str, kind: str = "专家") -> dict[str, Any]:
    return {
        "need": need,
        "need_href": "/styleguide/console/need",
        "kind": kind,
        "name": name,
        "href": "/styleguide/console/expert",
        "grade": grade,
        "terms": list(terms),
    }


GROUNDS = [
    ground(
        "高盐废水蒸发结晶换热管防垢", "工业水处理与资源化实验室（示例）", "strong", "高盐废水", "换热管", kind="团队"
    ),
    ground("结晶盐纯度提升到 98.5% 以上", "晶种法防垢强制循环蒸发成套技术", "fair", "结晶盐", kind="成果"),
    ground("浓水零排放的膜浓缩段改造", "蔺予安（示例）", "fair"),
    ground("母液杂盐的资源化利用", "祁示例", "strong", "杂盐"),
]


def pair(ref: str, **changes: Any) -> dict[str, Any]:
    values = {
        "ref": ref,
        "version": 1,
        "grade": "strong",
        "state": "suggested",
        "current": False,
        "enterprise": enterprise().name,
        "enterprise_href": HREF,
        "county": "泰山区",
        "institution": university().name,
        "institution_href": "/styleguide/console/university",
        "needs": 3,
        "grounds": GROUNDS[:2],
        "hidden": 1,
        "weights": "2026.3",
        "decision": None,
    }
    return values | changes


def partners(**changes: Any) -> dict[str, Any]:
    decision = {"verdict": "reject", "reason": "领域不符", "note": "主业不同", "by": "李经办（示例）", "at": at(18)}
    candidates = [
        pair("P1", current=True),
        pair("P2", institution="齐鲁材料研究院（示例）", grade="fair", needs=1, grounds=GROUNDS[2:3], hidden=0),
        pair("P3", state="rejected", decision=decision, grounds=[], needs=1, hidden=1),
    ]
    values = {
        "candidates": candidates,
        "total": 64,
        "tabs": TABS,
        "filters": Listing([], filters={}),
        "enterprise": None,
        "counties": counties(),
        "chains": terms("chains"),
        "grades": GRADES[:2],
        "states": [("held", "暂缓"), ("accepted", "已采纳"), ("rejected", "不合适")],
        "reasons": terms("rejection_reasons"),
        "may_decide": True,
    }
    return values | changes


def partners_read_only() -> dict[str, Any]:
    one = enterprise()
    filters = Listing([], filters={"enterprise": one.ref})
    return partners(may_decide=False, enterprise=one, filters=filters, total=3)


def partners_none() -> dict[str, Any]:
    return partners(candidates=[], total=0)


def partners_nothing() -> dict[str, Any]:
    return partners(candidates=[], total=0, filters=Listing([], filters={"county": "370921"}))


def partner_rows() -> list[dict[str, Any]]:
    row = {
        "href": HREF,
        "county": "泰山区",
        "grade": "strong",
        "needs": 5,
        "enterprises": 3,
        "grounds": GROUNDS,
        "hidden": 1,
    }
    return [
        row | {"name": "示例单位甲"},
        row | {"name": "示例单位乙", "county": "", "grade": "fair", "needs": 1, "enterprises": 1, "grounds": GROUNDS[2:3], "hidden": 0},
    ]  # fmt: skip


def chain(*, found: bool = True) -> dict[str, Any]:
    code, name = terms("chains")[0]
    return {
        "tabs": [(text, address, count, place == 1) for place, (text, address, count, _) in enumerate(TABS)],
        "chains": terms("chains") if found else [],
        "shown": code if found else "",
        "name": name if found else "",
        "partners": partner_rows() if found else [],
    }


def institution(*, found: bool = True) -> dict[str, Any]:
    one = university()
    return {
        "tabs": LAST,
        "institutions": [(one.ref, one.name)] if found else [],
        "institution": one if found else None,
        "shown": one.ref if found else "",
        "partners": partner_rows() if found else [],
    }


def suitable(**changes: Any) -> dict[str, Any]:
    fitting = [{"name": "林示例", "school": "化学化工学院"}, {"name": "晶种法防垢蒸发技术", "school": ""}]
    need = {
        "ref": "N1",
        "title": "高盐废水蒸发结晶换热管防垢",
        "text": "换热管每 7 天停机清洗一次，希望延长到 30 天以上。\n已试过化学清洗，效果不稳。",
        "county": "泰山区",
        "fields": ["资源与环境", "新材料及应用"],
        "grade": "strong",
        "fitting": fitting,
    }
    values = {
        "institution": university(),
        "own": True,
        "needs": [need, need | {"ref": "N2", "text": "", "county": "", "fields": [], "grade": "fair"}],
        "schools": ["化学化工学院", "材料学院"],
        "school": "",
        "text": "适合的需求（2 项）\n\n1. 高盐废水蒸发结晶换热管防垢（泰山区）\n适合：化学化工学院 林示例",
        "export": "/styleguide/export",
        "today": date(2026, 11, 24),
    }
    return values | changes


def suitable_none() -> dict[str, Any]:
    return suitable(needs=[], schools=[], text="")


def suitable_of_school() -> dict[str, Any]:
    """As an organizer sees it, of a school that nothing suits."""
    return suitable(own=False, needs=[], school="材料学院", text="")
