"""What the pages behind personal links, and one's own round, are filled with (示例)."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.models import (
    Feedback,
    Rsvp,
)
from matchmaker.services.invitations.shown import ShownContact, ShownNeed
from matchmaker.services.rating import OwnVisit
from matchmaker.services.willingness_list import Asked
from tests.web.samples.choices import terms
from tests.web.samples.partners import experts, university
from tests.web.samples.records import at, campaign, enterprise
from tests.web.samples.round_rows import DAYS, answers, invitation, plan, visit, willing
from web.form_state import FormState


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
