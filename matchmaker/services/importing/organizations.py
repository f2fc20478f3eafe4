"""Rows of organizations, and the employers that rows of needs and experts name."""

from __future__ import annotations

from typing import Any

from matchmaker.interchange import Contact as ContactRow
from matchmaker.interchange import OrganizationRow
from matchmaker.models import Contact, Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.audit import differences
from matchmaker.services.classification import Code
from matchmaker.services.importing.codes import code_value
from matchmaker.services.importing.result import RowResult
from matchmaker.services.need_values import telephone
from matchmaker.services.organization import (
    NewOrganization,
    create_organization,
    edit_organization,
    find_organization,
)
from matchmaker.services.work import Work

UNNAMED = "（未填写单位）"


def write_organization(*, work: Work, row: OrganizationRow, source: str) -> RowResult:
    """Create or update the organization of a row of a table of organizations."""
    kind = OrganizationKind(row.kind.code) if row.kind else OrganizationKind.ENTERPRISE
    known = find_organization(session=work.session, name=row.name, kind=kind, uscc=row.uscc)
    values, codes = _values(row), _codes(row)
    if known is None:
        created = create_organization(work=work, new=_new(row, kind, source))
        _add_contact(work, created, row.contact)
        return RowResult(row.row, "taken", created)
    filled = {name: value for name, value in values.items() if value not in (None, "", [])}
    before, _ = differences(known, filled)
    added = _add_contact(work, known, row.contact)
    if not before and not added:
        return RowResult(row.row, "unchanged", known)
    edit_organization(work=work, organization=known, values=filled, codes=codes or None)
    return RowResult(row.row, "updated", known)


def employer_of(*, work: Work, row: OrganizationRow | None, kind: OrganizationKind) -> Organization:
    """The organization a row names, created as 待核实 if it is not known; what is new about it is filled in."""
    if row is None:
        unnamed = NewOrganization(kind=kind, name=UNNAMED)
        return find_organization(session=work.session, name=UNNAMED) or create_organization(work=work, new=unnamed)
    stated = OrganizationKind(row.kind.code) if row.kind else kind
    known = find_organization(session=work.session, name=row.name, kind=stated, uscc=row.uscc)
    if known is None:
        known = create_organization(work=work, new=_new(row, stated, None))
    else:
        _fill_gaps(work, known, row)
    _add_contact(work, known, row.contact)
    return known


def institution_named(*, work: Work, name: str) -> Organization:
    """The university or institute of this name, created if it is not known."""
    known = find_organization(session=work.session, name=name)
    if known is not None:
        return known
    university = name.endswith(("大学", "学院", "University", "College"))
    kind = OrganizationKind.UNIVERSITY if university else OrganizationKind.INSTITUTE
    return create_organization(work=work, new=NewOrganization(kind=kind, name=name))


def _new(row: OrganizationRow, kind: OrganizationKind, source: str | None) -> NewOrganization:
    values = _values(row)
    return NewOrganization(
        kind=kind,
        name=row.name,
        uscc=values.pop("uscc"),
        county_code=values.pop("county_code"),
        zone_code=values.pop("zone_code"),
        verified=row.uscc is not None,
        values={name: value for name, value in values.items() if value is not None},
        codes=_codes(row),
        source=source if row.external_id else None,
        external_id=row.external_id,
    )


def _values(row: OrganizationRow) -> dict[str, Any]:
    return {
        "uscc": row.uscc,
        "county_code": row.place.county if row.place else None,
        "zone_code": row.place.zone if row.place else None,
        "address": row.address or None,
        "website": row.website or None,
        "legal_representative": row.legal_representative or None,
        "industry": row.industry or None,
        "employees": row.employees,
        "profile": row.profile,
        "tags": list(row.tags),
        "schools": list(row.schools),
    }


def _codes(row: OrganizationRow) -> tuple[Code, ...]:
    return tuple(Code(item.scheme, item.code, item.text or None) for item in row.chains)


def _fill_gaps(work: Work, known: Organization, row: OrganizationRow) -> None:
    """A row of needs never overwrites what is known of its enterprise."""
    gaps = {
        name: value
        for name, value in _values(row).items()
        if value not in (None, "", []) and getattr(known, name) in (None, "", [])
    }
    if gaps:
        edit_organization(work=work, organization=known, values=gaps)


def _add_contact(work: Work, organization: Organization, row: ContactRow) -> bool:
    numbers = [telephone(phone.number) or phone.text for phone in row.phones]
    email = row.emails[0] if row.emails else None
    if not (numbers or email):
        return False
    known = {(contact.mobile, contact.email) for contact in organization.contacts}
    mobile = numbers[0] if numbers else None
    if (mobile, email) in known:
        return False
    now = work.now()
    contact = Contact(name=row.name, role=row.role or None, mobile=mobile, email=email, created_at=now, updated_at=now)
    organization.contacts.append(contact)
    return True


__all__ = ["code_value", "employer_of", "institution_named", "write_organization"]
