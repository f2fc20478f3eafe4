"""Acts that bring institutions, enterprises and their contacts into the registry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.codes import codes_of, zone_code
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import contact_person, credit_code, drawn, mobile_number
from matchmaker.demo.need_life import posting_moment
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.demo.story_time import moment, workdays_after
from matchmaker.models import Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.contact_edit import ContactValues, set_contact
from matchmaker.services.organization import NewOrganization, create_organization, verify_organization
from matchmaker.services.work import TAIAN

REGISTRY_OPENS = datetime(2025, 2, 10, 8, 30, tzinfo=TAIAN)
EARLIER = timedelta(minutes=15)


def institution_acts(data: DemoData) -> Iterator[Act]:
    """All institutions, on the morning on which the registry opens."""
    for place, row in enumerate(data.rows("institution")):
        at = REGISTRY_OPENS + timedelta(minutes=place)
        yield act(f"institution:{row['key']}", at, partial(_create_institution, row))


def enterprise_acts(data: DemoData) -> Iterator[Act]:
    """Each enterprise when it first appears, its contact, and its confirmation by an organizer if it has one."""
    first = first_moments(data)
    for count, row in enumerate(data.rows("enterprise"), start=1):
        key, at = row["key"], first[row["key"]]
        yield act(f"enterprise:{key}", at, partial(_create_enterprise, row, count))
        if row["verified"]:
            checked = moment(workdays_after(at.date(), 1), f"{key}:verify", hours=(9, 11))
            confirm = partial(_verify_enterprise, row, count)
            yield act(f"enterprise:{key}:verify", at + EARLIER if has_account(data, key) else checked, confirm)


def first_moments(data: DemoData) -> dict[str, datetime]:
    """When each enterprise is first heard of: just before its first need, before anything it took part in."""
    found: dict[str, datetime] = {}
    for need in data.rows("need"):
        _lower(found, need["enterprise"], posting_moment(need) - EARLIER)
    for table in ("visit", "trip", "pairing"):
        for row in data.rows(table):
            members = row.get("enterprises", [row["enterprise"]] if "enterprise" in row else [])
            for key in members:
                _lower(found, key, _days_before(row.get("date") or row["signed"], key))
    for account in data.rows("account"):
        if account["role"] == "enterprise":
            _lower(found, account["organization"], REGISTRY_OPENS + timedelta(minutes=40))
    return found


def has_account(data: DemoData, organization: str) -> bool:
    """Whether somebody of this organization has a demo account."""
    return any(row.get("organization") == organization for row in data.rows("account"))


def _lower(found: dict[str, datetime], key: str, at: datetime) -> None:
    found[key] = min(at, found.get(key, at))


def _days_before(day: date, key: str) -> datetime:
    return moment(day - timedelta(days=drawn(f"{key}:before", 8, 20)), f"{key}:first")


def _create_institution(row: Row, scene: Scene) -> None:
    new = NewOrganization(
        kind=OrganizationKind(row["kind"]),
        name=row["name"],
        county_code=row.get("county"),
        values={
            "profile": row["profile"],
            "schools": row["schools"],
            "email_domain": row["email_domain"],
            "address": row["city"],
        },
        source=SOURCE,
        external_id=row["key"],
    )
    create_organization(work=scene.work(), new=new)


def _create_enterprise(row: Row, count: int, scene: Scene) -> None:
    work = scene.work() if has_account(scene.data, row["key"]) else scene.enterprise(row["key"])
    new = NewOrganization(
        kind=OrganizationKind.ENTERPRISE,
        name=row["name"],
        county_code=row["county"],
        zone_code=zone_code(work, row),
        values={
            "industry": row["industry"],
            "tags": row["tags"],
            "employees": row.get("employees") or None,
            "profile": row["profile"],
            "website": row.get("website"),
        },
        codes=codes_of(work, "chains", row["chains"]),
        source=SOURCE,
        external_id=row["key"],
    )
    organization = create_organization(work=work, new=new)
    name, position = contact_person(row["key"])
    contact = ContactValues(name=name, role=position, mobile=mobile_number(count))
    set_contact(work=scene.work(), owner=organization, values=contact)


def _verify_enterprise(row: Row, count: int, scene: Scene) -> None:
    organization = scene.row(Organization, row["key"])
    work = scene.work() if has_account(scene.data, row["key"]) else scene.organizer(row["county"])
    verify_organization(work=work, organization=organization, uscc=credit_code(count))
