"""Rows of a round that several pages of people show (示例): an answer, an invitation, a plan, a visit."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.models import (
    Invitation,
    Plan,
    Visit,
    Willingness,
)
from tests.web.samples.choices import terms
from tests.web.samples.records import at

TODAY = date(2026, 11, 18)
DAYS = [("2026-12-03", "12月3日 周四"), ("2026-12-04", "12月4日 周五"), ("2026-12-08", "12月8日 周二")]


def answers() -> list[tuple[str, str]]:
    return terms("willingness_answers")


def invitation(**changes: Any) -> Invitation:
    values: dict[str, Any] = {
        "ref": "V1", "state": "sent", "sent_how": "wechat", "sent_at": at(17), "answer_until": at(30, 15, 59),
        "answered_at": at(18, 2), "purpose": "plan", "links": [],
    }  # fmt: skip
    return Invitation(**(values | changes))


def willing(**changes: Any) -> Willingness:
    values: dict[str, Any] = {
        "answer": "willing", "note": "下午方便（示例）", "recommended": None, "partner_ids": [], "how": "telephone",
        "answered_at": at(17, 6),
    }  # fmt: skip
    return Willingness(**(values | changes))


def plan() -> Plan:
    return Plan(ref="P1", name="百名专家泰安行计划", kind="visits", state="published")


def visit(**changes: Any) -> Visit:
    values: dict[str, Any] = {
        "ref": "W1", "on_date": date(2026, 11, 17), "starts_at": "09:00", "state": "done", "version": 3,
        "findings": "换热管结垢以硫酸钙为主，建议投加晶种。（示例）", "cancelled_why": None, "plan": plan(),
    }  # fmt: skip
    return Visit(**(values | changes))
