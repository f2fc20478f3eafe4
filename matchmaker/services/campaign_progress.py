"""How far a round has come (征集—审核—匹配—对接—签约—解决): each county's and zone's needs against its target."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from matchmaker.models import Campaign, Need, Organization, Outcome, Plan, Suggestion, Visit
from matchmaker.models.codes import MATCHED_STATES, Grade, NeedResult, NeedState, Role, SuggestionState
from matchmaker.services.collection import county_targets
from matchmaker.services.outcome_values import CONTRACT_LEVELS
from matchmaker.services.scope import needs_in_scope
from matchmaker.services.visit import DONE
from matchmaker.services.work import Work

# Outcomes from here on are signed; an intent is not.
SIGNED_LEVELS = ("agreement", *CONTRACT_LEVELS)
ZONE_TARGETS = "zone_targets"


@dataclass(frozen=True)
class NeedFacts:
    """What counting needs to know of one need of a round that left the state of a draft."""

    id: int
    county_code: str | None
    zone_code: str | None
    state: NeedState
    result: NeedResult | None
    grade: str | None
    assessed: bool
    accepted: bool
    visited: bool
    signed: bool


@dataclass(frozen=True)
class Progress:
    """How many needs of one place reached each step; a need that is further counts for the steps before it, too.

    `place` is a county's or zone's code, "" for the whole round; `target` is None where none was set.
    """

    place: str
    target: int | None
    posted: int
    verified: int
    graded: int
    accepted: int
    in_contact: int
    signed: int
    solved: int


def was_verified(need: NeedFacts) -> bool:
    """审核通过, with all states after it. A withdrawn need counts if matching had looked at it by then."""
    if need.state is NeedState.CLOSED:
        return need.result is not NeedResult.WITHDRAWN or need.assessed
    return need.state in MATCHED_STATES


# step -> whether a need has reached it
STEPS: dict[str, Callable[[NeedFacts], bool]] = {
    "posted": lambda need: True,
    "verified": was_verified,
    "graded": lambda need: need.grade is not None and need.grade != Grade.NONE,
    "accepted": lambda need: need.accepted,
    "in_contact": lambda need: need.state is NeedState.IN_CONTACT or need.visited or need.signed,
    "signed": lambda need: need.signed,
    "solved": lambda need: need.result is NeedResult.SOLVED,
}


def county_progress(*, work: Work, campaign: Campaign) -> tuple[Progress, ...]:
    """One row for each county in the order of the list `divisions`, also for those without any need.

    A county organizer gets its own county's row. Needs without a county stand in the row of the city's own code.
    """
    facts = need_facts(work=work, campaign=campaign)
    targets = county_targets(work=work, campaign=campaign)
    divisions = work.schemes("divisions")
    counties = [term.code for term in divisions if term.parent is not None]
    others = sorted({need.county_code or "" for need in facts} - set(counties))
    if work.actor.role is Role.COUNTY:
        counties = [code for code in counties if code == work.actor.county_code]
    return tuple(
        _progress(code, targets.get(code), [need for need in facts if (need.county_code or "") == code])
        for code in (*counties, *others)
    )


def zone_progress(*, work: Work, campaign: Campaign) -> tuple[Progress, ...]:
    """One row for each zone that has needs or a target (in the round's rules); zones count for their county as well."""
    facts = need_facts(work=work, campaign=campaign)
    targets = campaign.rules.get(ZONE_TARGETS, {})
    present = {need.zone_code for need in facts} | (set() if work.actor.role is Role.COUNTY else set(targets))
    zones = [term.code for term in work.schemes("zones") if term.code in present]
    return tuple(
        _progress(code, targets.get(code), [need for need in facts if need.zone_code == code]) for code in zones
    )


def whole_progress(*, work: Work, campaign: Campaign) -> Progress:
    """All needs of the round that the caller may read, against the sum of the county targets."""
    targets = county_targets(work=work, campaign=campaign)
    if work.actor.role is Role.COUNTY:
        targets = {code: count for code, count in targets.items() if code == work.actor.county_code}
    return _progress("", sum(targets.values()) if targets else None, need_facts(work=work, campaign=campaign))


def need_facts(*, work: Work, campaign: Campaign) -> list[NeedFacts]:
    """The needs of a round that were submitted and that the caller may read: counts never tell of others (S4)."""
    mine = (Need.campaign_id == campaign.id) & (Need.state != NeedState.DRAFT) & needs_in_scope(work.actor)
    ids = select(Need.id).where(mine)
    accepted = _ids(
        work,
        select(Suggestion.need_id).where(Suggestion.state == SuggestionState.ACCEPTED, Suggestion.need_id.in_(ids)),
    )
    signed = _ids(work, select(Outcome.need_id).where(Outcome.level.in_(SIGNED_LEVELS), Outcome.need_id.in_(ids)))
    done = select(Visit.need_ids).join(Plan).where(Plan.campaign_id == campaign.id, Visit.state == DONE)
    visited = {need_id for needs in work.session.scalars(done) for need_id in needs}
    rows = work.session.execute(
        select(Need.id, Need.county_code, Organization.zone_code, Need.state, Need.result, Need.grade, Need.assessed_at)
        .join(Organization, Organization.id == Need.organization_id)
        .where(mine)
        .order_by(Need.id)
    )
    return [
        NeedFacts(
            id=row.id,
            county_code=row.county_code,
            zone_code=row.zone_code,
            state=row.state,
            result=row.result,
            grade=row.grade,
            assessed=row.assessed_at is not None,
            accepted=row.id in accepted,
            visited=row.id in visited,
            signed=row.id in signed,
        )
        for row in rows
    ]


def _ids(work: Work, query: Select[int | None]) -> set[int]:
    return {key for key in work.session.scalars(query.distinct()) if key is not None}


def _progress(place: str, target: int | None, facts: Iterable[NeedFacts]) -> Progress:
    needs = list(facts)
    return Progress(place, target, **{step: sum(map(reached, needs)) for step, reached in STEPS.items()})
