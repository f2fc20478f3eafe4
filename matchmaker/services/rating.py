"""Rating a visit: both sides are asked after it took place, by personal link; an enterprise also in its portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from matchmaker.errors import InvalidInput, NotFound, WrongState
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Feedback, Invitation, Organization, Plan, Visit
from matchmaker.models.codes import Role
from matchmaker.services.feedback import ENTERPRISE, EXPERT, SIDES, give_feedback, store_feedback
from matchmaker.services.invitations.errors import LinkUnknown
from matchmaker.services.invitations.records import RATING, invite
from matchmaker.services.invitations.times import end_of
from matchmaker.services.party import Party
from matchmaker.services.personal_link import Opened, require_open
from matchmaker.services.planning.access import DONE
from matchmaker.services.scope import require_role
from matchmaker.services.visit import RECORDERS
from matchmaker.services.work import Work

LINK_LIFE = timedelta(days=45)


def ask_rating(*, work: Work, visit: Visit, side: str) -> Invitation:
    """The invitation by which a side of a visit that took place is asked for its word; it is open for 45 days."""
    require_role(work, "rating.ask", *RECORDERS)
    if visit.state != DONE:
        raise WrongState(kind="visit", state=visit.state)
    if side not in SIDES:
        problem = N_("There is no such side; known are: %(known)s.")
        raise InvalidInput(field="side", problem=problem, known=", ".join(SIDES))
    plan = work.session.get_one(Plan, visit.plan_id)
    campaign = work.session.get_one(Campaign, plan.campaign_id)
    party: Party = (
        work.session.get_one(Expert, visit.expert_id)
        if side == EXPERT
        else work.session.get_one(Organization, visit.enterprise_id)
    )
    until = end_of(work.today() + LINK_LIFE)
    return invite(work=work, campaign=campaign, party=party, purpose=RATING, plan=plan, answer_until=until)


def visits_to_rate(*, opened: Opened) -> list[tuple[Visit, Feedback | None]]:
    """The visits of the link's party that took place, each with its word so far. LinkUnknown for another link."""
    if opened.invitation.purpose != RATING or opened.plan is None:
        raise LinkUnknown
    own = Visit.expert_id if isinstance(opened.party, Expert) else Visit.enterprise_id
    query = select(Visit).where(Visit.plan_id == opened.plan.id, Visit.state == DONE, own == opened.party.id)
    visits = list(opened.work.session.scalars(query.order_by(Visit.on_date, Visit.id)))
    words = select(Feedback).where(
        Feedback.visit_id.in_([visit.id for visit in visits]), Feedback.side == side_of_link(opened)
    )
    said = {row.visit_id: row for row in opened.work.session.scalars(words)}
    return [(visit, said.get(visit.id)) for visit in visits]


def rate_by_link(*, opened: Opened, ref: str, rating: int, text: str = "") -> Feedback:
    """Store the party's word on one of its visits."""
    visits = {visit.ref: visit for visit, _ in visits_to_rate(opened=opened)}
    require_open(opened)
    if ref not in visits:
        raise NotFound(kind="visit", ref=ref)
    row = store_feedback(work=opened.work, subject=visits[ref], side=side_of_link(opened), rating=rating, text=text)
    opened.invitation.answered_at = opened.invitation.updated_at = opened.work.now()
    return row


@dataclass(frozen=True)
class OwnVisit:
    """A visit that took place at the actor's enterprise. `said`: its word so far."""

    visit: Visit
    expert: str
    said: Feedback | None


def own_visits(*, work: Work, campaign: Campaign) -> list[OwnVisit]:
    """The visits of a round that took place at the actor's enterprise, the newest first; others have none."""
    if work.actor.role is not Role.ENTERPRISE:
        return []
    query = (
        select(Visit, Expert.name)
        .join(Plan, Plan.id == Visit.plan_id)
        .join(Expert, Expert.id == Visit.expert_id)
        .where(Plan.campaign_id == campaign.id, Visit.state == DONE)
        .where(Visit.enterprise_id == work.actor.organization_id)
    )
    rows = work.session.execute(query.order_by(Visit.on_date.desc(), Visit.id)).all()
    words = select(Feedback).where(Feedback.visit_id.in_([row.Visit.id for row in rows]), Feedback.side == ENTERPRISE)
    said = {row.visit_id: row for row in work.session.scalars(words)}
    return [OwnVisit(row.Visit, row.name, said.get(row.Visit.id)) for row in rows]


def rate_own_visit(*, work: Work, campaign: Campaign, ref: str, rating: int, text: str = "") -> Feedback:
    """What the actor's enterprise says of one of its visits; NotFound for another's, or one still to come."""
    visits = {one.visit.ref: one.visit for one in own_visits(work=work, campaign=campaign)}
    if ref not in visits:
        raise NotFound(kind="visit", ref=ref)
    return give_feedback(work=work, subject=visits[ref], side=ENTERPRISE, rating=rating, text=text)


def side_of_link(opened: Opened) -> str:
    """Whose word it is."""
    return EXPERT if isinstance(opened.party, Expert) else ENTERPRISE
