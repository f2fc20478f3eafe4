"""Entering a need for an enterprise (代填): by telephone, on a visit, by WeChat; the enterprise confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedSource, NeedState, OrganizationKind, Role
from matchmaker.services.need import (
    ORGANIZERS,
    NewNeed,
    confirm_intake,
    create_need,
    issue_tracking_token,
    submit_need,
)
from matchmaker.services.need_entry import NeedEntry
from matchmaker.services.paging import PageRequest
from matchmaker.services.posting import Posted, change_need, organization_of, with_title
from matchmaker.services.registry_list import RegistryFilter, list_organizations
from matchmaker.services.scope import get_visible, needs_in_scope, require_role
from matchmaker.services.work import Work

# How a need can reach an officer who writes it down.
CHANNELS = (NeedSource.PHONE, NeedSource.VISIT, NeedSource.WECHAT)
BY_LINK, BY_WORD = "link", "word"
SHORTEST_NAME = 2
LONGEST_HOW = 200
MOST_MATCHES = 5


@dataclass(frozen=True)
class Intake:
    """A need as an officer took it down. `organization`: reference of a known one, "" to go by the name.

    `confirm_by`: BY_LINK (the enterprise opens its tracking link and confirms) or BY_WORD (`confirmed_how` says who
    confirmed it, how and when).
    """

    entry: NeedEntry
    channel: NeedSource
    organization: str = ""
    confirm_by: str = BY_LINK
    confirmed_how: str = ""


def enter_need(*, work: Work, intake: Intake, draft: str = "") -> Posted:
    """Submit a need for an enterprise: confirmed by word at once, else with a link by which to confirm."""
    need = keep_intake(work=work, intake=intake, draft=draft)
    submit_need(work=work, need=need)
    if intake.confirm_by == BY_WORD:
        confirm_intake(work=work, need=need, how=intake.confirmed_how)
        return Posted(need)
    return Posted(need, issue_tracking_token(work=work, need=need))


def keep_intake(*, work: Work, intake: Intake, draft: str = "") -> Need:
    """Keep what was taken down so far as the officer's own draft; `draft` is the one to go on with."""
    require_role(work, "need.intake", *ORGANIZERS)
    if draft:
        need = own_draft(work=work, ref=draft)
        need.intake = intake.channel
        return change_need(work=work, need=need, entry=intake.entry)
    entry = in_own_county(work, intake.entry)
    organization = _organization(work, intake.organization, entry)
    new = NewNeed(
        organization=organization,
        intake=intake.channel,
        values=with_title(entry.values),
        codes=entry.codes or (),
        county_code=entry.county_code or organization.county_code,
    )
    need = create_need(work=work, new=new)
    work.session.flush()
    return need


def own_draft(*, work: Work, ref: str) -> Need:
    """A draft that this officer entered, or NotFound."""
    need = get_visible(work=work, kind=Need, ref=ref)
    if need.state is not NeedState.DRAFT or need.entered_by_id != work.actor.user_id:
        raise NotFound(kind="need", ref=ref)
    return need


def own_drafts(*, work: Work) -> Sequence[Need]:
    """The drafts that this officer entered, the newest first."""
    mine = (Need.state == NeedState.DRAFT) & (Need.entered_by_id == work.actor.user_id)
    query = select(Need).where(mine, needs_in_scope(work.actor)).order_by(Need.id.desc())
    return work.session.scalars(query.limit(20)).all()


def similar_enterprises(*, work: Work, name: str) -> Sequence[Organization]:
    """Enterprises in the caller's scope whose name holds `name`, to take instead of making a new one."""
    if len(name.strip()) < SHORTEST_NAME or "\x00" in name:
        return ()
    where = RegistryFilter(words=name, kind=OrganizationKind.ENTERPRISE)
    return list_organizations(work=work, where=where, page=PageRequest(limit=MOST_MATCHES)).items


def check_confirmation(intake: Intake) -> dict[str, InvalidInput]:
    """What is wrong with how the enterprise confirms, by field."""
    if intake.confirm_by not in (BY_LINK, BY_WORD):
        problem = N_("Choose how the enterprise confirms the need.")
        return {"confirm_by": InvalidInput(field="confirm_by", problem=problem)}
    if intake.confirm_by == BY_WORD and not intake.confirmed_how.strip():
        problem = N_("Say who confirmed it and how.")
        return {"confirmed_how": InvalidInput(field="confirmed_how", problem=problem)}
    if len(intake.confirmed_how) > LONGEST_HOW or not intake.confirmed_how.isprintable():
        problem = N_("Write one line of at most %(limit)s characters.")
        return {"confirmed_how": InvalidInput(field="confirmed_how", problem=problem, limit=LONGEST_HOW)}
    return {}


def in_own_county(work: Work, entry: NeedEntry) -> NeedEntry:
    """County officers enter needs of their county, whatever an enterprise's name says."""
    if work.actor.role is Role.COUNTY and entry.county_code != work.actor.county_code:
        return replace(entry, county_code=work.actor.county_code, zone_code=None)
    return entry


def _organization(work: Work, ref: str, entry: NeedEntry) -> Organization:
    if ref:
        return get_visible(work=work, kind=Organization, ref=ref)
    return organization_of(work=work, entry=entry)
