"""One row of the pairings: another institution, one more, the school, the lock, the signed agreement."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Organization, Plan
from matchmaker.services.invitations.standing import rsvp_of
from matchmaker.services.planning.access import PLANNED, PUBLISHED, campaign_of, require_planner
from matchmaker.services.planning.pair_board import get_row, possible_partners
from matchmaker.services.planning.pair_change import (
    pair_with,
    pairing_of,
    set_school,
    sign_pairing,
)
from matchmaker.services.planning.pair_school import schools_that_fit
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.navigation import ORGANIZERS
from web.pages.console.other_plans.acting import change_plan
from web.pages.console.other_plans.kinds import PAIRINGS, plan_of
from web.pages.console.pairings.page import content, pairing_card, row_title
from web.pages.console.plans.shown import plan_card, price_text
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*ORGANIZERS)
def show_row(ref: str, kind: str, row: str) -> ResponseReturnValue:
    """The row with its partners, and with whom else it could pair."""
    with reading() as work:
        plan = plan_of(work, ref, PAIRINGS)
        require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
        one, rsvps = get_row(work=work, plan=plan, kind=kind, ref=row), rsvp_of(work=work, plan=plan)
        slots = [pairing for pairing, _, _ in one.pairings if pairing.state == PLANNED and not pairing.locked]
        choices = [
            {
                "instead_of": instead.ref if instead is not None else "",
                "partners": [
                    {"institution": partner.institution, "price": price_text(partner.price),
                     "load": partner.load, "limit": partner.limit}
                    for partner in possible_partners(work=work, plan=plan, row=one.row, instead_of=instead)
                ],
            }
            for instead in [*slots, *([None] if not one.pairings else [])]
        ]  # fmt: skip
        return render_page(
            work,
            "console/pairings/row.html",
            plan=plan_card(plan),
            title=row_title(one),
            kind=kind,
            row=row,
            pairings=[
                pairing_card(pairing, place, worth, rsvps)
                | {"fitting": [name for name, _ in schools_that_fit(work=work, row=one.row, institution_id=place.id)]}
                for pairing, place, worth in one.pairings
            ],
            choices=choices,
            may_sign=plan.state == PUBLISHED,
            today=work.today(),
        )


@require(*ORGANIZERS)
def pair(ref: str, kind: str, row: str) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> float | None:
        one = get_row(work=work, plan=plan, kind=kind, ref=row)
        institution = get_visible(work=work, kind=Organization, ref=request.form.get("institution", ""))
        given = request.form.get("instead_of", "")
        instead = pairing_of(plan=plan, ref=given) if given else None
        return pair_with(work=work, plan=plan, row=one.row, institution_id=institution.id, instead_of=instead)

    return change_plan(ref, PAIRINGS, content, change)


@require(*ORGANIZERS)
def name_school(ref: str, pairing: str) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> None:
        school = request.form.get("school", "")
        set_school(work=work, plan=plan, pairing=pairing_of(plan=plan, ref=pairing), school=school)

    return change_plan(ref, PAIRINGS, content, change)


@require(*ORGANIZERS)
def sign(ref: str, pairing: str) -> ResponseReturnValue:
    def change(work: Work, plan: Plan) -> None:
        row = pairing_of(plan=plan, ref=pairing)
        agreement = request.form.get("agreement", "")[:2000]
        sign_pairing(work=work, plan=plan, pairing=row, signed_on=given_day(), agreement=agreement)

    return change_plan(ref, PAIRINGS, content, change)


def given_day() -> date:
    try:
        return date.fromisoformat(request.form.get("signed_on", ""))
    except ValueError:
        raise InvalidInput(field="signed_on", problem=N_("Write the day as 2026-11-24.")) from None
