"""Visits (专家入企) that took place: recorded by hand, with the needs they served and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Need, Organization, Plan, Visit
from matchmaker.models.codes import MATCHED_STATES, Role
from matchmaker.services.audit import audit
from matchmaker.services.need_contact import begin_contact
from matchmaker.services.plan_record import check_took_place, plan_of_records
from matchmaker.services.scope import needs_in_scope, require_role
from matchmaker.services.work import Work

RECORDERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
DONE = "done"


@dataclass(frozen=True)
class NewVisit:
    """An expert was at an enterprise on a day, for some of its needs."""

    expert: Expert
    enterprise: Organization
    on_date: date
    needs: tuple[Need, ...] = ()
    findings: str = ""
    source: str | None = None
    external_id: str | None = None


def record_visit(*, work: Work, campaign: Campaign, new: NewVisit) -> Visit:
    """Store a visit that took place; the needs it served are in contact from now on."""
    require_role(work, "visit.record", *RECORDERS)
    check_took_place(work, new.on_date)
    if any(need.organization_id != new.enterprise.id for need in new.needs):
        raise InvalidInput(field="needs", problem=N_("These needs are not all of the enterprise that was visited."))
    plan = plan_of_records(work=work, campaign=campaign)
    if _known(work, plan, new) is not None:
        raise InvalidInput(field="on_date", problem=N_("This visit is recorded already."))
    now = work.now()
    row = Visit(
        ref=work.new_ref(),
        plan_id=plan.id,
        expert_id=new.expert.id,
        enterprise_id=new.enterprise.id,
        on_date=new.on_date,
        need_ids=sorted(need.id for need in new.needs),
        state=DONE,
        findings=new.findings.strip(),
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
    )
    work.session.add(row)
    work.session.flush()
    after = {"expert": new.expert.ref, "enterprise": new.enterprise.ref, "on_date": new.on_date}
    audit(work=work, action="visit.record", subject=row, after=after | {"needs": [need.ref for need in new.needs]})
    for need in new.needs:
        begin_contact(work=work, need=need)
    return row


def needs_open_at(*, work: Work, organizations: Sequence[Organization]) -> Sequence[Need]:
    """The needs of these enterprises that an expert could have come for, in the caller's scope, the newest first."""
    query = select(Need).where(
        needs_in_scope(work.actor),
        Need.organization_id.in_([row.id for row in organizations]),
        Need.state.in_(MATCHED_STATES),
    )
    return work.session.scalars(query.order_by(Need.id.desc())).all()


def visits_of_campaign(*, work: Work, campaign: Campaign) -> Sequence[Visit]:
    """The visits of a round that took place, in the order of their days."""
    query = select(Visit).join(Plan).where(Plan.campaign_id == campaign.id, Visit.state == DONE)
    return work.session.scalars(query.order_by(Visit.on_date, Visit.id)).all()


def _known(work: Work, plan: Plan, new: NewVisit) -> Visit | None:
    same = select(Visit).where(
        Visit.plan_id == plan.id,
        Visit.expert_id == new.expert.id,
        Visit.enterprise_id == new.enterprise.id,
        Visit.on_date == new.on_date,
    )
    return work.session.scalars(same).one_or_none()
