"""What can happen to a published plan of visits: each cause with what it bars, frees and touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Need, Organization, PlanOrder, Visit
from matchmaker.services.participation import conditions_of
from matchmaker.services.planning.standing import MUST
from matchmaker.services.work import Work

DECLINED, ANOTHER_DATE, CANCELLED = "declined", "another_date", "cancelled"
PARTY_OUT, PARTY_DATES, NEW_NEED, REVIEW = "party_out", "party_dates", "new_need", "review"
# the causes that end one visit, or move it
OF_A_VISIT = (DECLINED, ANOTHER_DATE, CANCELLED)
CAUSES = (*OF_A_VISIT, PARTY_OUT, PARTY_DATES, NEW_NEED, REVIEW)
_LONGEST_WHY = 300


@dataclass(frozen=True)
class Cause:
    """`code` is one of CAUSES. declined, another_date and cancelled name the `visit`, party_out and party_dates the
    `party`, new_need the `need`; review looks for whatever no longer fits.

    `by`: which side said so (expert or enterprise, "" for an organizer); `dates`: the days offered instead.
    """

    code: str
    visit: Visit | None = None
    party: Expert | Organization | None = None
    need: Need | None = None
    by: str = ""
    dates: tuple[date, ...] = ()
    why: str = ""

    def document(self, work: Work) -> dict[str, Any]:
        """By references of records, as it is stored with the proposal."""
        found: dict[str, Any] = {"code": self.code, "by": self.by, "why": self.why.strip()[:_LONGEST_WHY]}
        if self.dates:
            found["dates"] = sorted({day.isoformat() for day in self.dates})
        if self.visit is not None:
            found |= {
                "visit": self.visit.ref,
                "expert": work.session.get_one(Expert, self.visit.expert_id).ref,
                "enterprise": work.session.get_one(Organization, self.visit.enterprise_id).ref,
                "on_date": self.visit.on_date.isoformat(),
            }
        if self.party is not None:
            found["expert" if isinstance(self.party, Expert) else "enterprise"] = self.party.ref
        if self.need is not None:
            found |= {"need": self.need.ref,
                      "enterprise": work.session.get_one(Organization, self.need.organization_id).ref}  # fmt: skip
        return found


def check_cause(cause: Cause) -> None:
    """Raise InvalidInput for a cause that does not name what it is about."""
    if cause.code not in CAUSES:
        problem = N_("There is no such cause; known are: %(known)s.")
        raise InvalidInput(field="cause", problem=problem, known=", ".join(CAUSES))
    named = {"visit": OF_A_VISIT, "party": (PARTY_OUT, PARTY_DATES), "need": (NEW_NEED,)}
    for name, codes in named.items():
        if cause.code in codes and getattr(cause, name) is None:
            raise InvalidInput(field=name, problem=N_("Say whom or what this is about."))
    if cause.code == ANOTHER_DATE and not cause.dates:
        raise InvalidInput(field="dates", problem=N_("Name at least one other day."))


@dataclass(frozen=True)
class FoundCause:
    """A stored cause with the keys of its records; `days` are the days offered that are still to come."""

    code: str
    visit: Visit | None
    expert: Expert | None
    enterprise: Organization | None
    by: str
    days: tuple[date, ...]
    why: str

    @property
    def pair(self) -> tuple[int, int] | None:
        """The expert and the enterprise of the visit it is about."""
        if self.code not in OF_A_VISIT or self.expert is None or self.enterprise is None:
            return None
        return self.expert.id, self.enterprise.id


def find_cause(*, work: Work, document: Mapping[str, Any]) -> FoundCause:
    """The cause of a stored proposal."""
    session = work.session

    def row(kind: type[Any], name: str) -> Any:
        ref = document.get(name)
        return session.scalars(select(kind).where(kind.ref == ref)).one_or_none() if ref else None

    days = (date.fromisoformat(text) for text in document.get("dates", ()))
    return FoundCause(
        code=document["code"],
        visit=row(Visit, "visit"),
        expert=row(Expert, "expert"),
        enterprise=row(Organization, "enterprise"),
        by=document.get("by", ""),
        days=tuple(sorted(day for day in days if day > work.today())),
        why=document.get("why", ""),
    )


def orders_given_up(*, work: Work, campaign: Campaign, cause: FoundCause) -> list[PlanOrder]:
    """The orders that cannot be kept because of the cause: life goes before a lock."""
    query = select(PlanOrder).where(
        PlanOrder.campaign_id == campaign.id, PlanOrder.plan_kind == "visits", PlanOrder.kind == MUST
    )
    rows = list(work.session.scalars(query.order_by(PlanOrder.id)))
    if cause.pair is not None:
        return [row for row in rows if (row.expert_id, row.enterprise_id) == cause.pair]
    if cause.code not in (PARTY_OUT, PARTY_DATES):
        return []
    theirs = [row for row in rows if _is_about(row, cause)]
    if cause.code == PARTY_OUT:
        return theirs
    party = cause.expert or cause.enterprise
    row = conditions_of(work=work, campaign=campaign, party=party) if party is not None else None
    days = set(row.dates) if row is not None else set()
    return [row for row in theirs if days and row.on_date is not None and row.on_date.isoformat() not in days]


def _is_about(order: PlanOrder, cause: FoundCause) -> bool:
    if cause.expert is not None:
        return order.expert_id == cause.expert.id
    return cause.enterprise is not None and order.enterprise_id == cause.enterprise.id
