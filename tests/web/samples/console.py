"""What the console's working pages are filled with (示例): today, review, intake, import, record of actions, search."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.samples.choices import FIELDS, GRADES, counties, terms
from tests.web.samples.evidence import WORDS, candidates, spans_of
from tests.web.samples.portal import HINTS, LINK, QR, events
from tests.web.samples.records import at, campaign, collection_round, need, needs
from web.form_state import FormState
from web.listing import Listing

TODO = [
    {
        "count": 3,
        "text": "今天到期的答复",
        "note": "最早承诺于 11 月 24 日前答复",
        "href": "/styleguide/console/needs",
        "late": True,
    },
    {
        "count": 12,
        "text": "待审核的需求",
        "note": "泰山区 5、新泰市 4、宁阳县 3",
        "href": "/styleguide/console/needs",
        "late": False,
    },
    {
        "count": 34,
        "text": "待定的推荐",
        "note": "涉及 11 项需求，其中高度相关 9 条",
        "href": "/styleguide/console/review",
        "late": False,
    },
    {"count": 2, "text": "代填后等待企业确认", "note": "", "href": "/styleguide/console/needs", "late": False},
    {
        "count": 6,
        "text": "待核实的单位",
        "note": "缺少统一社会信用代码",
        "href": "/styleguide/console/organizations",
        "late": False,
    },
]
STEPS = [
    ("征集", 128, "12 项待审核"),
    ("审核", 96, ""),
    ("匹配", 74, "34 条推荐待定"),
    ("对接", 31, ""),
    ("签约", 9, ""),
    ("解决", 4, ""),
]
STATS = [
    ("征集需求", 128, "项", 150, 111, "本届行动开始以来提交的技术需求数，不含草稿与撤回。"),
    ("审核通过", 96, "项", 100, 68, "县市区（功能区）审核通过的需求数。"),
    ("专家入企", 42, "人次", 100, 118, "已完成的专家入企诊断人次。"),
    ("企业院校行", 37, "家次", 100, 52, "已参加赴高校院所对接的企业家次。"),
    ("签约", 9, "项", 30, 16, "已登记的技术合同和合作协议数。"),
    ("合同金额", 1260, "万元", 3000, 2140, "已登记技术合同的成交额，单位万元。"),
    ("共建平台", 2, "个", 8, 8, "企业与院所共建的研发平台数。"),
    ("科技副总", 3, "人", 10, 7, "本届选派到企业的科技副总人数。"),
]
AREAS = [
    ("泰山区", "", 28, 25, "met", "已完成"),
    ("岱岳区", "", 19, 25, "", ""),
    ("新泰市", "", 41, 30, "met", "遥遥领先"),
    ("肥城市", "", 22, 30, "", ""),
    ("宁阳县", "", 16, 20, "behind", "本周 0 项"),
    ("东平县", "", 2, 20, "nothing", "几乎没有提交"),
]


def today() -> dict[str, Any]:
    return {
        "today": date(2026, 11, 24),
        "campaign": campaign(),
        "round": collection_round(),
        "days_left": 11,
        "todo": TODO,
        "steps": [
            {"name": name, "number": number, "note": note, "done": place < 2, "current": place == 2, "href": ""}
            for place, (name, number, note) in enumerate(STEPS)
        ],
        "stats": [
            {
                "name": row[0],
                "value": row[1],
                "unit": row[2],
                "target": row[3],
                "last_year": row[4],
                "definition": row[5],
                "href": "",
            }
            for row in STATS
        ],
        "areas": [
            {
                "name": row[0],
                "zone_of": row[1],
                "value": row[2],
                "target": row[3],
                "tone": row[4],
                "note": row[5],
                "href": "",
            }
            for row in AREAS
        ],
        "parts": [],
        "may_work": True,
    }


def today_quiet() -> dict[str, Any]:
    parts = [("degraded", "语义模型缺失，推荐仅按词语匹配")]
    return today() | {"todo": [], "parts": parts, "campaign": None, "round": None}


def review(**changes: Any) -> dict[str, Any]:
    one = need()
    parts = [("技术难题", one.problem), ("关键技术与指标", one.indicators), ("期望目标", one.goal)]
    values: dict[str, Any] = {
        "campaign": campaign(),
        "queue": {
            "position": 3,
            "total": 11,
            "open": 34,
            "previous": "/styleguide/console/review",
            "next": "/styleguide/console/review",
        },
        "filters": Listing([], filters={"county": "370902"}),
        "counties": counties(),
        "grades": GRADES,
        "need": one,
        "organization": one.organization,
        "need_parts": [{"name": name, "text": text, "spans": spans_of(text, WORDS)} for name, text in parts],
        "candidates": candidates(),
        "no_match": None,
        "reasons": terms("rejection_reasons"),
    }
    return values | changes


def review_none() -> dict[str, Any]:
    no_match = {
        "reasons": ["库内没有研究射频识别抗干扰的专家或成果。", "最接近的 3 个团队只共有“金属”这类常见词语。"],
        "hints": ["可向电子信息类院所征集专家。", "需求未写读取距离与误读率，补充后可重新匹配。"],
    }
    return review(no_match=no_match, candidates=[])


def review_empty() -> dict[str, Any]:
    return review(need=None)


def intake() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "form": FormState({"intake": "phone", "organization_name": "澄源环保", "confirm_by": "link"}),
        "intake_sources": [row for row in terms("intake_sources") if row[0] in ("phone", "visit", "wechat")],
        "counties": counties(),
        "fields": FIELDS,
        "matches": [
            {"ref": "7Q2MXW9KTD", "name": "泰安澄源环保科技有限公司（示例）", "uscc": None, "county": "泰山区"}
        ],
        "hints": HINTS,
        "notes": [],
        "repeats": [],
        "draft": "",
        "drafts": [need(state="draft")],
    }


def intake_done() -> dict[str, Any]:
    text = f"您好，您反映的技术需求“{need().title}”已登记。请点开链接核对并确认：{LINK} 我们将于2026年12月1日前答复。"
    return {"campaign": campaign(), "need": need(intake="phone"), "tracking_url": LINK, "qr": QR, "text": text}


def audit() -> dict[str, Any]:
    rows = [
        entry
        | {
            "role": "市科技局经办人",
            "action": entry["text"],
            "subject": "高盐废水蒸发结晶换热管防垢技术",
            "number": 4812 - place,
            "href": "/styleguide/console/need",
            "request_id": "9f31c2a07be4d615",
        }
        for place, entry in enumerate(events())
    ]
    return {
        "campaign": campaign(),
        "listing": Listing(rows, "at", True, {"since": "2026-11-16"}, 4812, None, "djE6NDgwMA"),
        "actions": [("need.verify", "审核通过"), ("suggestion.accept", "接受推荐")],
        "kinds": [("need", "技术需求"), ("expert", "专家")],
        "chain": {"status": "ready", "text": "记录完整，11月24日 08:00 校验到第 4,812 条"},
        "set": {"since": ("起始", "2026-11-16")},
        "may_export": True,
        "personal_data": "#",
    }


def search() -> dict[str, Any]:
    first = "工业高盐废水零排放：蒸发结晶过程的换热管防垢机理、晶种法工艺与在线清洗"
    second = "高盐废水蒸发结晶时换热管结垢严重，每7天就要停机清洗一次。"
    return {
        "campaign": campaign(),
        "q": "高盐废水 蒸发 结垢",
        "kinds": [
            ("全部", "#", 7, True),
            ("技术需求", "#", 2, False),
            ("专家与团队", "#", 3, False),
            ("科技成果", "#", 2, False),
            ("单位", "#", 0, False),
        ],
        "results": [
            {
                "kind_label": "团队",
                "name": "工业水处理与资源化实验室（示例）",
                "line": "岱岳工业大学（示例）",
                "href": "/styleguide/console/expert",
                "text": first,
                "spans": spans_of(first, ("高盐废水", "蒸发")),
                "mark": "",
            },
            {
                "kind_label": "技术需求",
                "name": need().title,
                "line": "泰山区 · 审核通过",
                "href": "/styleguide/console/need",
                "text": second,
                "spans": spans_of(second, ("高盐废水", "蒸发", "结垢")),
                "mark": "",
            },
        ],
        "words_only": False,
        "after": "#",
    }


def sheet() -> dict[str, Any]:
    rows = [{"title": one.title, "name": one.organization.name, "county": "新泰市", "text": "面议"} for one in needs()]
    return {"rows": rows * 6, "printed_at": at(24), "printed_by": "李经办（示例）", "back": "/styleguide/console/needs"}


def search_nothing() -> dict[str, Any]:
    return search() | {"q": "量子引力波通信", "results": [], "words_only": True}
