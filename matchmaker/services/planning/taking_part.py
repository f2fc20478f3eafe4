"""Who takes part in a plan, on both sides: for the question of what happens when one of them cannot come at all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.errors import NotFound
from matchmaker.models import Expert, Organization, Plan, Visit
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.planning.access import CANCELLED, campaign_of, require_planner
from matchmaker.services.planning.meeting_change import standing_talks
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.trip_change import standing_trips
from matchmaker.services.work import Work

EXPERT, ENTERPRISE, INSTITUTION, CHAIN = "expert", "enterprise", "institution", "chain"


@dataclass(frozen=True, order=True)
class TakesPart:
    """`side`: expert, enterprise, institution or chain. `ref`: of the record, or the chain's code."""

    side: str
    name: str
    ref: str


def taking_part(*, work: Work, plan: Plan) -> list[TakesPart]:
    """Everybody with something in the plan that stands, by side and name. Planners of the round only."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="proposal.create")
    experts, houses, chains = _keys(work, plan)
    people = select(Expert.ref, Expert.name).where(Expert.id.in_(experts))
    found = [TakesPart(EXPERT, row.name, row.ref) for row in work.session.execute(people)]
    places = select(Organization.ref, Organization.name, Organization.kind).where(Organization.id.in_(houses))
    for row in work.session.execute(places):
        side = ENTERPRISE if row.kind is OrganizationKind.ENTERPRISE else INSTITUTION
        found.append(TakesPart(side, row.name, row.ref))
    found += [TakesPart(CHAIN, work.schemes("chains").get(code).zh, code) for code in chains]
    return sorted(found)


def party_by(*, work: Work, plan: Plan, side: str, ref: str) -> Expert | Organization | str:
    """One of them: the record, or the chain's code; NotFound for whoever takes no part."""
    if not any((one.side, one.ref) == (side, ref) for one in taking_part(work=work, plan=plan)):
        raise NotFound(kind="party", ref=ref)
    if side == CHAIN:
        return ref
    if side == EXPERT:
        return work.session.scalars(select(Expert).where(Expert.ref == ref)).one()
    return work.session.scalars(select(Organization).where(Organization.ref == ref)).one()


def _keys(work: Work, plan: Plan) -> tuple[set[int], set[int], set[str]]:
    """Keys of experts and organizations, codes of chains."""
    query = select(Visit).where(Visit.plan_id == plan.id, Visit.state != CANCELLED)
    meet = [(one.expert_id, one.enterprise_id) for one in work.session.scalars(query)]
    meet += [(one.expert_id, one.enterprise_id) for one in standing_talks(plan)]
    trips, pairings = standing_trips(plan), standing_pairings(plan)
    houses = {house for _, house in meet} | {one.institution_id for one in trips}
    houses |= {guest.enterprise_id for trip in trips for guest in trip.delegates}
    houses |= {one.institution_id for one in pairings}
    houses |= {one.enterprise_id for one in pairings if one.enterprise_id is not None}
    return {expert for expert, _ in meet}, houses, {one.chain_code for one in pairings if one.chain_code}
