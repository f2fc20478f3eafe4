"""Which expert may serve which open need of a round, what that is worth, and why the others may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from matchmaker.models import Campaign, Expert, Need, Organization, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, SuggestionState
from matchmaker.services.planning.past import Past, past_of
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
    past: Past = field(default_factory=Past)


def candidates_of(
    *,
    work: Work,
    campaign: Campaign,
    standing: Standing,
    accepted_bonus: float,
    promised: Mapping[tuple[int, int], float] | None = None,
) -> Candidates:
    """Everything that could be planned for the open needs of a round (and for those of no round).

    An accepted suggestion is worth its score and `accepted_bonus`, a suggested strong one (if chosen) its score.
    `promised`: what (expert, need) of a published plan were worth; they stay candidates without their suggestion.
    """
    needs = _open_needs(work, campaign)
    values = dict(promised or {}) | _values(
        _suggestions(work, needs, suggested=standing.inputs.suggested), accepted_bonus
    )
    values = {pair: value for pair, value in sorted(values.items(), key=lambda item: item[0][::-1]) if pair[1] in needs}
    experts = experts_by_key(work, {expert for expert, _ in values})
    enterprises = organizations_by_key(work, {need.organization_id for need in needs.values()})
    apart = standing.kept_apart(enterprises.values())
    past = past_of(work=work, campaign=campaign)
    worth: dict[tuple[int, int], float] = {}
    against: dict[int, dict[int, str]] = defaultdict(dict)
    for (expert_id, need_id), value in values.items():
        expert, need = experts[expert_id], needs[need_id]
        problem = _against(standing, apart, past, expert, enterprises[need.organization_id])
        if problem is not None:
            against[need.id][expert.id] = problem
        else:
            worth[expert.id, need.id] = value
    served = {need_id for visit in past.needs.values() for need_id in visit}
    left_out: dict[int, tuple[str, Mapping[int, str]]] = {}
    usable = {need_id for _, need_id in worth}
    for need in needs.values():
        code = _left_out(standing, need, enterprises[need.organization_id], served, usable, against)
        if code is not None:
            left_out[need.id] = (code, against.get(need.id, {}))
    worth = {pair: value for pair, value in worth.items() if pair[1] not in left_out}
    return Candidates(needs, experts, enterprises, worth, left_out, apart, past)


def _values(suggestions: Iterable[Suggestion], accepted_bonus: float) -> dict[tuple[int, int], float]:
    """What each suggested (expert, need) is worth."""
    return {
        (one.expert_id, one.need_id): one.score + (accepted_bonus if one.state is SuggestionState.ACCEPTED else 0.0)
        for one in suggestions
        if one.expert_id is not None and one.need_id is not None
    }


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
    past: Past,
    expert: Expert,
    enterprise: Organization,
) -> str | None:
    """Why this expert cannot be sent to this enterprise."""
    problem = standing.against(expert) or apart.get((expert.id, enterprise.id))
    if problem is None and standing.answers.cooperate(expert, enterprise):
        problem = "cooperating"
    if problem is None and (expert.id, enterprise.id) in past.needs:
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
