"""What the pages of the registers are filled with (示例), and those of sign-in and account."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.samples.choices import FIELDS, GRADES, counties, terms
from tests.web.samples.partners import achievement, achievements, expert, experts, university
from tests.web.samples.portal import HINTS, QR, events
from tests.web.samples.records import at, campaign, enterprise, need, needs, officer
from web.form_state import FormState
from web.listing import Listing

CONTACT = {"name": "周*（示例）", "mobile": "138****5678", "email": "z***@example.cn"}
SUGGESTED = [
    {
        "ref": "S1",
        "grade": "strong",
        "state": "accepted",
        "name": "工业水处理与资源化实验室（示例）",
        "kind_label": "团队",
        "line": "岱岳工业大学（示例）",
        "href": "/styleguide/console/expert",
        "evidence_href": "/styleguide/console/evidence",
    },
    {
        "ref": "S2",
        "grade": "fair",
        "state": "suggested",
        "name": "晶种法防垢强制循环蒸发成套技术",
        "kind_label": "成果",
        "line": "TRL 8",
        "href": "/styleguide/console/achievement",
        "evidence_href": "/styleguide/console/evidence",
    },
    {
        "ref": "S4",
        "grade": "weak",
        "state": "rejected",
        "name": "蔺予安（示例）",
        "kind_label": "专家",
        "line": "药学院",
        "href": "/styleguide/console/expert",
        "evidence_href": "/styleguide/console/evidence",
    },
]
SERVED = [
    {
        "ref": "S1",
        "grade": "strong",
        "state": "accepted",
        "title": need().title,
        "line": "泰安澄源环保科技有限公司（示例） · 泰山区",
        "href": "/styleguide/console/need",
    }
]
FIELD_OF_NEED = [("技术领域（12 类）", "资源与环境"), ("重点产业链", "高端化工")]


def need_list(**changes: Any) -> dict[str, Any]:
    states = [
        ("全部", 128),
        ("待审核", 12),
        ("退回修改", 3),
        ("审核通过", 22),
        ("专家匹配中", 43),
        ("对接中", 31),
        ("已办结", 17),
    ]
    values: dict[str, Any] = {
        "campaign": campaign(),
        "listing": Listing(needs(), "submitted_at", True, {"county": ""}, 128, None, "djE6OTY"),
        "tabs": [(name, "#", count, place == 0) for place, (name, count) in enumerate(states)],
        "counties": counties(),
        "fields": FIELDS,
        "intake_sources": terms("intake_sources"),
        "grades": GRADES,
        "set": {},
        "may_edit": True,
    }
    return values | changes


def need_list_nothing() -> dict[str, Any]:
    chosen = {"county": ("县市区", "东平县"), "grade": ("推荐", "高度相关")}
    return need_list(listing=Listing([], "submitted_at", True, {"county": "370923"}, 0), set=chosen)


def need_page(**changes: Any) -> dict[str, Any]:
    one = need()
    values: dict[str, Any] = {
        "campaign": campaign(),
        "need": one,
        "organization": one.organization,
        "contact": CONTACT,
        "reveal": "/styleguide/reveal",
        "classifications": FIELD_OF_NEED,
        "repeats": [],
        "alike": needs()[1:3],
        "coach": {"hints": HINTS[:3], "notes": []},
        "suggestions": SUGGESTED[:2],
        "weak": SUGGESTED[2:],
        "no_match": None,
        "waiting": False,
        "running": None,
        "tracking_url": "",
        "events": events(),
        "may": {"publish", "close", "edit", "match", "link", "approve", "confirm", "review"},
    }
    return values | changes


def need_submitted() -> dict[str, Any]:
    return need_page(
        need=need(state="submitted", grade=None),
        suggestions=[],
        weak=[],
        repeats=[needs()[1]],
        may={"verify", "return", "edit", "close"},
    )


def expert_list() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "listing": Listing(experts(), filters={"kind": "team"}, total=143, after="djE6OTY"),
        "kinds": terms("expert_kinds"),
        "states": terms("expert_states"),
        "bases": terms("profile_basis"),
        "institutions": [("U1", university().name)],
        "set": {"kind": ("类型", "团队")},
        "stale_before": date(2024, 11, 24),
        "may_edit": True,
        "may_import": True,
    }


def expert_page() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "expert": expert(basis="provided"),
        "classifications": [("技术领域（12 类）", "资源与环境"), ("学科", "环境工程学")],
        "contact": CONTACT,
        "reveal": "",
        "achievements": achievements()[:1],
        "needs": SERVED,
        "stale": False,
        "events": events()[1:],
        "states": terms("expert_states")[:3],
        "relations": terms("conflict_kinds"),
        "conflict_form": FormState(),
        "may": {"edit", "state", "withdraw", "conflict"},
    }


def organization_list() -> dict[str, Any]:
    rows = [enterprise(), *[one.organization for one in needs()[1:4]], university()]
    counts = {row.ref: {"needs": 2, "experts": 37 if row.kind == "university" else 0} for row in rows}
    return {
        "campaign": campaign(),
        "listing": Listing(rows, total=211, after="djE6OTY"),
        "kinds": terms("organization_kinds"),
        "tabs": [
            ("全部", "#", 211, True),
            ("企业", "#", 168, False),
            ("高校", "#", 24, False),
            ("科研院所", "#", 19, False),
        ],
        "counties": counties(),
        "chains": terms("chains"),
        "set": {},
        "counts": counts,
        "may_edit": True,
    }


def organization_page(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "campaign": campaign(),
        "organization": enterprise(),
        "classifications": [("重点产业链", "高端化工")],
        "contacts": [
            {"name": "周*（示例）", "role": "技术总监", "mobile": "138****5678", "reveal": "/styleguide/reveal"}
        ],
        "needs": [need()],
        "experts": [],
        "achievements": [],
        "partners": [
            {
                "ref": "P1",
                "grade": "strong",
                "state": "suggested",
                "name": university().name,
                "line": "3 项需求中有 2 项找到合适团队",
                "href": "/styleguide/console/university",
            }
        ],
        "whole": [("推荐依据", "/styleguide/console/partners")],
        "twins": [{"ref": "X2", "name": "泰安市澄源环保科技公司（示例）", "why": "名称相近，手机号相同"}],
        "events": events()[1:],
        "verify_form": FormState({"uscc": ""}),
        "may": {"edit", "verify", "merge"},
    }
    return values | changes


def university_page() -> dict[str, Any]:
    return organization_page(
        organization=university(), needs=[], experts=experts(), achievements=achievements(), twins=[], may={"edit"}
    )


def achievement_list() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "listing": Listing(achievements(), total=104, after="djE6OTY"),
        "fields": FIELDS,
        "stages": terms("achievement_stages"),
        "set": {},
        "may_edit": True,
        "may_import": True,
    }


def achievement_page() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "achievement": achievement(),
        "classifications": FIELD_OF_NEED,
        "needs": SERVED,
        "events": events()[1:],
        "may": {"edit", "rest"},
    }


def account() -> dict[str, Any]:
    sessions = [
        {
            "ref": "1",
            "network": "10.21.4.18",
            "agent": "Chrome 109，Windows",
            "last_seen_at": at(24, 0, 58),
            "current": True,
        },
        {
            "ref": "2",
            "network": "223.99.0.0/16",
            "agent": "微信，Android",
            "last_seen_at": at(22, 11),
            "current": False,
        },
    ]
    return {
        "campaign": campaign(),
        "user": officer(),
        "area": "全市",
        "sessions": sessions,
        "second_factor": False,
        "layout": "layouts/console.html",
        "home": ("今日待办", "/console/"),
    }


def sign_in(message: str = "") -> dict[str, Any]:
    return {"form": FormState({"name": "li.jingban"} if message else {}), "next": "/console/", "message": message}


def enrolment() -> dict[str, Any]:
    return {"secret": "JBSW Y3DP EHPK 3PXP（示例）", "qr": QR, "key": "", "form": FormState(), "message": ""}
