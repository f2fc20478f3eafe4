"""Bodies and records that several tests of the API use."""

from __future__ import annotations

from typing import Any

from matchmaker.models import Suggestion
from matchmaker.models.codes import Grade, NeedState
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, a_need, a_suggestion, an_enterprise, an_expert

ENTERPRISE = {"name": "示例机械有限公司", "kind": "enterprise", "county": TAISHAN}
MOBILE = "13800001234"

NEED: dict[str, Any] = {
    "title": "高盐废水零排放",
    "problem": "蒸发结晶能耗高，膜易污染。",
    "indicators": "回收率≥95%",
    "goal": "吨水电耗低于 20 kWh",
    "organization": ENTERPRISE,
    "keywords": ["高盐废水", "膜"],
    "classifications": [{"scheme": "fields_form12", "code": "environment"}],
    "activity_kind": "applied_research",
    "cooperation_mode": "joint",
    "wishes": ["joint_project"],
    "funds_low": "80",
    "funds_high": "120.5",
    "window_from": "2026-12-01",
    "window_to": "2027-06-30",
    "contact": {"name": "王示例", "mobile": MOBILE, "email": "wang@example.com"},
    "source": "ttc",
    "external_id": "n-1",
}
EXPERT: dict[str, Any] = {
    "kind": "person",
    "name": "林示例",
    "institution": {"name": "示例大学", "kind": "university"},
    "title": "教授",
    "gender": "female",
    "birth_year": 1975,
    "directions": ["高盐废水蒸发结晶与膜分离"],
    "projects": [{"title": "煤化工浓盐水分盐", "year": 2023}],
    "available_dates": ["2027-03-02", "2027-03-01"],
    "classifications": [{"scheme": "disciplines", "code": "610"}],
    "contact": {"mobile": MOBILE, "email": "lin@example.com", "wechat": "lin1975"},
    "source": "ttc",
    "external_id": "e-1",
}
ORGANIZATION: dict[str, Any] = {
    "kind": "enterprise",
    "name": "示例电缆有限公司",
    "uscc": "91370902MA3C00000L",
    "county": TAISHAN,
    "zone": "taian_gaoxin",
    "website": "https://example.com",
    "employees": 120,
    "tags": ["高企"],
    "contact": {"name": "赵示例", "mobile": MOBILE},
    "source": "ttc",
    "external_id": "o-1",
}
ACHIEVEMENT: dict[str, Any] = {
    "title": "低能耗分盐装置",
    "text": "已连续运行 14 个月。",
    "trl": "7",
    "stage": "pilot",
    "ip_state": "granted",
    "year": 2025,
    "source": "ttc",
    "external_id": "a-1",
}


def coded(scheme: str, code: str, zh: str, en: str) -> dict[str, str]:
    return {"scheme": scheme, "code": code, "zh": zh, "en": en}


def a_stored_suggestion(
    work: Work, grade: Grade = Grade.STRONG, title: str = "高盐废水零排放", **need: Any
) -> Suggestion:
    """A suggestion of an expert for a verified need, with evidence as matching stores it."""
    number = work.entropy(3).hex()
    row = a_suggestion(
        work,
        a_need(work, an_enterprise(work, f"示例机械有限公司{number}"), title, state=NeedState.VERIFIED, **need),
        an_expert(work, f"林示例{number}"),
        grade,
    )
    row.evidence = {
        "part": "title",
        "need_text": title,
        "need_excerpt": {"start": 0, "stop": len(title)},
        "need_spans": [{"start": 0, "stop": 2}],
        "passage": 0,
        "passage_text": "高盐废水蒸发结晶与膜分离",
        "passage_excerpt": {"start": 0, "stop": 12},
        "passage_spans": [{"start": 0, "stop": 4}],
        "similarity": 0.5,
        "shared_terms": ["高盐废水"],
        "supports": [{"code": "terms_shared", "params": {"terms": ["高盐废水"]}}],
        "doubts": [{"code": "meaning_far", "params": {}}],
    }
    work.session.flush()
    return row
