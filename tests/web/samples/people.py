"""What the pages of willingness, invitations, visits and follow-up tasks are filled with (示例)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from matchmaker.models import (
    Feedback,
    FollowUp,
    Invitation,
    Outcome,
    Participation,
    Plan,
    Rsvp,
    Visit,
    Willingness,
)
from matchmaker.services.follow_up import ListedTask
from matchmaker.services.invitations.plans import GuestCounts
from matchmaker.services.invitations.shown import ShownContact, ShownNeed
from matchmaker.services.invitations.standing import SideState
from matchmaker.services.rating import OwnVisit
from matchmaker.services.visit_list import ListedVisit
from matchmaker.services.willingness_list import Asked
from matchmaker.services.willingness_shares import Share
from tests.web.samples.choices import counties, terms
from tests.web.samples.partners import experts, university
from tests.web.samples.portal import QR, events
from tests.web.samples.records import at, campaign, enterprise, need, officer
from web.form_state import FormState
from web.listing import Listing

TODAY = date(2026, 11, 18)
DAYS = [("2026-12-03", "12月3日 周四"), ("2026-12-04", "12月4日 周五"), ("2026-12-08", "12月8日 周二")]
LINK = "https://match.example/a/6f1c0d"


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


def plan() -> Plan:
    return Plan(ref="P1", name="百名专家泰安行计划", kind="visits", state="published")


def counts(**changes: int) -> GuestCounts:
    return GuestCounts(
        **({"guests": 24, "sent": 20, "accepting": 11, "refusing": 2, "waiting": 7, "untold": 1} | changes)
    )


def invitations() -> dict[str, Any]:
    return {"rows": [{"plan": plan(), "round": campaign(), "counts": counts()}]}


def invitations_plan(**changes: Any) -> dict[str, Any]:
    days = [date(2026, 12, 3), date(2026, 12, 4)]
    row = {"key": "expert:E1", "party": experts()[0], "side": "expert", "days": days, "states": ["accept", "sent"],
           "invitation": invitation()}  # fmt: skip
    told = row | {"states": ["decline", "not_invited"], "invitation": invitation(state="prepared")}
    uninvited = row | {"side": "enterprise", "party": enterprise(), "states": ["not_invited"], "invitation": None}
    rows = [row, told, uninvited]
    values: dict[str, Any] = {
        "plan": plan(), "round": campaign(), "counts": counts(), "rows": rows, "only": "", "side": "", "may_act": True,
        "tabs": [("全部", "#", 24, True), ("未答复", "#", 7, False)],
        "sides": [("专家与团队", "#", False), ("企业", "#", False)],
    }  # fmt: skip
    return values | changes


def card(**changes: Any) -> dict[str, Any]:
    rsvp = Rsvp(answer="decline", reason_code="no_time", note="出差（示例）", dates=[], colleague=None, how="link",
                answered_at=at(18, 3))  # fmt: skip
    values: dict[str, Any] = {
        "ref": "W1", "kind": "visit", "on_date": date(2026, 12, 3), "starts_at": "09:00", "place": "", "table": None,
        "stands": True, "over": False, "state": "decline", "rsvp": rsvp, "form": FormState({"answer": "decline"}),
        "host": enterprise(), "guests": [], "needs": [ShownNeed("高盐废水蒸发换热面防垢", "寻求可改造装置的方案。")],
        "arrangements": {"pickup": "泰安站出站口（示例）", "costs": "由主办单位承担"}, "contact": True,
        "answers": [one for one in terms("rsvp_answers") if one[0] != "another_school"], "partner": "", "school": "",
        "schools": [],
    }  # fmt: skip
    return values | changes


def pairing_card(**changes: Any) -> dict[str, Any]:
    """A proposed cooperation: no day, a school, and other schools to choose from."""
    said = [one for one in terms("rsvp_answers") if one[0] in ("accept", "decline", "another_school")]
    return card(
        ref="P1", kind="pairing", host=None, needs=[], arrangements={}, starts_at="", answers=said, rsvp=None,
        state="sent", partner=enterprise().name, school="机械学院（示例）", schools=["材料学院（示例）"], contact=False,
    ) | changes  # fmt: skip


def answer_pairings() -> dict[str, Any]:
    party = university()
    refused = FormState({"answer": "another_school"}, {"school": "请填写推荐的学院。"})
    pairs = [pairing_card(), pairing_card(ref="P2", schools=[], stands=False)]
    return link_page(cards=pairs, party=party, side="institution", reasons=terms("decline_reasons"), days=DAYS,
                     form=refused, about=["P1"])  # fmt: skip


def cards() -> list[dict[str, Any]]:
    guest = {"name": "", "line": ["岱岳工业大学（示例）"], "directions": ("蒸发结晶与防垢",)}
    return [card(), card(ref="W2", rsvp=None, state="sent", host=None, guests=[guest], needs=[ShownNeed("", "")]),
            card(ref="W3", stands=False, rsvp=None, contact=False, place="泰安会展中心（示例）", table=3)]  # fmt: skip


def invitation_page() -> dict[str, Any]:
    return {
        "plan": plan(), "party": experts()[0], "side": "expert", "key": "expert:E1", "invitation": invitation(),
        "readable": at(30), "living": 2, "cards": [*cards(), pairing_card()], "form": None, "about": [],
        "reasons": terms("decline_reasons"), "days": DAYS, "ways": terms("answer_ways"), "has_mail": True,
        "history": events(), "may_act": True, "today": TODAY,
    }  # fmt: skip


def link_page(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "token": "0" * 64, "invitation": invitation(), "campaign": campaign(), "party": experts()[0], "side": "expert",
        "open": True,
    }  # fmt: skip
    return values | changes


def answer_willingness(**changes: Any) -> dict[str, Any]:
    own = {"answer": willing(), "answers": answers(), "days": DAYS, "form": FormState({"answer": "willing"})}
    return link_page(**(own | changes))


def answer_closed() -> dict[str, Any]:
    return answer_willingness(open=False, side="enterprise", party=enterprise())


def answer_plan() -> dict[str, Any]:
    return link_page(cards=cards(), reasons=terms("decline_reasons"), days=DAYS,
                     form=None, about=[])  # fmt: skip


def answer_rating() -> dict[str, Any]:
    said = Feedback(side="expert", rating=4, text="收获大（示例）")
    rows = [{"visit": visit(), "said": said, "other": enterprise().name}]
    return link_page(rows=rows, form=None, about="", ratings=("5", "4", "3", "2", "1"))


def answer_contact() -> dict[str, Any]:
    return {
        "name": "示例企业有限公司",
        "contact": ShownContact("周工（示例）", "技术负责人", "10000000001", ""),
        "back": "#",
    }


def own_round() -> dict[str, Any]:
    return {
        "round": campaign(), "party": university(), "side": "institution", "answer": None, "asked": invitation(),
        "form": FormState(), "reply_form": None, "about": [], "days": DAYS, "answers": answers(),
        "reasons": terms("decline_reasons"),
        "plans": [{"plan": plan(), "open": True, "cards": [*cards(), pairing_card()]}],
        "experts": [Asked(experts()[0], willing(), None), Asked(experts()[1], None, None)], "expert_ref": "",
        "is_liaison": True, "actions": {"willingness": "#", "reply": "#", "rating": "#"},
        "visits": [OwnVisit(visit(), experts()[0].name, None)], "rating_form_state": None,
        "ratings": ("5", "4", "3", "2", "1"),
    }  # fmt: skip


def visit(**changes: Any) -> Visit:
    values: dict[str, Any] = {
        "ref": "W1", "on_date": date(2026, 11, 17), "starts_at": "09:00", "state": "done", "version": 3,
        "findings": "换热管结垢以硫酸钙为主，建议投加晶种。（示例）", "cancelled_why": None, "plan": plan(),
    }  # fmt: skip
    return Visit(**(values | changes))


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
