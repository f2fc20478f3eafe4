"""Orders of the planners (必须 / 禁止): set, drop and list who must meet and who must not, in every plan of a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Organization, Plan, PlanOrder, Visit
from matchmaker.services.audit import audit
from matchmaker.services.planning.access import DRAFT, PLANNED, PUBLISHED, require_planner
from matchmaker.services.planning.rules import KINDS
from matchmaker.services.planning.standing import MUST, MUST_NOT
from matchmaker.services.work import Work

_LONGEST_WHY = 300


@dataclass(frozen=True)
class NewOrder:
    """`kind` must or must_not. Visits and meetings: an expert and an enterprise; trips and pairs: an institution and
    an enterprise or a whole chain. A must may name the day, or the slot of a meeting.
    """

    plan_kind: str
    kind: str
    expert: Expert | None = None
    institution: Organization | None = None
    enterprise: Organization | None = None
    chain_code: str | None = None
    on_date: date | None = None
    slot: int | None = None
    why: str = ""


def set_order(*, work: Work, campaign: Campaign, new: NewOrder) -> PlanOrder:
    """Store an order; one about the same two takes the place of those before it."""
    require_planner(work=work, campaign=campaign, action="plan_order.set")
    _check(new)
    for row in _about_the_same(work, campaign, new):
        _delete(work, row)
    now = work.now()
    row = PlanOrder(
        ref=work.new_ref(),
        campaign_id=campaign.id,
        plan_kind=new.plan_kind,
        kind=new.kind,
        expert_id=new.expert.id if new.expert else None,
        institution_id=new.institution.id if new.institution else None,
        enterprise_id=new.enterprise.id if new.enterprise else None,
        chain_code=new.chain_code,
        on_date=new.on_date,
        slot=new.slot,
        why=new.why.strip()[:_LONGEST_WHY],
        made_by_id=work.actor.user_id,
        created_at=now,
        updated_at=now,
    )
    work.session.add(row)
    work.session.flush()
    audit(work=work, action="plan_order.set", subject=row, after=_told(work, row), why=row.why)
    _mark_visits(work, row)
    return row


def drop_order(*, work: Work, order: PlanOrder, why: str = "") -> None:
    """Take an order back."""
    campaign = work.session.get_one(Campaign, order.campaign_id)
    require_planner(work=work, campaign=campaign, action="plan_order.drop")
    audit(work=work, action="plan_order.drop", subject=order, before=_told(work, order), why=why)
    _delete(work, order)


def orders_of(*, work: Work, campaign: Campaign, plan_kind: str) -> Sequence[PlanOrder]:
    """The orders for one kind of plan, the oldest first."""
    require_planner(work=work, campaign=campaign, action="plan_order.read")
    query = select(PlanOrder).where(PlanOrder.campaign_id == campaign.id, PlanOrder.plan_kind == plan_kind)
    return work.session.scalars(query.order_by(PlanOrder.id)).all()


def get_order(*, work: Work, ref: str) -> PlanOrder:
    """The order with this reference; NotFound if there is none. Its round's planners only."""
    row = work.session.scalars(select(PlanOrder).where(PlanOrder.ref == ref)).one_or_none()
    if row is None:
        raise NotFound(kind="plan_order", ref=ref)
    campaign = work.session.get_one(Campaign, row.campaign_id)
    require_planner(work=work, campaign=campaign, action="plan_order.read")
    return row


def _check(new: NewOrder) -> None:
    if new.plan_kind not in KINDS or new.kind not in (MUST, MUST_NOT):
        problem = N_("There is no such order; known are: %(known)s.")
        raise InvalidInput(field="kind", problem=problem, known=f"{MUST}, {MUST_NOT}")
    if (new.expert is None) is (new.institution is None) or (new.enterprise is None) is (new.chain_code is None):
        raise InvalidInput(field="enterprise", problem=N_("An order is about exactly two parties."))
    if new.kind == MUST_NOT and (new.on_date is not None or new.slot is not None):
        raise InvalidInput(field="on_date", problem=N_("Who must not meet must not meet on any day: leave it out."))


def _about_the_same(work: Work, campaign: Campaign, new: NewOrder) -> Sequence[PlanOrder]:
    query = select(PlanOrder).where(
        PlanOrder.campaign_id == campaign.id,
        PlanOrder.plan_kind == new.plan_kind,
        PlanOrder.expert_id == (new.expert.id if new.expert else None),
        PlanOrder.institution_id == (new.institution.id if new.institution else None),
        PlanOrder.enterprise_id == (new.enterprise.id if new.enterprise else None),
        PlanOrder.chain_code == new.chain_code,
    )
    return work.session.scalars(query).all()


def _delete(work: Work, row: PlanOrder) -> None:
    work.session.delete(row)
    work.session.flush()
    _mark_visits(work, row, gone=True)


def _mark_visits(work: Work, order: PlanOrder, *, gone: bool = False) -> None:
    """Let the visits of drafts and of the published plan show whether they are locked."""
    if order.plan_kind != "visits":
        return
    plans = select(Plan.id).where(Plan.campaign_id == order.campaign_id, Plan.state.in_((DRAFT, PUBLISHED)))
    query = select(Visit).where(
        Visit.plan_id.in_(plans),
        Visit.state == PLANNED,
        Visit.expert_id == order.expert_id,
        Visit.enterprise_id == order.enterprise_id,
    )
    for visit in work.session.scalars(query):
        visit.locked = not gone and order.kind == MUST and order.on_date in (None, visit.on_date)


def _told(work: Work, row: PlanOrder) -> dict[str, object]:
    """An order by references of records."""
    session = work.session
    expert = session.get(Expert, row.expert_id) if row.expert_id else None
    house = session.get(Organization, row.institution_id) if row.institution_id else None
    enterprise = session.get(Organization, row.enterprise_id) if row.enterprise_id else None
    told = {
        "plan": row.plan_kind,
        "kind": row.kind,
        "expert": expert.ref if expert else None,
        "institution": house.ref if house else None,
        "enterprise": enterprise.ref if enterprise else None,
        "chain": row.chain_code,
        "on_date": row.on_date,
        "slot": row.slot,
    }
    return {name: value for name, value in told.items() if value is not None}
