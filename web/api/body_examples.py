"""Bodies as somebody would really send them, for the document: invented, and marked so (示例)."""

from __future__ import annotations

from typing import Any

_CONTACT = {"name": "王示例", "mobile": "13800000000", "email": "office@example.com"}
_NEED: dict[str, Any] = {
    "title": "高盐废水零排放",
    "organization": {"name": "示例化工有限公司", "kind": "enterprise", "county": "370983"},
    "problem": "蒸发结晶时换热管结垢严重，每 7 天停机清洗一次。",
    "indicators": "连续运行 30 天以上，吨水电耗低于 20 kWh",
    "classifications": [{"scheme": "fields_form12", "code": "environment"}],
    "cooperation_mode": "joint",
    "funds_low": "80",
    "funds_high": "120.50",
    "window_from": "2027-01-01",
    "window_to": "2027-12-31",
    "contact": _CONTACT,
}
_EXPERT: dict[str, Any] = {
    "kind": "person",
    "name": "林示例",
    "institution": {"name": "示例大学", "kind": "university"},
    "title": "教授",
    "directions": ["高盐废水蒸发结晶", "膜分离"],
    "projects": [{"title": "浓盐水分盐结晶技术", "year": 2024}],
    "classifications": [{"scheme": "disciplines", "code": "610"}],
    "contact": {"mobile": "13800000000"},
}
_ORGANIZATION: dict[str, Any] = {
    "kind": "enterprise",
    "name": "示例化工有限公司",
    "county": "370983",
    "industry": "基础化工",
    "employees": 260,
    "tags": ["高企"],
    "contact": _CONTACT,
}
_ACHIEVEMENT: dict[str, Any] = {
    "title": "低能耗分盐结晶装置（示例）",
    "text": "已在中试线连续运行 14 个月。",
    "institution": {"name": "示例大学", "kind": "university"},
    "trl": "7",
    "stage": "pilot",
    "year": 2025,
}
_OWN_ID = {"source": "trading-centre", "external_id": "2027-0001"}

# name of a body's shape -> example
BODY_EXAMPLES: dict[str, dict[str, Any]] = {
    "NeedPost": _NEED | _OWN_ID,
    "NeedPut": _NEED,
    "NeedPatch": {"indicators": "连续运行 45 天以上", "funds_high": None},
    "ExpertPost": _EXPERT | _OWN_ID,
    "ExpertPut": _EXPERT,
    "ExpertPatch": {"directions": ["高盐废水蒸发结晶", "膜分离", "晶种法防垢"]},
    "OrganizationPost": _ORGANIZATION | _OWN_ID,
    "OrganizationPut": _ORGANIZATION,
    "OrganizationPatch": {"employees": 280},
    "AchievementPost": _ACHIEVEMENT | _OWN_ID,
    "AchievementPut": _ACHIEVEMENT,
    "AchievementPatch": {"trl": "8"},
    "DecisionIn": {"verdict": "reject", "reason": "field_mismatch", "note": "研究方向为饮用水，不是工业废水"},
    "OutcomePost": {
        "need": "7G2KQ0ZXM4",
        "level": "contract",
        "contract_kind": "development",
        "amount": "35.50",
        "signed_on": "2026-11-20",
        "registration_number": "2026370900000001",
    },
    "OutcomePatch": {"level": "paid", "amount_received": "35.50"},
    "SearchIn": {"text": "高盐废水蒸发结晶", "kinds": ["expert", "achievement"]},
    "PreviewIn": {"title": "高盐废水零排放", "problem": "蒸发结晶时换热管结垢严重，每 7 天停机清洗一次。"},
}
