"""Feedback (评价): how both sides rate a visit or a suggestion, from 1 to 5 with a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Feedback, Organization, Plan, Suggestion, Visit
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

ORGANIZERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
ENTERPRISE, EXPERT = "enterprise", "expert"
SIDES = (ENTERPRISE, EXPERT)
RATINGS = range(1, 6)
_LONGEST = 2000


def give_feedback(*, work: Work, subject: Visit | Suggestion, side: str, rating: int, text: str = "") -> Feedback:
    """Store the rating of one side (1 poor ... 5 very good); a second one takes the first one's place.

    An enterprise rates what concerned it, for itself only; organizers record either side's word. Holders of personal
    links rate through `matchmaker.services.rating`.
    """
    _require_side(work, subject, side)
    return store_feedback(work=work, subject=subject, side=side, rating=rating, text=text)


def store_feedback(*, work: Work, subject: Visit | Suggestion, side: str, rating: int, text: str = "") -> Feedback:
    """Store the rating of whoever may give it (checked by the caller)."""
    if rating not in RATINGS:
        raise InvalidInput(field="rating", problem=N_("Choose a number from 1 (poor) to 5 (very good)."))
    if len(text) > _LONGEST:
        problem = N_("The text is too long: use at most %(most)s characters.")
        raise InvalidInput(field="text", problem=problem, most=_LONGEST)
    now = work.now()
    row = work.session.scalars(select(Feedback).where(_about(subject), Feedback.side == side)).one_or_none()
    before = {} if row is None else {"side": side, "rating": row.rating}
    if row is None:
        row = Feedback(side=side, created_at=now, **_pointer(subject))
        work.session.add(row)
    row.rating, row.text, row.updated_at = rating, text.strip(), now
    work.session.flush()
    after = {"side": side, "rating": rating}
    audit(work=work, action="feedback.give", subject=subject, before=before, after=after)
    return row


def feedback_on(*, work: Work, subject: Visit | Suggestion) -> Sequence[Feedback]:
    """What both sides said of a visit or suggestion; organizers and auditors see both, an enterprise its own word."""
    query = select(Feedback).where(_about(subject)).order_by(Feedback.side)
    if work.actor.role is Role.ENTERPRISE:
        if _enterprise_id(subject) != work.actor.organization_id:
            raise Forbidden(action="feedback.read")
        return work.session.scalars(query.where(Feedback.side == ENTERPRISE)).all()
    require_role(work, "feedback.read", *ORGANIZERS, Role.AUDITOR)
    return work.session.scalars(query).all()


@dataclass(frozen=True)
class Ratings:
    """How often one side rated the visits of a round, and the mean of its ratings (None without any)."""

    side: str
    count: int
    mean: float | None


def visit_ratings(*, work: Work, campaign_id: int) -> tuple[Ratings, ...]:
    """The ratings of a round's visits, of each side; for a county organizer those at enterprises of its county."""
    require_role(work, "feedback.read", *ORGANIZERS, Role.AUDITOR)
    query = (
        select(Feedback.side, func.count(), func.avg(Feedback.rating))
        .join(Visit, Visit.id == Feedback.visit_id)
        .join(Plan, Plan.id == Visit.plan_id)
        .where(Plan.campaign_id == campaign_id)
        .group_by(Feedback.side)
    )
    if not work.actor.sees_all:
        places = select(Organization.id).where(Organization.county_code == work.actor.county_code)
        query = query.where(Visit.enterprise_id.in_(places))
    found = {side: (count, float(mean)) for side, count, mean in work.session.execute(query)}
    return tuple(Ratings(side, *found.get(side, (0, None))) for side in SIDES)


def _require_side(work: Work, subject: Visit | Suggestion, side: str) -> None:
    if side not in SIDES:
        problem = N_("There is no such side; known are: %(known)s.")
        raise InvalidInput(field="side", problem=problem, known=", ".join(SIDES))
    actor = work.actor
    if actor.role is Role.ENTERPRISE:
        if side != ENTERPRISE or _enterprise_id(subject) != actor.organization_id:
            raise Forbidden(action="feedback.give")
    else:
        require_role(work, "feedback.give", *ORGANIZERS)


def _enterprise_id(subject: Visit | Suggestion) -> int | None:
    if isinstance(subject, Visit):
        return subject.enterprise_id
    return subject.need.organization_id if subject.need is not None else subject.enterprise_id


def _about(subject: Visit | Suggestion) -> ColumnElement[bool]:
    return Feedback.visit_id == subject.id if isinstance(subject, Visit) else Feedback.suggestion_id == subject.id


def _pointer(subject: Visit | Suggestion) -> dict[str, int]:
    return {"visit_id" if isinstance(subject, Visit) else "suggestion_id": subject.id}
