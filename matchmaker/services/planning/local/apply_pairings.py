"""Let the rows of pairings follow an option: pairings end and begin, or have another school."""

from __future__ import annotations

from typing import Any

from matchmaker.models import Organization, Plan
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import CANCELLED, DRAFT
from matchmaker.services.planning.pair_change import new_pairing, pairing_of, row_of, standing_pairings
from matchmaker.services.planning.pair_problem import ENTERPRISE
from matchmaker.services.planning.pair_school import best_school
from matchmaker.services.work import Work


def apply_pairings(*, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
    """Do what the option says; whoever knows of the plan is to be told. The caller has the checker look after it.

    A new pairing gets the school that fits.
    """
    rows = {(row_of(one), one.institution_id): one for one in standing_pairings(plan)}
    for one in option["remove"]:
        kind, key = one["row"]
        pairing = rows[(kind, key), one["institution"]]
        audit(work=work, action="pairing.cancel", subject=pairing, after={"state": CANCELLED}, why=why)
        pairing.state, pairing.locked, pairing.updated_at = CANCELLED, False, work.now()
        if plan.state == DRAFT:
            plan.pairings.remove(pairing)
    for one in option["add"]:
        kind, key = one["row"]
        house = work.session.get_one(Organization, one["institution"])
        pairing = new_pairing(work, plan, (kind, key), house.id)
        pairing.school = best_school(work=work, row=(kind, key), institution_id=house.id, known=house.schools)
        work.session.flush()
        audit(work=work, action="pairing.change", subject=pairing, after={"organization": house.ref})
    changed = [(one["row"], one["institution"]) for one in (*option["remove"], *option["add"])]
    if option.get("school"):
        pairing = pairing_of(plan=plan, ref=option["school"]["pairing"])
        before, pairing.school, pairing.updated_at = pairing.school, option["school"]["name"], work.now()
        after = {"school": pairing.school}
        audit(work=work, action="pairing.change", subject=pairing, before={"school": before}, after=after, why=why)
        changed.append((row_of(pairing), pairing.institution_id))
    work.session.flush()
    houses = {house for _, house in changed} | {key for (kind, key), _ in changed if kind == ENTERPRISE}
    note_changed(work=work, plan=plan, organizations=houses)
