"""How far a round has come (征集—审核—匹配—对接—签约—解决): each county's and zone's needs against its target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select, true

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
STEPS = ("posted", "verified", "graded", "accepted", "in_contact", "signed", "solved")


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


@dataclass(frozen=True)
class RoundProgress:
    """The round as a whole, its counties in the order of the list `divisions`, and its zones."""

    whole: Progress
    counties: tuple[Progress, ...]
    zones: tuple[Progress, ...]


@dataclass(frozen=True)
class PlaceCount:
    """How many needs of one county and zone reached each step."""

    county: str
    zone: str | None
    reached: Mapping[str, int]


def round_progress(*, work: Work, campaign: Campaign) -> RoundProgress:
    """All needs of a round that the caller may read: counts never tell of others (S4). Drafts do not count.

    `counties` has a row for each county, also for those without any need; needs without a county stand in a row "" of
    their own. `zones` has a row for each zone that has needs or a target (in the round's rules); zones count for their
    county as well. A county organizer gets its own county's row and target, and no zone without needs.
    """
    counts = _counts(work, campaign)
    own = work.actor.county_code if work.actor.role is Role.COUNTY else None
    targets = county_targets(work=work, campaign=campaign)
    if work.actor.role is Role.COUNTY:
        targets = {code: count for code, count in targets.items() if code == own}
    return RoundProgress(
        whole=_progress("", sum(targets.values()) if targets else None, counts),
        counties=_counties(work, counts, targets),
        zones=_zones(work, counts, campaign.rules.get(ZONE_TARGETS, {})),
    )


def whole_progress(*, work: Work, campaign: Campaign) -> Progress:
    """The round as a whole, without targets: what its figures count."""
    return _progress("", None, _counts(work, campaign))


def _counties(work: Work, counts: Iterable[PlaceCount], targets: Mapping[str, int]) -> tuple[Progress, ...]:
    counties = [term.code for term in work.schemes("divisions") if term.parent is not None]
    others = sorted({count.county for count in counts} - set(counties))
    if work.actor.role is Role.COUNTY:
        counties = [code for code in counties if code == work.actor.county_code]
    return tuple(
        _progress(code, targets.get(code), (count for count in counts if count.county == code))
        for code in (*counties, *others)
    )


def _zones(work: Work, counts: Iterable[PlaceCount], targets: Mapping[str, int]) -> tuple[Progress, ...]:
    shown = {count.zone for count in counts} | (set() if work.actor.role is Role.COUNTY else set(targets))
    return tuple(
        _progress(term.code, targets.get(term.code), (count for count in counts if count.zone == term.code))
        for term in work.schemes("zones")
        if term.code in shown
    )


def _progress(place: str, target: int | None, counts: Iterable[PlaceCount]) -> Progress:
    found = list(counts)
    return Progress(place, target, **{step: sum(count.reached[step] for count in found) for step in STEPS})


def _counts(work: Work, campaign: Campaign) -> list[PlaceCount]:
    """One row for each county and zone, counted by the database."""
    steps = _steps(work, campaign)
    place = (Need.county_code, Organization.zone_code)
    query = (
        select(*place, *(func.sum(case((reached, 1), else_=0)) for reached in steps.values()))
        .join(Organization, Organization.id == Need.organization_id)
        .where(Need.campaign_id == campaign.id, Need.state != NeedState.DRAFT, needs_in_scope(work.actor))
        .group_by(*place)
    )
    return [
        PlaceCount(county or "", zone, dict(zip(steps, map(int, numbers), strict=True)))
        for county, zone, *numbers in work.session.execute(query)
    ]


def _steps(work: Work, campaign: Campaign) -> dict[str, ColumnElement[bool]]:
    """Step of STEPS -> whether a need has reached it; null is no."""
    # 审核通过, with all states after it. A withdrawn need counts if matching had looked at it by then.
    kept = Need.result.is_(None) | (Need.result != NeedResult.WITHDRAWN) | Need.assessed_at.isnot(None)
    accepted = select(Suggestion.need_id).where(
        Suggestion.state == SuggestionState.ACCEPTED, Suggestion.need_id.isnot(None)
    )
    signed = Need.id.in_(select(Outcome.need_id).where(Outcome.level.in_(SIGNED_LEVELS), Outcome.need_id.isnot(None)))
    in_contact = (Need.state == NeedState.IN_CONTACT) | Need.id.in_(_visited(work, campaign)) | signed
    return {
        "posted": true(),
        "verified": Need.state.in_(MATCHED_STATES) | ((Need.state == NeedState.CLOSED) & kept),
        "graded": Need.grade.isnot(None) & (Need.grade != Grade.NONE.value),
        "accepted": Need.id.in_(accepted),
        "in_contact": in_contact,
        "signed": signed,
        "solved": Need.result == NeedResult.SOLVED,
    }


def _visited(work: Work, campaign: Campaign) -> list[int]:
    """The needs that visits of the round served; a round has some hundred visits."""
    done = select(Visit.need_ids).join(Plan).where(Plan.campaign_id == campaign.id, Visit.state == DONE)
    return sorted({need_id for needs in work.session.scalars(done) for need_id in needs})
