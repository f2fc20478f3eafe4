"""Whose an event is: the organization and the county that a record belongs to, so that both find it in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.models import Need, Organization, Pairing, Trip, Visit


@dataclass(frozen=True)
class Place:
    """The reference of the organization and the code of the county; None where a record has none, or several."""

    organization_ref: str | None = None
    county_code: str | None = None


def place_of(session: Session, subject: Any) -> Place:
    """The place of a record: its own, that of its need, of its enterprise, or of what it tells of."""
    if isinstance(subject, Organization):
        return Place(subject.ref, subject.county_code)
    own_county = getattr(subject, "county_code", None)
    if isinstance(subject, Trip):
        return _of_trip(session, subject)
    for attribute, kind, place in _WAYS:
        found = _related(session, subject, attribute, kind)
        if found is not None:
            there = place(session, found)
            return Place(there.organization_ref, own_county or there.county_code)
    return Place(None, own_county)


def _related(session: Session, subject: Any, attribute: str, kind: type[Any]) -> Any:
    """The row that `subject` points to by relationship (a new row may have no key yet) or by key."""
    related = getattr(subject, attribute, None)
    if isinstance(related, kind):
        return related
    key = getattr(subject, f"{attribute}_id", None)
    return session.get(kind, key) if key is not None else None


def _of_need(session: Session, need: Need) -> Place:
    return Place(need.organization.ref, need.county_code)


def _of_enterprise(_session: Session, organization: Organization) -> Place:
    return Place(organization.ref, organization.county_code)


def _of_record(session: Session, row: Visit | Pairing) -> Place:
    return place_of(session, row)


def _of_trip(session: Session, trip: Trip) -> Place:
    """A delegation: the county that all its enterprises are of, and the enterprise if it is only one."""
    members = [session.get_one(Organization, row.enterprise_id) for row in trip.delegates]
    refs, counties = {row.ref for row in members}, {row.county_code for row in members}
    return Place(refs.pop() if len(refs) == 1 else None, counties.pop() if len(counties) == 1 else None)


Way = tuple[str, type[Any], Callable[[Session, Any], Place]]
# attribute (or attribute_id) of a record -> what it points to -> the place of that; the first that is set counts
_WAYS: tuple[Way, ...] = (
    ("need", Need, _of_need),
    ("organization", Organization, _of_enterprise),
    ("enterprise", Organization, _of_enterprise),
    ("visit", Visit, _of_record),
    ("pairing", Pairing, _of_record),
)
