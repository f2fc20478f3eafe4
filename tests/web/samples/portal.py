"""What the portal's mock-ups are filled with (示例)."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tests.web.samples.choices import FIELDS, counties, group, terms
from tests.web.samples.records import PROBLEM, at, campaign, collection_round, need, needs
from web.form_state import FormState
from web.listing import Listing

HINTS = [
    {"text": "说明了遇到的问题", "why": "", "done": True},
    {"text": "写出现状：多久一次、损失多少", "why": "", "done": True},
    {"text": "写出指标：从多少到多少，带单位", "why": "有数字的需求，更容易找到真正合适的人。", "done": False},
    {"text": "写出期望目标和时间", "why": "", "done": False},
    {"text": "写出拟投入资金（可写“面议”）", "why": "", "done": False},
]
PREVIEW = {
    "state": "found",
    "kinds": [
        {"name": "高校水处理实验室", "line": "高盐废水、蒸发结晶", "grade": "strong"},
        {"name": "院所装备团队", "line": "换热面防垢、在线清洗", "grade": "fair"},
        {"name": "可转化的成果 2 项", "line": "TRL 6—8", "grade": "fair"},
    ],
}
# A stand-in for the code that segno draws: the real one is an SVG, too.
QR = Markup(
    '<svg viewBox="0 0 21 21" width="100%" height="100%" role="img" aria-label="二维码（示例）">'
    '<path d="M1 1h7v7H1zM2 2v5h5V2zM13 1h7v7h-7zM14 2v5h5V2zM1 13h7v7H1zM2 14v5h5v-5z'
    "M3 3h3v3H3zM15 3h3v3h-3zM3 15h3v3H3z"
    "M10 2h1v3h-1zM10 8h3v1h-3zM9 10h2v2H9zM13 11h4v1h-4zM18 10h2v3h-2zM11 14h2v3h-2zM15 15h3v2h-3zM10 18h4v1h-4z"
    'M18 18h2v2h-2z" fill="#0c2f29" fill-rule="evenodd"/></svg>'
)
LINK = "https://match.example.cn/n/4f9c1e7a（示例）"


def home() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "round": collection_round(),
        "form": FormState(),
        "once": "1",
        "figures": [
            {"name": "往届专家入企", "value": 118, "unit": "人次"},
            {"name": "帮助解决难题", "value": 70, "unit": "项"},
            {"name": "转化科技成果", "value": 108, "unit": "项"},
            {"name": "共建平台", "value": 8, "unit": "个"},
        ],
    }


def new(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "form": FormState(
            {"problem": PROBLEM, "organization_name": "泰安澄源环保科技有限公司（示例）", "keywords": ["防垢"]}
        ),
        "need": None,
        "own": False,
        "action": "/post",
        "autosave": "/post/draft",
        "draft": "",
        "once": "1",
        "may_keep": True,
        "sends": True,
        "crumbs": [("首页", "/")],
        "counties": counties(),
        "fields": FIELDS,
        "modes": group("cooperation_modes", "solving"),
        "wishes": group("cooperation_modes", "wish"),
        "activity_kinds": terms("need_kinds"),
        "confidentiality_levels": terms("confidentiality_levels"),
        "hints": HINTS,
        "notes": [],
        "repeats": [{"title": "换热管防垢（示例）", "href": None}],
        "preview": PREVIEW,
    }
    return values | changes


def new_refused() -> dict[str, Any]:
    entered = {"problem": "", "organization_name": "泰安澄源环保科技有限公司（示例）", "contact_mobile": "1380000"}
    errors = {"problem": "请用一两句话说明遇到的问题。", "contact_mobile": "手机号应为 11 位数字，请核对。"}
    # "waiting" would ask the service, which a mock-up does not have.
    nobody = {"state": "none", "kinds": []}
    return new(form=FormState(entered, errors), hints=[hint | {"done": False} for hint in HINTS], preview=nobody)


def posted() -> dict[str, Any]:
    missing = ["写出指标：希望连续运行多少天、成本不高于多少", "写出拟投入资金，可写“面议”"]
    return {
        "need": need(),
        "tracking_url": LINK,
        "page_url": "/styleguide/needs/track",
        "edit_url": "/styleguide/needs/new",
        "qr": QR,
        "missing": missing,
    }


def events() -> list[dict[str, Any]]:
    return [
        {
            "at": at(18, 3),
            "actor": "李经办（示例）",
            "text": "接受推荐：工业水处理与资源化实验室（示例）",
            "changes": [],
            "why": "方向一致，已有中试装置",
        },
        {
            "at": at(17, 8, 5),
            "actor": "泰山区科技局（示例）",
            "text": "审核通过",
            "changes": [("状态", "待审核", "审核通过")],
            "why": "",
        },
        {"at": at(16, 2, 41), "actor": "企业（专属链接）", "text": "提交需求", "changes": [], "why": ""},
    ]


def journey(current: int) -> list[dict[str, Any]]:
    """The six steps of the work with the one that is under way."""
    names = ("征集", "审核", "匹配", "对接", "签约", "解决")
    notes = ("11月16日", "11月17日", "经办人正在审核推荐", "", "", "")
    return [
        {"name": name, "note": note if place <= current else "", "done": place < current, "current": place == current}
        for place, (name, note) in enumerate(zip(names, notes, strict=True))
    ]


def track(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "need": need(state="matching", public_approved_at=None),
        "organization": need().organization,
        "crumbs": [("首页", "/")],
        "links": dict.fromkeys(("edit", "submit", "confirm", "approve", "withdraw"), "/styleguide/") | {"share": ""},
        "form": FormState({"public_title": need().public_title, "public_text": need().public_text}),
        "files": [
            {"name": "换热器总图（示例）.pdf", "size": 1_834_220, "href": "/styleguide/", "remove": "/styleguide/"},
        ],
        "missing": [hint["text"] for hint in HINTS if not hint["done"]],
        "steps": journey(2),
        "matches": [
            {
                "grade": "strong",
                "name": "工业水处理与资源化实验室（示例）",
                "line": "岱岳工业大学（示例） · 正在征求专家意见",
                "state": "对接中",
            },
        ],
        "answer": None,
        "mobile": "138****5678",
        "events": events(),
        "may_edit": True,
        "may_submit": False,
        "must_confirm": False,
        "may_approve": True,
        "may_withdraw": True,
    }
    return values | changes


def track_returned() -> dict[str, Any]:
    note = "请补充现有装置的处理量、进水含盐量，以及希望连续运行多少天。"
    answer = {
        "grade": "none",
        "text": "目前库内 143 个专家和团队中没有与这段文字足够接近的。我们会继续向合作院所征集。",
        "hints": ["文中没有指标，写出数字和单位后会重新匹配。"],
    }
    return track(
        need=need(state="returned", review_note=note),
        steps=journey(1),
        matches=[],
        answer=answer,
        must_confirm=True,
        may_submit=True,
        may_approve=False,
    )


def mine() -> dict[str, Any]:
    return {
        "listing": Listing(
            [*needs(), need(state="draft", submitted_at=None, answer_due_on=None)], total=18, after="djE6OTY"
        )
    }


def mine_none() -> dict[str, Any]:
    return {"listing": Listing([], total=0)}
