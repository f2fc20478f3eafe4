"""Trips (赴××大学对接) that took place: a delegation of enterprises at an institution, recorded by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Delegate, Organization, Trip
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.audit import audit
from matchmaker.services.plan_record import check_took_place, plan_of_records
from matchmaker.services.scope import require_role
from matchmaker.services.visit import DONE, RECORDERS
from matchmaker.services.work import Work

INSTITUTIONS = (OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE)


@dataclass(frozen=True)
class NewTrip:
    """Enterprises went to an institution on a day; `leader` led the delegation."""

    institution: Organization
    on_date: date
    enterprises: tuple[Organization, ...]
    leader: str | None = None
    source: str | None = None
    external_id: str | None = None


def record_trip(*, work: Work, campaign: Campaign, new: NewTrip) -> Trip:
    """Store a trip that took place, with everyone who took part."""
    require_role(work, "trip.record", *RECORDERS)
    check_took_place(work, new.on_date)
    if new.institution.kind not in INSTITUTIONS:
        raise InvalidInput(field="institution", problem=N_("A delegation goes to a university or an institute."))
    if not new.enterprises:
        raise InvalidInput(field="enterprises", problem=N_("Name at least one enterprise that took part."))
    plan = plan_of_records(work=work, campaign=campaign)
    now = work.now()
    row = Trip(
        ref=work.new_ref(),
        plan_id=plan.id,
        institution_id=new.institution.id,
        on_date=new.on_date,
        leader=new.leader,
        state=DONE,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
    )
    members = {enterprise.id: enterprise for enterprise in new.enterprises}
    row.delegates = [Delegate(enterprise_id=key, state="took_part") for key in members]
    work.session.add(row)
    work.session.flush()
    after = {"institution": new.institution.ref, "on_date": new.on_date}
    refs = [enterprise.ref for enterprise in members.values()]
    audit(work=work, action="trip.record", subject=row, after=after | {"enterprises": refs})
    return row
