"""What the pages of willingness are filled with (示例)."""

from __future__ import annotations

from typing import Any

from matchmaker.models import (
    Participation,
)
from matchmaker.services.willingness_list import Asked
from matchmaker.services.willingness_shares import Share
from tests.web.samples.choices import counties, terms
from tests.web.samples.partners import experts
from tests.web.samples.portal import QR, events
from tests.web.samples.records import campaign, enterprise
from tests.web.samples.round_rows import DAYS, TODAY, answers, invitation, willing
from web.form_state import FormState
from web.listing import Listing

LINK = "https://match.example/a/6f1c0d"


def willingness_list(**changes: Any) -> dict[str, Any]:
    one, two = experts()[:2]
    rows = [
        Asked(one, willing(), invitation()),
        Asked(two, willing(answer="colleague", recommended="同组老师（示例）", how="link"), invitation()),
        Asked(experts()[2], None, None),
    ]
    values: dict[str, Any] = {
        "round": campaign(),
        "side": "expert",
        "tabs": [("企业", "#", 70, False), ("专家与团队", "#", 58, True), ("高校院所", "#", 4, False)],
        "listing": Listing(rows, total=58),
        "share": Share(58, {"willing": 40, "unknown": 12, "colleague": 6}),
        "areas": [],
        "counties": counties(),
        "answers": answers(),
        "set": {},
        "may_ask": True,
    }
    return values | changes


def willingness_counties() -> dict[str, Any]:
    rows = [Asked(enterprise(), willing(), invitation()), Asked(enterprise(ref="M1"), None, None)]
    areas = [{"name": "泰山区", "zone_of": "", "value": 7, "target": 10, "tone": "", "note": "愿意 6 家", "href": "#"},
             {"name": "东平县", "zone_of": "", "value": 0, "target": 4, "tone": "nothing", "note": "愿意 0 家",
              "href": "#"}]  # fmt: skip
    return willingness_list(side="enterprise", listing=Listing(rows, total=70), areas=areas)


def willingness_none() -> dict[str, Any]:
    return {"round": None}


def willingness_party(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "round": campaign(),
        "side": "expert",
        "side_name": "专家与团队",
        "party": experts()[0],
        "answer": willing(),
        "partners": ["示例企业有限公司"],
        "conditions": Participation(dates=["2026-12-03"], invited=True),
        "invitation": invitation(),
        "has_mail": True,
        "form": FormState({"answer": "willing", "dates": ["2026-12-03"]}),
        "limits_form": FormState({"max_visits": 2}),
        "limits": ("max_visits", "max_days"),
        "days": DAYS,
        "answers": answers(),
        "ways": terms("answer_ways"),
        "history": events(),
        "may_act": True,
        "today": TODAY,
    }
    return values | changes


def willingness_unknown() -> dict[str, Any]:
    return willingness_party(answer=None, partners=[], invitation=None, form=FormState({}, {"answer": "请选择一项。"}))


def willingness_upload() -> dict[str, Any]:
    sides = [("enterprise", "企业"), ("expert", "专家与团队")]
    return {"form": FormState({"side": "expert"}), "sides": sides, "limit": 5 * 1024 * 1024}


def willingness_preview() -> dict[str, Any]:
    row = {"number": 2, "name": "示例企业有限公司", "verdict": "taken", "answer": "愿意", "before": "", "days": [],
           "problem": ""}  # fmt: skip
    rows = [row, row | {"number": 3, "verdict": "updated", "before": "不愿意", "days": ["2026-12-03"]},
            row | {"number": 4, "verdict": "skipped", "answer": "", "problem": "没有找到该名称。"}]  # fmt: skip
    counts = {"taken": 1, "updated": 1, "unchanged": 0, "empty": 0, "skipped": 1}
    return {"side": "enterprise", "rows": rows, "counts": counts, "document": "[]", "good": 2}


def hand_outs() -> dict[str, Any]:
    row = {"name": "林知微（示例）", "text": f"您好！请点开专属链接答复：\n\n{LINK}", "link": LINK, "qr": QR}
    return {"title": "转发文字", "rows": [row, row], "back": ("意向摸底", "#")}
