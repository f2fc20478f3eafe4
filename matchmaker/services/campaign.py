"""Campaigns (行动, 第×届): create, edit, open, close and reopen a round of 双百, and find the running one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.errors import Conflicting, InvalidInput, NotFound, WrongState
from matchmaker.locale import N_
from matchmaker.models import Campaign, CollectionRound
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit, differences
from matchmaker.services.paging import Page, PageRequest, page_of
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

PLANNED, RUNNING, CLOSED = "planned", "running", "closed"
# state -> states it may move to
TRANSITIONS: dict[str, frozenset[str]] = {
    PLANNED: frozenset({RUNNING}),
    RUNNING: frozenset({CLOSED}),
    CLOSED: frozenset({RUNNING}),
}
EDITABLE = frozenset({"name", "visits_name", "delegations_name", "starts_on", "ends_on", "rules"})
NAMES = ("name", "visits_name", "delegations_name")
_LONGEST = {"name": 120, "visits_name": 60, "delegations_name": 60}


@dataclass(frozen=True)
class Target:
    """What a figure of the list `indicators` should reach. Amounts in 万元.

    `last_year` is needed only where the round before is not in this database; `definition` says in the campaign's own
    words what counts.
    """

    code: str
    target: float
    definition: str = ""
    last_year: float | None = None


@dataclass(frozen=True)
class NewCampaign:
    """A round of the whole city, or of the county `county_code`, with its own names for the two halves."""

    number: int
    name: str
    visits_name: str
    delegations_name: str
    starts_on: date
    ends_on: date
    county_code: str | None = None
    targets: tuple[Target, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None
    external_id: str | None = None


def create_campaign(*, work: Work, new: NewCampaign) -> Campaign:
    """Store a planned round. The number is taken once for the city and once for each county."""
    require_campaign_manager(work, "campaign.create", new.county_code)
    values = _checked({name: getattr(new, name) for name in (*NAMES, "starts_on", "ends_on")})
    _check_dates(new.starts_on, new.ends_on)
    if _with_number(work, new.number, new.county_code) is not None:
        raise InvalidInput(field="number", problem=N_("There is a round with this number already: choose another one."))
    now = work.now()
    row = Campaign(
        ref=work.new_ref(),
        number=new.number,
        county_code=new.county_code,
        state=PLANNED,
        targets=checked_targets(work, new.targets),
        rules=dict(new.rules),
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **values,
    )
    work.session.add(row)
    work.session.flush()
    audit(work=work, action="campaign.create", subject=row, after={"number": row.number, "name": row.name})
    return row


def edit_campaign(
    *,
    work: Work,
    campaign: Campaign,
    values: Mapping[str, Any],
    targets: Sequence[Target] | None = None,
    version: int | None = None,
) -> Campaign:
    """Change any of EDITABLE, or all targets. A closed round is reopened first.

    `version`: the one the caller saw; Conflicting if it is no longer that.
    """
    require_campaign_manager(work, "campaign.edit", campaign.county_code)
    if campaign.state == CLOSED:
        raise WrongState(kind="campaign", state=campaign.state)
    if version is not None and version != campaign.version:
        raise Conflicting(what="campaign")
    wanted = _checked(values)
    _check_dates(wanted.get("starts_on", campaign.starts_on), wanted.get("ends_on", campaign.ends_on))
    if targets is not None:
        wanted["targets"] = checked_targets(work, targets)
    before, after = differences(campaign, wanted)
    for name in after:
        setattr(campaign, name, wanted[name])
    if after:
        campaign.updated_at = work.now()
        audit(work=work, action="campaign.edit", subject=campaign, before=before, after=after)
    return campaign


def open_campaign(*, work: Work, campaign: Campaign) -> Campaign:
    """Let a planned round run: from now on new needs belong to it. Only one may run in the same place."""
    running = current_campaign(work=work, county_code=campaign.county_code)
    if running is not None and running.id != campaign.id:
        problem = N_("%(name)s is still running: close it first.")
        raise InvalidInput(field="state", problem=problem, name=running.name)
    return _move(work, campaign, RUNNING, "campaign.open")


def close_campaign(*, work: Work, campaign: Campaign, note: str = "") -> Campaign:
    """End a running round. Its needs and figures stay as they are; open needs go on."""
    return _move(work, campaign, CLOSED, "campaign.close", note)


def reopen_campaign(*, work: Work, campaign: Campaign, why: str) -> Campaign:
    """Take a closed round up again, to correct it."""
    if campaign.state != CLOSED:
        raise WrongState(kind="campaign", state=campaign.state)
    if not why.strip():
        raise InvalidInput(field="why", problem=N_("Say why the round is taken up again."))
    running = current_campaign(work=work, county_code=campaign.county_code)
    if running is not None:
        problem = N_("%(name)s is still running: close it first.")
        raise InvalidInput(field="state", problem=problem, name=running.name)
    return _move(work, campaign, RUNNING, "campaign.reopen", why)


def get_campaign(*, work: Work, ref: str) -> Campaign:
    """The round with reference `ref`. Its names, dates and targets are no secret: everybody may read them."""
    row = work.session.scalars(select(Campaign).where(Campaign.ref == ref)).one_or_none()
    if row is None:
        raise NotFound(kind="campaign", ref=ref)
    return row


def list_campaigns(*, work: Work) -> Sequence[Campaign]:
    """All rounds, those of the city first, the newest first."""
    order = (Campaign.county_code.isnot(None), Campaign.county_code, Campaign.number.desc())
    return work.session.scalars(select(Campaign).order_by(*order)).all()


def page_campaigns(*, work: Work, state: str | None, page: PageRequest, count: bool = False) -> Page[Campaign]:
    """One page of rounds, newest first, with their collections and county targets loaded."""
    query = select(Campaign).options(selectinload(Campaign.rounds).selectinload(CollectionRound.targets))
    if state is not None:
        query = query.where(Campaign.state == state)
    return page_of(session=work.session, query=query, key=Campaign.id, request=page, count=count)


def current_campaign(*, work: Work, county_code: str | None = None) -> Campaign | None:
    """The running round of the city, or of a county that runs its own."""
    running = select(Campaign).where(Campaign.state == RUNNING, Campaign.county_code.is_not_distinct_from(county_code))
    return work.session.scalars(running.order_by(Campaign.number.desc())).first()


def previous_campaign(*, work: Work, campaign: Campaign) -> Campaign | None:
    """The round before, for comparison: the next lower number of the same place."""
    earlier = select(Campaign).where(
        Campaign.number < campaign.number, Campaign.county_code.is_not_distinct_from(campaign.county_code)
    )
    return work.session.scalars(earlier.order_by(Campaign.number.desc())).first()


def require_campaign_manager(work: Work, action: str, county_code: str | None) -> None:
    """Raise Forbidden unless the actor may manage rounds of this place: a county its own, the city all."""
    own = county_code is not None and work.actor.role is Role.COUNTY and work.actor.county_code == county_code
    if not own:
        require_role(work, action, Role.CITY, Role.ADMINISTRATOR)


def checked_targets(work: Work, targets: Sequence[Target]) -> list[dict[str, Any]]:
    """Targets as they are stored; UnknownCode if a figure is not in the list `indicators`."""
    indicators = work.schemes("indicators")
    codes = [indicators.get(target.code).code for target in targets]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        problem = N_("A figure has one target only, these have several: %(codes)s.")
        raise InvalidInput(field="targets", problem=problem, codes=", ".join(twice))
    if any(target.target < 0 for target in targets):
        raise InvalidInput(field="targets", problem=N_("A target cannot be negative."))
    return [asdict(target) for target in targets]


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - EDITABLE)
    if unknown:
        raise InvalidInput(field=", ".join(unknown), problem=N_("This field cannot be changed here."))
    checked = dict(values)
    for name in set(NAMES) & set(values):
        checked[name] = str(values[name]).strip()
        if not checked[name]:
            raise InvalidInput(field=name, problem=N_("The name is empty."))
        if len(checked[name]) > _LONGEST[name]:
            raise InvalidInput(
                field=name, problem=N_("The name is too long: use at most %(most)s characters."), most=_LONGEST[name]
            )
    return checked


def _check_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise InvalidInput(field="ends_on", problem=N_("The round ends before it begins."))


def _with_number(work: Work, number: int, county_code: str | None) -> Campaign | None:
    known = select(Campaign).where(Campaign.number == number, Campaign.county_code.is_not_distinct_from(county_code))
    return work.session.scalars(known).first()


def _move(work: Work, campaign: Campaign, to: str, action: str, why: str = "") -> Campaign:
    require_campaign_manager(work, action, campaign.county_code)
    if to not in TRANSITIONS[campaign.state]:
        raise WrongState(kind="campaign", state=campaign.state)
    before = {"state": campaign.state}
    campaign.state, campaign.updated_at = to, work.now()
    work.session.flush()
    audit(work=work, action=action, subject=campaign, before=before, after={"state": to}, why=why)
    return campaign
