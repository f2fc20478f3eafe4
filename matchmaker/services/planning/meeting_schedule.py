"""The schedule of a meeting as people read it: by time and table, by expert, by enterprise, in the reader's scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import joinedload

from matchmaker.models import Expert, Need, Organization, Plan, Talk
from matchmaker.models.codes import Role
from matchmaker.services.planning.access import CANCELLED, plans_in_scope
from matchmaker.services.planning.meeting_ask import event_of
from matchmaker.services.planning.meeting_event import MeetingEvent
from matchmaker.services.planning.standing import experts_by_key, organizations_by_key
from matchmaker.services.work import Actor, Work


@dataclass(frozen=True)
class SlotTime:
    """A time slot, numbered from 0."""

    number: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class TalkRow:
    """A talk with both parties and the needs it is about."""

    talk: Talk
    expert: Expert
    enterprise: Organization
    needs: tuple[Need, ...]
    time: SlotTime

    @property
    def table(self) -> int:
        """As it stands on the table: from 1."""
        return self.talk.table_number + 1


@dataclass(frozen=True)
class Schedule:
    """`whole`: whether the reader sees every talk (a county sees those of its enterprises only)."""

    plan: Plan
    event: MeetingEvent
    slots: tuple[SlotTime, ...]
    tables: int
    talks: tuple[TalkRow, ...]
    whole: bool

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], TalkRow]:
        """(slot, table from 0) -> talk."""
        return {(row.talk.slot, row.talk.table_number): row for row in self.talks}

    @cached_property
    def by_expert(self) -> Mapping[int, list[TalkRow]]:
        """Key of the expert -> talks by time, experts in the order of their names."""
        return _grouped(sorted(self.talks, key=lambda row: (row.expert.name, row.expert.id)), "expert")

    @cached_property
    def by_enterprise(self) -> Mapping[int, list[TalkRow]]:
        """The same for enterprises."""
        return _grouped(sorted(self.talks, key=lambda row: (row.enterprise.name, row.enterprise.id)), "enterprise")


def talks_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Talks of plans in scope: of a county's enterprises, of the enterprise itself, of an institution's experts."""
    plans = Talk.plan_id.in_(select(Plan.id).where(plans_in_scope(actor)))
    if actor.sees_all:
        return plans
    if actor.role is Role.COUNTY and actor.county_code is not None:
        county = select(Organization.id).where(Organization.county_code == actor.county_code)
        return plans & Talk.enterprise_id.in_(county)
    if actor.role is Role.ENTERPRISE:
        return plans & (Talk.enterprise_id == actor.organization_id)
    if actor.role is Role.LIAISON:
        return plans & Talk.expert_id.in_(select(Expert.id).where(Expert.institution_id == actor.organization_id))
    return false()


def slot_times(event: MeetingEvent) -> tuple[SlotTime, ...]:
    """All slots of an event whose numbers are fixed."""
    assert event.slots is not None
    assert event.minutes is not None
    assert event.pause is not None
    length = timedelta(minutes=event.minutes)
    starts = [event.starts(number, event.minutes, event.pause) for number in range(event.slots)]
    return tuple(SlotTime(number, begins, begins + length) for number, begins in enumerate(starts))


def schedule_of(*, work: Work, plan: Plan) -> Schedule:
    """The talks of a plan that stand and that the caller may see."""
    event = event_of(plan)
    slots = slot_times(event)
    query = select(Talk).where(Talk.plan_id == plan.id, Talk.state != CANCELLED, talks_in_scope(work.actor))
    talks = work.session.scalars(query.order_by(Talk.slot, Talk.table_number)).all()
    experts = experts_by_key(work, {talk.expert_id for talk in talks})
    enterprises = organizations_by_key(work, {talk.enterprise_id for talk in talks})
    keys = {key for talk in talks for key in talk.need_ids}
    query_of_needs = select(Need).where(Need.id.in_(keys)).options(joinedload(Need.organization))
    needs = {row.id: row for row in work.session.scalars(query_of_needs)}
    rows = [
        TalkRow(
            talk,
            experts[talk.expert_id],
            enterprises[talk.enterprise_id],
            tuple(needs[key] for key in talk.need_ids if key in needs),
            slots[talk.slot],
        )
        for talk in talks
    ]
    assert event.tables is not None
    return Schedule(plan, event, slots, event.tables, tuple(rows), work.actor.sees_all)


def _grouped(rows: list[TalkRow], side: str) -> dict[int, list[TalkRow]]:
    found: dict[int, list[TalkRow]] = {}
    for row in rows:
        found.setdefault(getattr(row, side).id, []).append(row)
    for mine in found.values():
        mine.sort(key=lambda row: row.talk.slot)
    return found
