"""Day sheets: for each expert, enterprise and institution what awaits them on a day, and whom to call once both agreed.

Before both sides agreed no contact stands on a sheet, and whoever did not confirm their profile is not named to the
other side. Every contact that a sheet shows is an event (S6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker.models import Expert, Organization, Plan
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.audit import audit
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.documents.program import Item, parties_of, program_of
from matchmaker.services.invitations.engagements import TRIP
from matchmaker.services.invitations.shown import (
    ShownContact,
    ShownNeed,
    contact_of,
    expert_for_enterprise,
    needs_for_outsider,
    needs_for_owner,
)
from matchmaker.services.party import ORGANIZERS, Party
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Person:
    """Somebody of the other side. `name` is empty until they may be named; `contact` None until both agreed."""

    name: str
    line: tuple[str, ...]
    contact: ShownContact | None


@dataclass(frozen=True)
class SheetEntry:
    """One thing of the day. `starts_at`: HH:MM, empty for the whole day. `address`: where an expert goes to.

    `agreed`: everybody of the other side and the party itself said yes.
    """

    kind: str
    starts_at: str
    place: str
    table: int | None
    address: str
    people: tuple[Person, ...]
    needs: tuple[ShownNeed, ...]
    arrangements: dict[str, str]
    agreed: bool


@dataclass(frozen=True)
class DaySheet:
    """Everything that one party has on one day."""

    party: Party
    on_date: date
    entries: tuple[SheetEntry, ...]


def day_sheets(
    *, work: Work, plans: Sequence[Plan], party: Party | None = None, on_date: date | None = None
) -> list[DaySheet]:
    """The sheets of one party or of everybody, of one day or of all, by day and name.

    Sheets that show contacts are an event; those that show none change nothing.
    """
    require_role(work, "document.day_sheet", *ORGANIZERS)
    items = program_of(work=work, plans=plans, party=party)
    sheets = []
    for day in sorted({item.engagement.on_date for item in items}):
        if on_date is not None and day != on_date:
            continue
        of_day = [item for item in items if item.engagement.on_date == day]
        for one in [party] if party is not None else parties_of(of_day):
            mine = [item for item in of_day if item.concerns(one)]
            sheets.append(DaySheet(one, day, tuple(_entry(work, one, item) for item in mine)))
    _note(work, plans, sheets)
    return sheets


def _note(work: Work, plans: Sequence[Plan], sheets: Sequence[DaySheet]) -> None:
    people = [person for sheet in sheets for entry in sheet.entries for person in entry.people]
    if not any(person.contact is not None for person in people):
        return
    for plan in plans:
        audit(work=work, action="document.day_sheet", subject=plan, after={"count": len(sheets)})


def _entry(work: Work, party: Party, item: Item) -> SheetEntry:
    one = item.engagement
    others = [other for other in one.others(party) if _of_other_side(party, other, one.kind)]
    agreed = [item.agreed(work, party, other) for other in others]
    host = next((other for other in others if _receives(other, one.kind)), None)
    return SheetEntry(
        kind=one.kind,
        starts_at=one.starts_at,
        place=one.place or (host.name if host is not None else ""),
        table=one.table,
        address=(host.address or "") if isinstance(host, Organization) and not one.place else "",
        people=tuple(_person(work, item, other, agreed=yes) for other, yes in zip(others, agreed, strict=True)),
        needs=tuple(_needs(work, party, item)),
        arrangements=item.arrangements,
        agreed=all(agreed),
    )


def _of_other_side(party: Party, other: Party, kind: str) -> bool:
    """On a trip the enterprises of a delegation are no strangers to be introduced to each other by telephone."""
    if kind != TRIP or not isinstance(party, Organization) or not isinstance(other, Organization):
        return True
    return (party.kind is OrganizationKind.ENTERPRISE) is not (other.kind is OrganizationKind.ENTERPRISE)


def _receives(other: Party, kind: str) -> bool:
    if not isinstance(other, Organization):
        return False
    return kind != TRIP or other.kind is not OrganizationKind.ENTERPRISE


def _person(work: Work, item: Item, other: Party, *, agreed: bool) -> Person:
    contact = contact_of(other) if agreed else None
    if contact is not None:
        note_reveal(work=work, subject=other)
    if isinstance(other, Expert):
        shown = expert_for_enterprise(other, accepted=item.accepted(other))
        line = tuple(part for part in (shown.institution, shown.title) if part)
        return Person(shown.name, line, contact)
    return Person(other.name, (), contact)


def _needs(work: Work, party: Party, item: Item) -> list[ShownNeed]:
    keys = item.engagement.need_ids
    if isinstance(party, Organization):
        return needs_for_owner(work=work, keys=keys, organization=party)
    return needs_for_outsider(work=work, keys=keys, accepted=item.accepted(party))
