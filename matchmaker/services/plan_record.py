"""The plan that holds what took place in a round and was recorded by hand, beside the plans that were computed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Plan
from matchmaker.services.work import Work

RECORD = "record"


def plan_of_records(*, work: Work, campaign: Campaign) -> Plan:
    """The round's plan of kind `record`; made when the first thing is recorded."""
    query = select(Plan).where(Plan.campaign_id == campaign.id, Plan.kind == RECORD)
    plan = work.session.scalars(query).one_or_none()
    if plan is None:
        now = work.now()
        plan = Plan(
            ref=work.new_ref(),
            campaign_id=campaign.id,
            name=campaign.name,
            kind=RECORD,
            state="published",
            published_at=now,
            created_at=now,
            updated_at=now,
        )
        work.session.add(plan)
        work.session.flush()
    return plan


def check_took_place(work: Work, on_date: date) -> None:
    """Raise InvalidInput for a day that has not come yet."""
    if on_date > work.today():
        raise InvalidInput(field="on_date", problem=N_("This day has not come yet: record what has taken place."))
