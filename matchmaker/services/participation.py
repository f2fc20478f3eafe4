"""Participation (参加条件): the dates and limits of one party in a round, over the round's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import func, select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Participation
from matchmaker.planning.values.visits import GROUP_SIZES
from matchmaker.services.audit import audit
from matchmaker.services.party import Party, is_of, party_key
from matchmaker.services.work import Work

MOST = 366
LIMITS = ("max_visits", "max_days", "max_per_date", "max_delegation")
_LONGEST_GROUP = 60


@dataclass(frozen=True)
class Conditions:
    """What is None stays as it is; no dates: any day, as far as is known; a limit of -1: the round's own.

    `group`: the visiting group (走访组) of an expert by name, "" for none.
    """

    dates: tuple[date, ...] | None = None
    max_visits: int | None = None
    max_days: int | None = None
    max_per_date: int | None = None
    max_delegation: int | None = None
    invited: bool | None = None
    group: str | None = None
    leads_group: bool | None = None
    note: str | None = None


def set_conditions(*, work: Work, campaign: Campaign, party: Party, conditions: Conditions) -> Participation:
    """Store the conditions of a party. The caller has checked who may."""
    values = _checked(conditions)
    _check_group(work, campaign, party, values.get("group_name"))
    row = conditions_of(work=work, campaign=campaign, party=party)
    now = work.now()
    if row is None:
        row = Participation(campaign_id=campaign.id, created_at=now, updated_at=now, **party_key(party))
        work.session.add(row)
        work.session.flush()
    before = {name: getattr(row, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.updated_at = now
        after = {"campaign": campaign.ref, **changed}
        audit(work=work, action="participation.set", subject=party, before={n: before[n] for n in changed},
              after=after)  # fmt: skip
    return row


def conditions_of(*, work: Work, campaign: Campaign, party: Party) -> Participation | None:
    """The conditions of one party; None where it named none."""
    query = select(Participation).where(Participation.campaign_id == campaign.id, is_of(Participation, party))
    return work.session.scalars(query).one_or_none()


@dataclass(frozen=True)
class AllConditions:
    """The conditions of a round, by the key of the expert or organization."""

    experts: Mapping[int, Participation]
    organizations: Mapping[int, Participation]


def all_conditions(*, work: Work, campaign: Campaign) -> AllConditions:
    rows = work.session.scalars(select(Participation).where(Participation.campaign_id == campaign.id)).all()
    return AllConditions(
        experts={row.expert_id: row for row in rows if row.expert_id is not None},
        organizations={row.organization_id: row for row in rows if row.organization_id is not None},
    )


def _check_group(work: Work, campaign: Campaign, party: Party, name: str | None) -> None:
    """Raise InvalidInput for one member too many."""
    if not name:
        return
    others = select(func.count()).where(
        Participation.campaign_id == campaign.id, Participation.group_name == name, ~is_of(Participation, party)
    )
    _, most = GROUP_SIZES
    if int(work.session.scalar(others) or 0) >= most:
        problem = N_("The visiting group has %(most)s members already: more do not travel together.")
        raise InvalidInput(field="group", problem=problem, most=most)


def _checked(conditions: Conditions) -> dict[str, Any]:
    given = {one.name: getattr(conditions, one.name) for one in fields(Conditions)}
    values = {name: value for name, value in given.items() if value is not None}
    if "dates" in values:
        values["dates"] = sorted({day.isoformat() for day in values["dates"]})
    for name in LIMITS:
        if name in values:
            if not -1 <= values[name] <= MOST:
                problem = N_("Write a number between 0 and %(most)s, or nothing.")
                raise InvalidInput(field=name, problem=problem, most=MOST)
            values[name] = None if values[name] == -1 else values[name]
    if "group" in values:
        name = values.pop("group").strip()
        if len(name) > _LONGEST_GROUP:
            problem = N_("The name is too long: use at most %(most)s characters.")
            raise InvalidInput(field="group", problem=problem, most=_LONGEST_GROUP)
        values["group_name"] = name or None
    if "leads_group" in values:
        values["group_leader"] = values.pop("leads_group")
    return values
