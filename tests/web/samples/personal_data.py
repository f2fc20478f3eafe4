"""What the pages of personal data are filled with (示例)."""

from __future__ import annotations

from typing import Any

from web.form_state import FormState

PERSON = {
    "name": "蔺予安（示例）",
    "kind": "专家",
    "of": "",
    "reach": ["138****5678", "l****@example.cn"],
    "record": "/styleguide/console/expert",
    "href": "/styleguide/console/personal-data-person",
}
CONTACT = PERSON | {"name": "周明远（示例）", "kind": "联系人", "of": "泰安澄源环保科技有限公司（示例）"}


def found() -> dict[str, Any]:
    return {"words": "示例", "people": [PERSON, CONTACT]}


def nobody() -> dict[str, Any]:
    return {"words": "13800000000", "people": []}


def start() -> dict[str, Any]:
    return {"words": "", "people": []}


def person(**changes: Any) -> dict[str, Any]:
    return {
        "person": PERSON,
        "held": [("资料", 1), ("联系方式", 1), ("匹配文本", 9), ("推荐", 4), ("操作记录", 12)],
        "removed": [("联系方式", 1), ("匹配文本", 9), ("邀请", 1)],
        "kept": [("推荐", 2), ("专家入企", 1), ("成效", 1)],
        "events": 12,
        "mentions": [],
        "export": "#",
        "erase": "#",
        "form": FormState(),
    } | changes


def refused() -> dict[str, Any]:
    wrong = FormState({"confirmed": "林予安", "why": "本人来电"}, {"confirmed": "与此人的姓名不一致。"})
    return person(form=wrong, mentions=[("需求", 2)])
