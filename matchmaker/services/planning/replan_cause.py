"""What can happen to a published plan: each cause with the records that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import (
    Campaign,
    Expert,
    Need,
    Organization,
    Pairing,
    Plan,
    PlanOrder,
    Talk,
    Trip,
    Visit,
)
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.participation import conditions_of
from matchmaker.services.planning.standing import MUST
from matchmaker.services.work import Work

DECLINED, ANOTHER_DATE, CANCELLED = "declined", "another_date", "cancelled"
ANOTHER_SCHOOL = "another_school"
PARTY_OUT, PARTY_DATES, NEW_NEED, REVIEW = "party_out", "party_dates", "new_need", "review"
# the causes that end one visit (or trip, talk, pairing), or move it
OF_ONE = (DECLINED, ANOTHER_DATE, CANCELLED)
# these, and the one that keeps a pairing and changes its school
ABOUT_ONE = (*OF_ONE, ANOTHER_SCHOOL)
CAUSES = (*ABOUT_ONE, PARTY_OUT, PARTY_DATES, NEW_NEED, REVIEW)
# what a published plan of trips, pairings or a meeting can be worked out anew for
CAUSES_OF_OTHERS = (*OF_ONE, PARTY_OUT)
CAUSES_OF_VISITS = tuple(code for code in CAUSES if code != ANOTHER_SCHOOL)
CAUSES_OF_PAIRINGS = (*ABOUT_ONE, PARTY_OUT)
Item = Visit | Trip | Talk | Pairing
# name of an item in a stored cause -> its table
ITEMS: dict[str, type[Any]] = {"visit": Visit, "trip": Trip, "talk": Talk, "pairing": Pairing}
_LONGEST_WHY = 300


@dataclass(frozen=True)
class Cause:
    """`code` is one of CAUSES. declined, another_date and cancelled name the `visit` or, in other plans, the `item`;
    another_school the `item`, a pairing, and the `school` of the institution that should pair instead;
    party_out and party_dates the `party`, new_need the `need`; review looks for whatever no longer fits.

    `party` with a trip: the enterprise that does not go along, or the host; None for the whole trip. A chain that pairs
    no more is the `chain`. `by`: which side said so (expert, enterprise or institution, "" for an organizer); `dates`:
    the days offered instead; `colleague`: who could come instead, in their words.
    """

    code: str
    visit: Visit | None = None
    party: Expert | Organization | None = None
    need: Need | None = None
    by: str = ""
    dates: tuple[date, ...] = ()
    why: str = ""
    item: Trip | Talk | Pairing | None = None
    chain: str = ""
    colleague: str = ""
    school: str = ""

    @property
    def about(self) -> Item | None:
        return self.visit or self.item

    def document(self, work: Work) -> dict[str, Any]:
        """By references of records, as it is stored with the proposal."""
        found: dict[str, Any] = {"code": self.code, "by": self.by, "why": self.why.strip()[:_LONGEST_WHY]}
        if self.colleague.strip():
            found["colleague"] = self.colleague.strip()[:_LONGEST_WHY]
        if self.school.strip():
            found["school"] = self.school.strip()
        if self.dates:
            found["dates"] = sorted({day.isoformat() for day in self.dates})
        if self.about is not None:
            found |= _item_document(work, self.about)
        if self.party is not None:
            found[_side(self.party)] = self.party.ref
        if self.chain:
            found["chain"] = self.chain
        if self.need is not None:
            found |= {"need": self.need.ref,
                      "enterprise": work.session.get_one(Organization, self.need.organization_id).ref}  # fmt: skip
        return found


def _side(party: Expert | Organization) -> str:
    if isinstance(party, Expert):
        return "expert"
    return "enterprise" if party.kind is OrganizationKind.ENTERPRISE else "institution"


def _item_document(work: Work, item: Item) -> dict[str, Any]:
    """The item and its parties by reference."""
    session = work.session

    def house(key: int) -> str:
        return session.get_one(Organization, key).ref

    if isinstance(item, Trip):
        return {"trip": item.ref, "institution": house(item.institution_id), "on_date": item.on_date.isoformat()}
    if isinstance(item, Pairing):
        row = {"chain": item.chain_code} if item.chain_code else {"enterprise": house(item.enterprise_id or 0)}
        return {"pairing": item.ref, "institution": house(item.institution_id), **row}
    expert = session.get_one(Expert, item.expert_id).ref
    both = {"expert": expert, "enterprise": house(item.enterprise_id)}
    if isinstance(item, Talk):
        return {"talk": item.ref, **both}
    return {"visit": item.ref, **both, "on_date": item.on_date.isoformat()}


def check_cause(cause: Cause) -> None:
    """Raise InvalidInput for a cause that does not name what it is about."""
    if cause.code not in CAUSES:
        problem = N_("There is no such cause; known are: %(known)s.")
        raise InvalidInput(field="cause", problem=problem, known=", ".join(CAUSES))
    named = {"about": ABOUT_ONE, "party": (PARTY_OUT, PARTY_DATES), "need": (NEW_NEED,)}
    for name, codes in named.items():
        if cause.code in codes and getattr(cause, name) is None and not (name == "party" and cause.chain):
            raise InvalidInput(
                field="visit" if name == "about" else name, problem=N_("Say whom or what this is about.")
            )
    if cause.code == ANOTHER_DATE and not cause.dates:
        raise InvalidInput(field="dates", problem=N_("Name at least one other day."))
    if cause.code == ANOTHER_SCHOOL and not cause.school.strip():
        raise InvalidInput(field="school", problem=N_("Name the school that should work with them instead."))


@dataclass(frozen=True)
class FoundCause:
    """A stored cause with its records; `days` are the days offered that are still to come.

    `stand_in`: key of the expert who was found for the `colleague` and can come.
    """

    code: str
    visit: Visit | None
    expert: Expert | None
    enterprise: Organization | None
    by: str
    days: tuple[date, ...]
    why: str
    institution: Organization | None = None
    chain: str = ""
    item: Item | None = None
    colleague: str = ""
    school: str = ""
    stand_in: int | None = None

    @property
    def pair(self) -> tuple[int, int] | None:
        """The expert and the enterprise of the visit it is about."""
        if self.code not in OF_ONE or self.expert is None or self.enterprise is None:
            return None
        return self.expert.id, self.enterprise.id


def find_cause(*, work: Work, document: Mapping[str, Any]) -> FoundCause:
    """The cause of a stored proposal."""
    session = work.session

    def row(kind: type[Any], name: str) -> Any:
        ref = document.get(name)
        return session.scalars(select(kind).where(kind.ref == ref)).one_or_none() if ref else None

    days = (date.fromisoformat(text) for text in document.get("dates", ()))
    items = (row(kind, name) for name, kind in ITEMS.items())
    return FoundCause(
        code=document["code"],
        visit=row(Visit, "visit"),
        institution=row(Organization, "institution"),
        chain=document.get("chain", ""),
        item=next((one for one in items if one is not None), None),
        expert=row(Expert, "expert"),
        enterprise=row(Organization, "enterprise"),
        by=document.get("by", ""),
        days=tuple(sorted(day for day in days if day > work.today())),
        why=document.get("why", ""),
        colleague=document.get("colleague", ""),
        school=document.get("school", ""),
    )


def orders_given_up(*, work: Work, plan: Plan, cause: FoundCause) -> list[PlanOrder]:
    """The orders that cannot be kept because of the cause: life goes before a lock."""
    query = select(PlanOrder).where(
        PlanOrder.campaign_id == plan.campaign_id, PlanOrder.plan_kind == plan.kind, PlanOrder.kind == MUST
    )
    theirs = [row for row in work.session.scalars(query.order_by(PlanOrder.id)) if _is_about(row, cause)]
    if cause.code in (*ABOUT_ONE, PARTY_OUT):
        return theirs
    if cause.code != PARTY_DATES:
        return []
    party = cause.expert or cause.enterprise
    campaign = work.session.get_one(Campaign, plan.campaign_id)
    row = conditions_of(work=work, campaign=campaign, party=party) if party is not None else None
    days = set(row.dates) if row is not None else set()
    return [row for row in theirs if days and row.on_date is not None and row.on_date.isoformat() not in days]


def _is_about(order: PlanOrder, cause: FoundCause) -> bool:
    """Whether every party that the cause names is one of the order's."""
    named = {
        "expert_id": cause.expert.id if cause.expert is not None else None,
        "enterprise_id": cause.enterprise.id if cause.enterprise is not None else None,
        "institution_id": cause.institution.id if cause.institution is not None else None,
        "chain_code": cause.chain or None,
    }
    item = cause.item
    if isinstance(item, Trip) and cause.enterprise is None and order.enterprise_id not in _delegation(item):
        return False
    return any(named.values()) and all(getattr(order, name) == key for name, key in named.items() if key)


def _delegation(trip: Trip) -> set[int]:
    return {one.enterprise_id for one in trip.delegates}
