"""What the pages of invitations are filled with (示例)."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.services.invitations.plans import GuestCounts
from tests.web.samples.choices import terms
from tests.web.samples.links import cards, pairing_card
from tests.web.samples.partners import experts
from tests.web.samples.portal import events
from tests.web.samples.records import at, campaign, enterprise
from tests.web.samples.round_rows import DAYS, TODAY, invitation, plan


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


def invitation_page() -> dict[str, Any]:
    return {
        "plan": plan(), "party": experts()[0], "side": "expert", "key": "expert:E1", "invitation": invitation(),
        "readable": at(30), "living": 2, "cards": [*cards(), pairing_card()], "form": None, "about": [],
        "reasons": terms("decline_reasons"), "days": DAYS, "ways": terms("answer_ways"), "has_mail": True,
        "history": events(), "may_act": True, "today": TODAY,
    }  # fmt: skip
