"""Which enterprise could go to, or pair with, which institution, and what that is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from matchmaker.models import Campaign, Need, Organization, Suggestion
from matchmaker.models.codes import SuggestionState
from matchmaker.services.planning.standing import MUST, Standing, organizations_by_key
from matchmaker.services.work import Work

ACCEPTED_BONUS = 0.5


@dataclass(frozen=True)
class InstitutionTies:
    """`worth` by (enterprise, institution). `left_out`: enterprise -> {code, institutions: {institution: code}}."""

    worth: Mapping[tuple[int, int], float]
    organizations: Mapping[int, Organization]
    left_out: Mapping[int, Mapping[str, object]]


def institution_ties(*, work: Work, campaign: Campaign, standing: Standing) -> InstitutionTies:
    """The ties of enterprises with an open need in this round; an accepted one is worth its score and a half.

    The score is the expected number of needs that the institution could serve. Parties of a must order are there
    whatever they answered.
    """
    rows = _suggestions(work, campaign, suggested=standing.inputs.suggested)
    musts = [order for order in standing.orders if order.kind == MUST]
    keys = {key for row in rows for key in (row.enterprise_id, row.institution_id) if key is not None}
    keys |= {key for order in musts for key in (order.enterprise_id, order.institution_id) if key is not None}
    organizations = organizations_by_key(work, keys)
    ordered = {(order.enterprise_id, order.institution_id) for order in musts}
    worth: dict[tuple[int, int], float] = {}
    against: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows:
        assert row.enterprise_id is not None
        assert row.institution_id is not None
        pair = row.enterprise_id, row.institution_id
        problem = standing.against(organizations[pair[1]]) or standing.against(organizations[pair[0]])
        if problem is not None and pair not in ordered:
            against[pair[0]][pair[1]] = problem
        else:
            worth[pair] = row.score + (ACCEPTED_BONUS if row.state is SuggestionState.ACCEPTED else 0.0)
    going = {enterprise for enterprise, _ in worth}
    left_out: dict[int, Mapping[str, object]] = {
        key: {"code": standing.against(organizations[key]) or "no_institution", "institutions": why}
        for key, why in against.items()
        if key not in going
    }
    return InstitutionTies(worth, organizations, left_out)


def _suggestions(work: Work, campaign: Campaign, *, suggested: bool) -> list[Suggestion]:
    states = [SuggestionState.ACCEPTED, *([SuggestionState.SUGGESTED] if suggested else [])]
    of_round = or_(Need.campaign_id == campaign.id, Need.campaign_id.is_(None))
    enterprises = select(Need.organization_id).where(of_round)
    if campaign.county_code is not None:
        enterprises = enterprises.where(Need.county_code == campaign.county_code)
    query = select(Suggestion).where(
        Suggestion.institution_id.isnot(None),
        Suggestion.state.in_(states),
        Suggestion.enterprise_id.in_(enterprises),
    )
    return list(work.session.scalars(query.order_by(Suggestion.enterprise_id, Suggestion.institution_id)))
