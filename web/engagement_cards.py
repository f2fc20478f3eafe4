"""The appointments of a plan as their party reads them: who, when, where, for which needs, what was said so far."""

from __future__ import annotations

from typing import Any

from matchmaker.models import Expert, Organization, Plan
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.documents.arrangements import arrangements_for
from matchmaker.services.invitations.engagements import PAIRING, TRIP, Engagement, engagements_of
from matchmaker.services.invitations.reveal import may_see_contact, other_side
from matchmaker.services.invitations.shown import (
    expert_for_enterprise,
    needs_for_outsider,
    needs_for_owner,
    needs_in_scope_of,
)
from matchmaker.services.invitations.standing import PlanRsvps, rsvp_of
from matchmaker.services.party import Party
from matchmaker.services.personal_link import Opened
from matchmaker.services.work import Work
from web.answer_form import reply_choices, reply_state
from web.labels import label

ACCEPTED = "accept"


def cards_for(opened: Opened) -> list[dict[str, Any]]:
    """The cards of an opened invitation to a plan."""
    assert opened.plan is not None  # of an invitation to a plan
    return cards(work=opened.work, plan=opened.plan, party=opened.party)


def cards(*, work: Work, plan: Plan, party: Party, inside: bool = False) -> list[dict[str, Any]]:
    """One card for each visit, trip, talk or pairing of the party, in the order of time; those cancelled stand too.

    `inside`: for organizers' eyes: names and needs as they are.
    """
    rsvps = rsvp_of(work=work, plan=plan)
    found = engagements_of(work=work, plan=plan, party=party)
    return [_card(work, plan, party, one, rsvps, inside=inside) for one in found]


def _card(work: Work, plan: Plan, party: Party, one: Engagement, rsvps: PlanRsvps, *, inside: bool) -> dict[str, Any]:
    state = rsvps.of(one.row, party)
    accepted = state.code == ACCEPTED
    met = other_side(one, party)
    return {
        "ref": one.ref,
        "kind": one.kind,
        "on_date": one.on_date,
        "starts_at": one.starts_at,
        "place": one.place,
        "table": one.table,
        "stands": one.stands,
        "over": one.over(work.today()),
        "state": state.code,
        "rsvp": state.rsvp,
        "form": reply_state(state.rsvp),
        "answers": reply_choices(one.kind),
        "partner": _partner(party, one),
        "school": one.school,
        "schools": _schools(one),
        "host": _host(party, one),
        "guests": [_guest(other, rsvps, one, inside=inside) for other in _shown_others(party, one)],
        "needs": _needs(work, party, one, accepted=accepted, inside=inside),
        "arrangements": arrangements_for(plan, one),
        "contact": met is not None and may_see_contact(work=work, rsvps=rsvps, engagement=one, one=party, other=met),
    }


def _partner(party: Party, one: Engagement) -> str:
    """With whom a party is to cooperate; of a whole chain its name."""
    if one.kind != PAIRING:
        return ""
    return label(one.chain, "chains") if one.chain else next((other.name for other in one.others(party)), "")


def _schools(one: Engagement) -> list[str]:
    """The other schools of the institution of a pairing, to choose from."""
    return [name for name in one.organizations[0].schools if name != one.school] if one.kind == PAIRING else []


def _host(party: Party, one: Engagement) -> Organization | None:
    """Where it takes place, for whoever comes from elsewhere."""
    if one.kind == TRIP:
        return next((place for place in one.organizations if place.kind is not OrganizationKind.ENTERPRISE), None)
    return one.organizations[0] if isinstance(party, Expert) else None


def _shown_others(party: Party, one: Engagement) -> list[Party]:
    if one.kind == PAIRING:  # its heading names the partner
        return []
    host = _host(party, one)
    return [other for other in one.others(party) if not (isinstance(other, Organization) and other is host)]


def _guest(other: Party, rsvps: PlanRsvps, one: Engagement, *, inside: bool) -> dict[str, Any]:
    if isinstance(other, Expert):
        shown = expert_for_enterprise(other, accepted=inside or rsvps.of(one.row, other).code == ACCEPTED)
        return {"name": shown.name, "line": [shown.institution, shown.title], "directions": shown.directions}
    return {"name": other.name, "line": [], "directions": ()}


def _needs(work: Work, party: Party, one: Engagement, *, accepted: bool, inside: bool) -> list[Any]:
    if inside:
        return list(needs_in_scope_of(work=work, keys=one.need_ids))
    if isinstance(party, Expert):
        return list(needs_for_outsider(work=work, keys=one.need_ids, accepted=accepted))
    return list(needs_for_owner(work=work, keys=one.need_ids, organization=party))
