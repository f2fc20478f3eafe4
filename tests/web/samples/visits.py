"""What the pages of visits and follow-up tasks are filled with (示例)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from matchmaker.models import (
    Feedback,
    FollowUp,
    Outcome,
)
from matchmaker.services.follow_up import ListedTask
from matchmaker.services.invitations.standing import SideState
from matchmaker.services.visit_list import ListedVisit
from tests.web.samples.choices import counties, terms
from tests.web.samples.partners import experts
from tests.web.samples.records import campaign, enterprise, need, officer
from tests.web.samples.round_rows import TODAY, plan, visit
from web.form_state import FormState
from web.listing import Listing


def visits() -> dict[str, Any]:
    rows = [ListedVisit(visit(), experts()[0], enterprise()),
            ListedVisit(visit(ref="W2", state="planned"), experts()[1], enterprise())]  # fmt: skip
    return {
        "listing": Listing(rows, total=2), "tabs": [("全部", "#", 2, True), ("待登记", "#", 1, False)],
        "counties": counties(), "rounds": [("R1", "第四届双百行动（示例）")], "set": {}, "today": TODAY,
        "may_record": True,
    }  # fmt: skip


def visits_none() -> dict[str, Any]:
    return visits() | {"listing": Listing([], total=0), "tabs": [("全部", "#", 0, True)]}


def tasks() -> list[ListedTask]:
    late = FollowUp(ref="T1", text="寄送水样到实验室（示例）", due_on=date(2026, 11, 17), done_on=None, need=need())
    done = FollowUp(ref="T2", text="补充水质报告（示例）", due_on=None, done_on=date(2026, 11, 18), need=None)
    return [ListedTask(late, officer(), visit()), ListedTask(done, None, None)]


def visit_page(**changes: Any) -> dict[str, Any]:
    result = Outcome(
        ref="O1", level="contract", contract_kind="development", amount=Decimal("32.5"), amount_received=Decimal(10),
        registration_number="示例2026-0001", evidence_sha256="0" * 64, older_than_contact=False, joint_platform=True,
        vice_president=False, signed_on=date(2026, 11, 18), note="",
    )  # fmt: skip
    values: dict[str, Any] = {
        "visit": visit(), "expert": experts()[0], "enterprise": enterprise(), "plan": plan(), "round": campaign(),
        "needs": [need(), need(ref="N2", title="浓盐水除硬（示例）")],
        "answers": (SideState("accept"), SideState("sent")),
        "tasks": tasks(), "owners": [("U1", "李经办（示例）")],
        "said": {"enterprise": Feedback(side="enterprise", rating=4, text="讲得实在（示例）")},
        "sides": ("enterprise", "expert"), "outcomes": [result], "levels": terms("outcome_levels"),
        "kinds": terms("contract_kinds"), "over": True, "is_done": True, "is_open": False, "may_act": True,
        "forms": {name: FormState() for name in ("done", "missed", "task", "rating", "outcome")}, "today": TODAY,
    }  # fmt: skip
    return values | changes


def visit_open() -> dict[str, Any]:
    return visit_page(visit=visit(state="planned", findings=""), is_done=False, is_open=True, outcomes=[], said={})


def follow_ups() -> dict[str, Any]:
    tabs = [("未完成", "#", None, True), ("我的", "#", None, False)]
    return {"rows": tasks(), "tabs": tabs, "shown": "open", "may_act": True, "today": TODAY}


def visit_new() -> dict[str, Any]:
    return {
        "words": {"expert_words": "林", "enterprise_words": "机械"}, "searched": True,
        "form": FormState({}, {"on_date": "请填写。"}), "rounds": [("R1", "第四届双百行动（示例）")],
        "experts": experts(), "houses": [enterprise()], "needs": [(enterprise(), [need()])], "today": TODAY,
    }  # fmt: skip


def visit_new_nobody() -> dict[str, Any]:
    return visit_new() | {"form": FormState(), "experts": [], "houses": [], "needs": []}


def visit_new_start() -> dict[str, Any]:
    return visit_new_nobody() | {"searched": False, "words": {"expert_words": "", "enterprise_words": ""}}
