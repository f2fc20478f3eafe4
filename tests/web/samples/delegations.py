"""What the pages of trips and pairings are filled with (示例): lists, forms, plans, one trip, one row, why."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from tests.web.samples.meetings import listing
from tests.web.samples.partners import university
from tests.web.samples.plans import HERE, WORDS, plan
from tests.web.samples.records import OFFICER, campaign, enterprise
from web.form_state import FormState
from web.pages.console.other_plans.kinds import PAIRINGS, TRIPS, PlanKind
from web.samples import Example

NAME = "百家企业院校行计划2026-11-24-1"
LEFT_OUT = [("新泰某某机械有限公司（示例）", "需线上先沟通。")]


def frame(kind: PlanKind, state: str, **changes: Any) -> dict[str, Any]:
    return {
        "campaign": campaign(),
        "round": campaign(),
        "kind": kind,
        "plan": plan(state, name=NAME),
        "may": True,
        "may_plan": True,
        "proposals": 0,
        "progress": None,
        "failure": None,
        "refused": [],
        "left_out": LEFT_OUT,
    } | changes


def progress() -> dict[str, Any]:
    gap = "方案与理论最优差距不超过 4%"
    return {"percent": 40, "stage": "一个好的方案", "gap": gap, "value": "30.2", "bound": "31.4",
            "seconds": 4, "of_seconds": 30, "stopping": False, "poll": "", "stop": HERE}  # fmt: skip


def failure() -> dict[str, Any]:
    return {"title": "这些要求和限额互相冲突", "text": "请放弃其中一条，或改变限额，再重新编制。",
            "orders": ["泰安澄源环保科技有限公司（示例）必须赴岱岳工业大学（示例）"]}  # fmt: skip


def asking(kind: PlanKind, **changes: Any) -> dict[str, Any]:
    def rule(name: str, label: str, what: str = "number") -> dict[str, Any]:
        return {"name": name, "label": label, "kind": what, "extra": {}, "optional": what == "date"}

    return {
        "campaign": campaign(),
        "round": campaign(),
        "kind": kind,
        "form": FormState({"demand": "0"}, {"demand": "请填写不小于 1 的数。"}),
        "rules": [rule("from", "开始日期", "date"), rule("demand", "每家企业的院校数")],
        "further": [rule("seconds", "计算时间（秒）")],
        "chains": [("chain01", "高端化工"), ("chain02", "新材料")] if kind is PAIRINGS else [],
        "labels": {"demand": "每家企业的院校数"},
    } | changes


def trip(**changes: Any) -> dict[str, Any]:
    return {"ref": "TRIP000001", "institution": university(), "enterprises": [enterprise(), enterprise(ref="M1")],
            "leader": "李科长（示例）", "days": 2, "locked": False, "href": HERE} | changes  # fmt: skip


def trips(state: str = "draft", **changes: Any) -> dict[str, Any]:
    counts = {"trips": 3, "institutions": 2, "enterprises": 2}
    days = [(WORDS[0], [trip(), trip(ref="T2", days=1, leader="")]), (WORDS[1], [trip(ref="T3", locked=True)])]
    return frame(TRIPS, state, days=days, counts=counts, missing=2) | changes


def one_trip(**changes: Any) -> dict[str, Any]:
    leaving = {"enterprise": enterprise(), "leaves": "TRIP000001", "joins": "", "where": "", "price": "得分减少 0.6"}
    joining = {"enterprise": enterprise(ref="M1"), "leaves": "T2", "joins": "TRIP000001",
               "where": "岱岳工业大学（示例）", "price": "无影响"}  # fmt: skip
    return {
        "campaign": campaign(),
        "plan": plan("published", name=NAME),
        "trip": trip(),
        "on_date": date(2026, 11, 25),
        "day": WORDS[0],
        "days": [{"day": "2026-11-26", "words": WORDS[1], "price": "无影响"}],
        "leaving": [leaving],
        "joining": [joining],
    } | changes


SENT = {"code": "sent", "invitation": "", "told": ""}


def pairing(**changes: Any) -> dict[str, Any]:
    return {
        "ref": "PAIRING001",
        "institution": university(),
        "school": "环境科学与工程学院",
        "state": "planned",
        "state_words": "拟对接",
        "locked": False,
        "signed_on": None,
        "agreement": "",
        "worth": "0.738",
        "said": {
            "enterprise": {"code": "accept", "invitation": "INVITE0001", "told": ""},
            "institution": {"code": "another_school", "invitation": "INVITE0002", "told": "材料学院（示例）"},
        },
        "fitting": ["环境科学与工程学院"],
    } | changes


def pairings(state: str = "draft", **changes: Any) -> dict[str, Any]:
    signed = pairing(
        said={"enterprise": None, "institution": SENT},
        state="signed",
        state_words="已签约",
        signed_on=date(2026, 11, 20),
        locked=True,
        school="",
    )
    rows = [
        {"name": "泰安澄源环保科技有限公司（示例）", "kind": "enterprise", "county_code": "370902", "href": HERE,
         "pairings": [pairing(), signed]},
        {"name": "产业链：高端化工", "kind": "chain", "county_code": None, "href": HERE, "pairings": []},
    ]  # fmt: skip
    counts = {"rows": 2, "served": 1, "institutions": 1}
    return frame(PAIRINGS, state, rows=rows, counts=counts, worst="0.254", total="25.14") | changes


def one_row(**changes: Any) -> dict[str, Any]:
    partner = {"institution": university(), "price": "得分减少 0.1", "load": 2, "limit": 3}
    return {
        "campaign": campaign(),
        "plan": plan("published", name=NAME),
        "title": "泰安澄源环保科技有限公司（示例）",
        "kind": "enterprise",
        "row": "HOUSE00001",
        "pairings": [pairing(), pairing(ref="P2", state="signed", state_words="已签约", agreement="共建联合实验室。")],
        "choices": [{"instead_of": "PAIRING001", "partners": [partner]}, {"instead_of": "", "partners": []}],
        "may_sign": True,
        "today": date(2026, 11, 24),
    } | changes


def why(kind: PlanKind, **changes: Any) -> dict[str, Any]:
    impact = {"known": True, "forced": True, "possible": True, "price": "得分减少 0.3", "at_least": "得分减少 0.2",
              "reasons": ["岱岳工业大学（示例）没有剩余名额。"],
              "moves": [{"kind": "in", "text": "新增：一次院校对接"}]}  # fmt: skip
    return {
        "campaign": campaign(),
        "kind": kind,
        "plan": plan(name=NAME),
        "sides": [("enterprise", "企业", [("H1", "泰安澄源环保科技有限公司（示例）")], "H1"),
                  ("institution", "院校", [("U1", "岱岳工业大学（示例）")], "U1")],
        "days": [("2026-11-25", WORDS[0])] if kind is TRIPS else [],
        "on_date": "",
        "asked": {"enterprise": "H1", "institution": "U1"},
        "refused": [],
        "impact": impact,
    } | changes  # fmt: skip


DELEGATION_PAGES: dict[str, Example] = {
    "console/trips": Example(
        "console/other_plans/index.html", partial(listing, kind=TRIPS), OFFICER, "trips.index", "trips"
    ),
    "console/trips-new": Example("console/other_plans/new.html", partial(asking, TRIPS), OFFICER, "trips.new", "trips"),
    "console/trips-plan": Example("console/trips/plan.html", trips, OFFICER, section="trips"),
    "console/trips-published": Example("console/trips/plan.html", partial(trips, "published"), OFFICER, "trips.show"),
    "console/trips-empty": Example("console/trips/plan.html", partial(trips, days=[], left_out=[]), OFFICER),
    "console/trips-running": Example("console/trips/plan.html", partial(trips, progress=progress()), OFFICER),
    "console/trips-failed": Example("console/trips/plan.html", partial(trips, failure=failure()), OFFICER),
    "console/trip": Example("console/trips/trip.html", one_trip, OFFICER, "trips.trip", "trips"),
    "console/trip-locked": Example(
        "console/trips/trip.html", partial(one_trip, trip=trip(locked=True), days=[], plan=plan()), OFFICER
    ),
    "console/trips-why": Example("console/other_plans/why.html", partial(why, TRIPS), OFFICER, "trips.why", "trips"),
    "console/pairings": Example(
        "console/other_plans/index.html", partial(listing, kind=PAIRINGS), OFFICER, "pairings.index", "pairings"
    ),
    "console/pairings-new": Example(
        "console/other_plans/new.html", partial(asking, PAIRINGS), OFFICER, "pairings.new", "pairings"
    ),
    "console/pairings-plan": Example("console/pairings/plan.html", pairings, OFFICER, "pairings.show", "pairings"),
    "console/pairings-published": Example("console/pairings/plan.html", partial(pairings, "published"), OFFICER),
    "console/pairings-empty": Example("console/pairings/plan.html", partial(pairings, rows=[], worst=""), OFFICER),
    "console/pairings-row": Example("console/pairings/row.html", one_row, OFFICER, "pairings.row", "pairings"),
    "console/pairings-why": Example(
        "console/other_plans/why.html",
        partial(why, PAIRINGS, impact=None, refused=["泰安澄源环保科技有限公司（示例）已有合作院校。"]),
        OFFICER,
    ),
}
