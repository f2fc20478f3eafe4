"""The page of a plan of pairings: how far it is, then who works with whom, the worst served named."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext

from matchmaker.models import Pairing, Plan
from matchmaker.services.invitations.standing import PlanRsvps, SideState, rsvp_of
from matchmaker.services.planning.pair_board import PairRow, pair_board
from matchmaker.services.work import Work
from web.labels import label


def content(work: Work, plan: Plan, may: bool) -> dict[str, Any]:
    rows, rsvps = pair_board(work=work, plan=plan), rsvp_of(work=work, plan=plan)
    served = [one for one in rows if one.pairings]
    worst = plan.report.get("worst")
    return {
        "rows": [row_card(plan, one, may, rsvps) for one in rows],
        "counts": {"rows": len(rows), "served": len(served),
                   "institutions": len({place.id for one in rows for _, place, _ in one.pairings})},
        "worst": format_decimal(round(worst, 3)) if isinstance(worst, int | float) else "",
        "total": format_decimal(round(plan.value or 0.0, 3)),
    }  # fmt: skip


def row_card(plan: Plan, one: PairRow, may: bool, rsvps: PlanRsvps) -> dict[str, Any]:
    href = url_for("pairings.row", ref=plan.ref, kind=one.kind, row=one.ref) if may else ""
    return {
        "name": row_title(one),
        "kind": one.kind,
        "county_code": one.enterprise.county_code if one.enterprise is not None else None,
        "pairings": [pairing_card(pairing, place, worth, rsvps) for pairing, place, worth in one.pairings],
        "href": href,
    }


def row_title(one: PairRow) -> str:
    if one.enterprise is not None:
        return one.enterprise.name
    return gettext("Industry chain: %(name)s", name=label(one.ref, "chains"))


def pairing_card(pairing: Pairing, place: Any, worth: float, rsvps: PlanRsvps) -> dict[str, Any]:
    enterprise, institution = rsvps.of_pairing(pairing)
    return {
        "ref": pairing.ref,
        "institution": place,
        "school": pairing.school,
        "state": pairing.state,
        "state_words": label(pairing.state, "pairing_states"),
        "locked": pairing.locked,
        "signed_on": pairing.signed_on,
        "agreement": pairing.agreement,
        "said": {"enterprise": answer_card(enterprise), "institution": answer_card(institution)},
        "worth": format_decimal(round(worth, 3)),
    }


def answer_card(side: SideState | None) -> dict[str, Any] | None:
    """What a side said, and where its invitation is; None for a whole chain, whom nobody invites."""
    if side is None:
        return None
    rsvp = side.rsvp
    told = [rsvp.school, label(rsvp.reason_code, "decline_reasons"), rsvp.note] if rsvp is not None else []
    return {
        "code": side.code,
        "invitation": side.invitation.ref if side.invitation is not None else "",
        "told": " · ".join(part for part in told if part),
    }
