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
    many = {"name": "示例单位甲", "href": HREF, "county": "泰山区", "grade": "strong", "needs": 5, "enterprises": 3,
            "grounds": GROUNDS, "hidden": 1}  # fmt: skip
    one = {"name": "示例单位乙", "county": "", "grade": "fair", "needs": 1, "enterprises": 1, "hidden": 0}
    return [many, many | one | {"grounds": GROUNDS[2:3]}]


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


def need_of(title: str, **changes: Any) -> dict[str, Any]:
    values = {
        "title": title,
        "href": "/styleguide/console/need",
        "line": enterprise().name,
        "county": "泰山区",
        "state": "matching",
        "result": None,
        "grade": "strong",
        "reason": "not_covered",
    }
    return values | changes


def coverage(**changes: Any) -> dict[str, Any]:
    first = {
        "words": ["电子标签", "射频识别"],
        "title": "射频识别抗干扰",
        "enterprises": 2,
        "counties": ["泰山区", "新泰市"],
        "uncovered": 1,
        "terms": ["电子标签", "抗金属天线", "超高频"],
        "needs": [need_of("射频识别抗干扰"), need_of("超高频电子标签漏读", reason="only_weak")],
    }
    alone = {"words": [], "title": "硬岩巷道快速掘进", "enterprises": 1, "counties": [], "uncovered": 0, "terms": []}
    values = {
        "subjects": [first, alone | {"needs": [need_of("硬岩巷道快速掘进", reason="only_weak")]}],
        "more": 3,
        "fields": [
            {"name": "电子信息", "needs": 12, "lonely": 4, "experts": 0, "achievements": 2},
            {"name": "新材料及应用", "needs": 20, "lonely": 1, "experts": 35, "achievements": 18},
        ],
        "vague": [need_of("提升技术", reason="too_vague")],
        "lonely": 7,
        "needs": 96,
        "degraded": False,
    }
    return values | changes


def coverage_none() -> dict[str, Any]:
    return coverage(subjects=[], more=0, fields=[], vague=[], lonely=0)


def coverage_degraded() -> dict[str, Any]:
    return coverage(degraded=True)


def themes(**changes: Any) -> dict[str, Any]:
    need = need_of("高盐废水蒸发结晶换热管防垢")
    other = need_of("蒸发器换热管在线清洗", county="新泰市", state="closed", result="solved", grade=None)
    theme = {
        "words": ["换热管", "高盐废水", "蒸发结晶"],
        "title": need["title"],
        "enterprises": 2,
        "counties": ["泰山区", "新泰市"],
        "needs": [need, other],
    }
    values = {"themes": [theme, theme | {"words": [], "counties": [], "enterprises": 1}], "members": 4}
    return values | {"degraded": False} | changes


def themes_none() -> dict[str, Any]:
    return themes(themes=[], members=0)


def themes_degraded() -> dict[str, Any]:
    return themes(themes=[], members=0, degraded=True)


def figure(
    text: str, before: float | None, after: float | None, low: float | None, high: float | None
) -> dict[str, Any]:
    gain = None if before is None or after is None else abs(after - before)
    return {"text": text, "running": before, "proposed": after, "gain": gain, "low": low, "high": high}


def weights(**changes: Any) -> dict[str, Any]:
    figures = [
        figure("与实际决定的偏离（越小越好）", 0.612, 0.548, 0.027, 0.101),
        figure("采纳者排在前面（越大越好）", 0.71, 0.78, None, None),
        figure("概率误差（越小越好）", None, None, None, None),
    ]
    learnt = {
        "version": "learnt-2026-11-20",
        "running": True,
        "made_at": at(20),
        "compared_with": "2026.3",
        "verdict": "更好",
        "tone": "good",
        "decisions": 84,
        "needs": 31,
        "figures": figures,
    }
    kept = learnt | {"version": "learnt-2026-10-30", "running": False, "verdict": "无明显差别", "tone": "still"}
    values = {
        "available": True,
        "running": "learnt-2026-11-20",
        "shipped": "2026.3",
        "before": "2026.3",
        "problem": "",
        "decisions": 17,
        "versions": [learnt, kept | {"made_at": at(2)}],
        "job": None,
        "said": None,
    }
    return values | changes


def weights_learning() -> dict[str, Any]:
    job = {
        "title": "从审核中学习",
        "state": "running",
        "progress": 0.33,
        "stage": "与以往决定比较",
        "poll": "",
        "cancel": "",
        "error": "",
    }
    return weights(job=job, versions=[], running="2026.3", before="")


def weights_refused() -> dict[str, Any]:
    return weights(said=("info", "未能学习", "目前有 6 条决定，其中采纳 5 条，不足以学习。"), problem="权重文件损坏")


def weights_without_model() -> dict[str, Any]:
    return weights(available=False, running="", shipped="", before="", versions=[], decisions=0)


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
