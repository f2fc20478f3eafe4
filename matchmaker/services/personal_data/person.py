"""A person about whom something is held: an expert (or team), or somebody named as a contact of an organization."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select

from matchmaker.errors import NotFound
from matchmaker.identity import name_key, text_hash
from matchmaker.models import Contact, Expert, Need, Organization
from matchmaker.models.codes import Role
from matchmaker.services.need_list import contains
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

EXPERT, CONTACT = "expert", "contact"
KEEPERS = (Role.ADMINISTRATOR,)
KEY_LENGTH = 16
# A search finds at most so many records of each kind.
LIMIT = 50


@dataclass(frozen=True)
class Person:
    """`owner` is the expert, or the organization of the contact; `key` tells the contacts of one organization apart.

    `contacts` are the rows with their numbers and addresses, `needs` those that name them as the one to ask.
    """

    kind: str
    owner: Expert | Organization
    name: str
    contacts: Sequence[Contact]
    needs: Sequence[Need] = ()
    key: str = ""

    @property
    def reach(self) -> frozenset[str]:
        """Every number and address by which the person can be reached."""
        rows = [(row.mobile, row.telephone, row.email, row.wechat) for row in self.contacts]
        rows += [(need.contact_mobile, None, need.contact_email, None) for need in self.needs]
        return frozenset(value for row in rows for value in row if value)


def expert_person(*, work: Work, ref: str) -> Person:
    """The expert `ref`. Administrators only; NotFound if there is none."""
    require_role(work, "person.read", *KEEPERS)
    row = work.session.scalars(select(Expert).where(Expert.ref == ref)).first()
    if row is None:
        raise NotFound(kind="expert", ref=ref)
    return _of_expert(row)


def contact_person(*, work: Work, ref: str, key: str) -> Person:
    """The contact `key` of the organization `ref`. Administrators only; NotFound if there is none."""
    require_role(work, "person.read", *KEEPERS)
    row = work.session.scalars(select(Organization).where(Organization.ref == ref)).first()
    found = next((one for one in contacts_of(work, row) if one.key == key), None) if row is not None else None
    if found is None:
        raise NotFound(kind="contact", ref=key)
    return found


def find_people(*, work: Work, words: str) -> list[Person]:
    """Experts and contacts whose name holds `words`, or whose number or address is `words`. Administrators only."""
    require_role(work, "person.read", *KEEPERS)
    words = words.strip()
    if not words:
        return []
    named, reached = Contact.name.like(contains(words), escape="\\"), _reached_by(words)
    matching = list(work.session.scalars(select(Contact).where(or_(named, reached)).limit(LIMIT)))
    expert_ids = {row.expert_id for row in matching if row.expert_id is not None}
    called = or_(Expert.name.like(contains(words), escape="\\"), Expert.id.in_(expert_ids))
    experts = work.session.scalars(select(Expert).where(called).order_by(Expert.name, Expert.id).limit(LIMIT))
    asked = select(Need).where(
        or_(Need.contact_name.like(contains(words), escape="\\"), Need.contact_mobile == words,
            Need.contact_email == words)
    ).limit(LIMIT)  # fmt: skip
    ids = {row.organization_id for row in matching} | {need.organization_id for need in work.session.scalars(asked)}
    organizations = work.session.scalars(select(Organization).where(Organization.id.in_(ids - {None})))
    people = [one for row in organizations for one in contacts_of(work, row)]
    return [*map(_of_expert, experts), *(one for one in people if words in one.name or words in one.reach)]


def contacts_of(work: Work, organization: Organization) -> list[Person]:
    """The people whom the organization's contacts and needs name; the same name is the same person."""
    groups: dict[str, _Group] = {}
    for row in organization.contacts:
        groups.setdefault(_group_key(row.name, row.mobile, row.telephone, row.email, row.wechat), _Group()).add(row)
    asked = select(Need).where(
        Need.organization_id == organization.id,
        or_(Need.contact_name.isnot(None), Need.contact_mobile.isnot(None), Need.contact_email.isnot(None)),
    )
    for need in work.session.scalars(asked.order_by(Need.id)):
        key = _group_key(need.contact_name, need.contact_mobile, need.contact_email)
        groups.setdefault(key, _Group()).add(need)
    return [
        Person(CONTACT, organization, group.name, tuple(group.contacts), tuple(group.needs),
               contact_key(organization.ref, key))
        for key, group in groups.items() if key
    ]  # fmt: skip


def contact_key(ref: str, called: str) -> str:
    """What tells a contact from the others of the organization `ref`; it does not tell their name."""
    return text_hash(f"{ref}\x1f{called}")[:KEY_LENGTH]


@dataclass
class _Group:
    """Rows that name one person."""

    contacts: list[Contact] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)

    def add(self, row: Contact | Need) -> None:
        if isinstance(row, Contact):
            self.contacts.append(row)
        else:
            self.needs.append(row)

    @property
    def name(self) -> str:
        names: Iterable[str | None] = (*(c.name for c in self.contacts), *(n.contact_name for n in self.needs))
        return next((name for name in names if name), "")


def _group_key(name: str | None, *reach: str | None) -> str:
    return name_key(name or "") or next((f"\x1f{value}" for value in reach if value), "")


def _of_expert(row: Expert) -> Person:
    return Person(EXPERT, row, row.name, tuple(row.contacts))


def _reached_by(words: str) -> ColumnElement[bool]:
    return or_(Contact.mobile == words, Contact.telephone == words, Contact.email == words, Contact.wechat == words)
