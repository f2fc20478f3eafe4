"""行程安排: what one party does on which day, as a Word paper to hand out or to send; of a delegation, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matchmaker.errors import NotFound
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Expert, Plan
from matchmaker.services.audit import audit
from matchmaker.services.documents.day_sheet import DaySheet, Person, SheetEntry, day_sheets
from matchmaker.services.documents.wording import Heading, arranged, day_in_words
from matchmaker.services.party import Party
from matchmaker.services.work import Work

if TYPE_CHECKING:
    from matchmaker.interchange.writing.official import OfficialDocument

TITLE = N_("Itinerary of %(name)s")
HEADS = (N_("Time"), N_("Place"), N_("With"), N_("What it is about"))
WIDTHS = (14, 32, 28, 26)
KINDS = {
    "visit": N_("visit"),
    "talk": N_("talk"),
    "trip": N_("delegation"),
}
WHOLE_DAY = N_("all day")
TABLE = N_("Table %(number)s")
UNNAMED = N_("an expert, named once they accept")
HIDDEN_NEED = N_("a technical need, explained by the enterprise itself")
CALL = N_("Contact of %(name)s: %(contact)s")


def itinerary(*, work: Work, plans: Sequence[Plan], party: Party, heading: Heading) -> bytes:
    """The .docx of everything that these plans hold for the party; NotFound if that is nothing."""
    from matchmaker.interchange.writing.official import OfficialDocument  # 8 MB, only where one is written

    sheets = day_sheets(work=work, plans=plans, party=party)
    if not sheets:
        raise NotFound(kind="party", ref=party.ref)
    for plan in plans:
        audit(work=work, action="document.itinerary", subject=plan, after={"to": party.ref})
    title = render(TITLE, {"name": party.name})
    paper = OfficialDocument(title=title, issuer=heading.issuer_name, made_at=work.now())
    paper.title(title)
    if isinstance(party, Expert):
        about = " ".join(part for part in (party.institution.name if party.institution else "", party.title) if part)
        if about:
            paper.addressee(about)
    for sheet in sheets:
        _day(paper, sheet)
    paper.signature(heading.dated)
    return paper.content()


def _day(paper: OfficialDocument, sheet: DaySheet) -> None:
    paper.heading(day_in_words(sheet.on_date))
    paper.table([render(head) for head in HEADS], [_row(entry) for entry in sheet.entries], WIDTHS)
    said: dict[str, str] = {}
    for entry in sheet.entries:
        for name, text in entry.arrangements.items():
            if text not in said.get(name, "").split("；"):
                said[name] = "；".join(part for part in (said.get(name), text) if part)
    for line in arranged(said):
        paper.paragraph(line)
    for entry in sheet.entries:
        for person in entry.people:
            if person.contact is not None:
                who = " ".join(part for part in (person.contact.name, person.contact.mobile) if part)
                paper.paragraph(render(CALL, {"name": person.name, "contact": who}))


def _row(entry: SheetEntry) -> list[str]:
    table = render(TABLE, {"number": entry.table}) if entry.table is not None else ""
    place = "\n".join(part for part in (entry.place, table, entry.address) if part)
    needs = "；".join(need.title or render(HIDDEN_NEED) for need in entry.needs)
    return [
        entry.starts_at or render(WHOLE_DAY),
        place or render(KINDS[entry.kind]),
        "\n".join(_named(person) for person in entry.people),
        needs,
    ]


def _named(person: Person) -> str:
    about = "，".join(person.line)
    name = person.name or render(UNNAMED)
    return f"{name}（{about}）" if about else name
