"""What the pages of papers are filled with (示例): of the round, of one plan, of one visit, day sheets."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from matchmaker.services.documents.day_sheet import DaySheet, Person, SheetEntry
from matchmaker.services.invitations.shown import ShownContact, ShownNeed
from tests.web.samples.partners import experts, university
from tests.web.samples.plans import DAYS, HERE, WORDS, plan
from tests.web.samples.records import AUDITOR, OFFICER, at, campaign, enterprise
from web.form_state import FormState
from web.samples import Example

FIELDS = [("pickup", "接站"), ("escort", "陪同人"), ("board", "食宿"), ("costs", "费用承担"), ("contact", "会务联系人"),
          ("note", "备注")]  # fmt: skip
DAY_LINKS = [(day.isoformat(), words) for day, words in zip(DAYS, WORDS, strict=True)]


def of_round(**changes: Any) -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "round": campaign(),
        "plans": [plan("published", kind="visits"), plan(kind="trips", name="百家企业院校行计划2026-11-24-1")],
        "days": DAY_LINKS,
        "may_print": True,
        "served": experts()[:2],
        "may": True,
        "form": FormState({"dated": "2026-11-24"}),
    } | changes


def of_plan(**changes: Any) -> dict[str, Any]:
    def party(ref: str, name: str, side: str, place: str, agreed: int) -> dict[str, Any]:
        return {"ref": ref, "name": name, "side": side, "place": place, "count": 2, "agreed": agreed}

    return {
        "campaign": campaign(),
        "round": campaign(),
        "plan": plan("published", kind="visits"),
        "back": HERE,
        "may": True,
        "may_print": True,
        "institutions": [university(), university()],
        "parties": [party("E1", "林致远（示例）", "expert", "岱岳工业大学（示例）", 2),
                    party("H1", "泰安澄源环保科技有限公司（示例）", "enterprise", "", 0)],
        "sides": [("专家与团队", HERE, 34, False), ("企业", HERE, 32, True)],
        "items": [{"ref": "V1", "day": WORDS[0], "who": "林致远（示例）", "where": "泰安澄源环保科技有限公司（示例）",
                   "own": True}],
        "days": DAY_LINKS,
        "arrangements": FIELDS,
        "form": FormState({"pickup": "泰安站出站口接站"}),
        "heading": FormState({"dated": "2026-11-24"}),
    } | changes  # fmt: skip


def of_draft() -> dict[str, Any]:
    return of_plan(plan=plan(kind="trips"), institutions=[], parties=[], sides=[], items=[], days=[])


def of_visit() -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "plan": plan("published"),
        "item": {"ref": "V1", "day": WORDS[0], "who": "林致远（示例）", "where": "泰安澄源环保科技有限公司（示例）"},
        "fields": FIELDS,
        "of_plan": {"pickup": "泰安站出站口接站"},
        "form": FormState({"pickup": "泰山站" * 20}, {"pickup": "最多 500 个字。"}),
    }


def entry(**changes: Any) -> SheetEntry:
    contact = ShownContact("周示例", "技术部长", "13800001234", "")
    values: dict[str, Any] = {
        "kind": "visit",
        "starts_at": "09:00",
        "place": "泰安澄源环保科技有限公司（示例）",
        "table": None,
        "address": "泰山区示例路1号",
        "people": (Person("泰安澄源环保科技有限公司（示例）", (), contact),),
        "needs": (ShownNeed("换热管防垢与在线清洗", ""), ShownNeed("", "")),
        "arrangements": {"pickup": "泰安站出站口接站", "costs": "由承办方承担"},
        "agreed": True,
    }
    return SheetEntry(**values | changes)


def sheets(**changes: Any) -> dict[str, Any]:
    hidden = entry(kind="talk", starts_at="10:30", place="泰安会议中心（示例）", table=3, address="", agreed=False,
                   people=(Person("", ("岱岳工业大学（示例）",), None),), arrangements={})  # fmt: skip
    delegation = entry(kind="trip", starts_at="", place="", needs=(), agreed=False)
    return {
        "sheets": [
            DaySheet(experts()[0], date(2026, 11, 25), (entry(), hidden)),
            DaySheet(enterprise(), date(2026, 11, 25), (delegation,)),
        ],
        "names": dict(FIELDS),
        "draft": False,
        "back": HERE,
        "printed_at": at(24, 9),
        "printed_by": OFFICER.name,
    } | changes


PAPER_PAGES: dict[str, Example] = {
    "console/documents": Example("console/documents/index.html", of_round, OFFICER, "documents.index", "documents"),
    "console/documents-none": Example(
        "console/documents/index.html", partial(of_round, plans=[], days=[], served=[]), OFFICER, section="documents"
    ),
    "console/documents-reader": Example(
        "console/documents/index.html", partial(of_round, may=False, may_print=False, served=[]), AUDITOR
    ),
    "console/documents-plan": Example("console/documents/plan.html", of_plan, OFFICER, "documents.plan", "documents"),
    "console/documents-draft": Example("console/documents/plan.html", of_draft, OFFICER, section="documents"),
    "console/documents-item": Example("console/documents/item.html", of_visit, OFFICER, "documents.item", "documents"),
    "console/day-sheets": Example("console/documents/sheets.html", sheets, OFFICER, "documents.sheets"),
    "console/day-sheets-none": Example(
        "console/documents/sheets.html", partial(sheets, sheets=[], draft=True), OFFICER
    ),
}
