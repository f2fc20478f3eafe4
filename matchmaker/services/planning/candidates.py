"""Which expert may serve which open need of a round, what that is worth, and why the others may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from matchmaker.models import Campaign, Expert, Need, Organization, Plan, Suggestion, Visit
from matchmaker.models.codes import MATCHED_STATES, Grade, SuggestionState
from matchmaker.services.planning.access import DONE
from matchmaker.services.planning.standing import Standing, experts_by_key, organizations_by_key
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Candidates:
    """`worth` by (expert, need). `left_out`: need -> why nobody can be planned for it, with why for each candidate.

    A left-out code is served, no_candidate, answer_... of the enterprise, or no_expert.
    """

    needs: Mapping[int, Need]
    experts: Mapping[int, Expert]
    enterprises: Mapping[int, Organization]
    worth: Mapping[tuple[int, int], float]
    left_out: Mapping[int, tuple[str, Mapping[int, str]]]
    apart: Mapping[tuple[int, int], str]


def candidates_of(*, work: Work, campaign: Campaign, standing: Standing, accepted_bonus: float) -> Candidates:
    """Everything that could be planned for the open needs of a round (and for those of no round).

    An accepted suggestion is worth its score and `accepted_bonus`, a suggested strong one (if chosen) its score.
    """
    needs = _open_needs(work, campaign)
    suggestions = _suggestions(work, needs, suggested=standing.inputs.suggested)
    experts = experts_by_key(work, {one.expert_id for one in suggestions if one.expert_id is not None})
    enterprises = organizations_by_key(work, {need.organization_id for need in needs.values()})
    apart = standing.kept_apart(enterprises.values())
    done = _done(work, campaign)
    worth: dict[tuple[int, int], float] = {}
    against: dict[int, dict[int, str]] = defaultdict(dict)
    for one in suggestions:
        assert one.expert_id is not None
        assert one.need_id is not None
        expert, need = experts[one.expert_id], needs[one.need_id]
        problem = _against(standing, apart, done, expert, enterprises[need.organization_id])
        if problem is not None:
            against[need.id][expert.id] = problem
        else:
            bonus = accepted_bonus if one.state is SuggestionState.ACCEPTED else 0.0
            worth[expert.id, need.id] = one.score + bonus
    served = {need_id for visit in done.values() for need_id in visit}
    left_out: dict[int, tuple[str, Mapping[int, str]]] = {}
    usable = {need_id for _, need_id in worth}
    for need in needs.values():
        code = _left_out(standing, need, enterprises[need.organization_id], served, usable, against)
        if code is not None:
            left_out[need.id] = (code, against.get(need.id, {}))
    worth = {pair: value for pair, value in worth.items() if pair[1] not in left_out}
    return Candidates(needs, experts, enterprises, worth, left_out, apart)


def _left_out(
    standing: Standing,
    need: Need,
    enterprise: Organization,
    served: set[int],
    usable: set[int],
    against: Mapping[int, Mapping[int, str]],
) -> str | None:
    if need.id in served:
        return "served"
    if need.id not in usable and not against.get(need.id):
        return "no_candidate"
    answer = standing.against(enterprise)
    if answer is not None:
        return answer
    return None if need.id in usable else "no_expert"


def _against(
    standing: Standing,
    apart: Mapping[tuple[int, int], str],
    done: Mapping[tuple[int, int], list[int]],
    expert: Expert,
    enterprise: Organization,
) -> str | None:
    """Why this expert cannot be sent to this enterprise."""
    problem = standing.against(expert) or apart.get((expert.id, enterprise.id))
    if problem is None and standing.answers.cooperate(expert, enterprise):
        problem = "cooperating"
    if problem is None and (expert.id, enterprise.id) in done:
        problem = "visited"
    return problem


def _open_needs(work: Work, campaign: Campaign) -> dict[int, Need]:
    of_round = or_(Need.campaign_id == campaign.id, Need.campaign_id.is_(None))
    query = select(Need).where(Need.state.in_(MATCHED_STATES), of_round)
    if campaign.county_code is not None:
        query = query.where(Need.county_code == campaign.county_code)
    return {row.id: row for row in work.session.scalars(query.order_by(Need.id))}


def _suggestions(work: Work, needs: Mapping[int, Need], *, suggested: bool) -> list[Suggestion]:
    usable = Suggestion.state == SuggestionState.ACCEPTED
    if suggested:
        strong = (Suggestion.state == SuggestionState.SUGGESTED) & (Suggestion.grade == Grade.STRONG)
        usable = or_(usable, strong)
    query = select(Suggestion).where(usable, Suggestion.expert_id.isnot(None), Suggestion.need_id.isnot(None))
    rows = work.session.scalars(query.order_by(Suggestion.need_id, Suggestion.expert_id))
    return [row for row in rows if row.need_id in needs]


def _done(work: Work, campaign: Campaign) -> dict[tuple[int, int], list[int]]:
    """(expert, enterprise) -> needs of visits of this round that took place."""
    query = select(Visit).join(Plan).where(Plan.campaign_id == campaign.id, Visit.state == DONE)
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for visit in work.session.scalars(query):
        found[visit.expert_id, visit.enterprise_id].extend(visit.need_ids)
    return found
