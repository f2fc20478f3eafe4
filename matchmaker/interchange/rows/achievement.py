"""A row as a draft of an achievement: a result of an expert or an institution that an enterprise could use."""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.identity import content_key, folded
from matchmaker.interchange.cells import one_line
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.classifying import read_classified
from matchmaker.interchange.rows.drafts import Contact, Draft
from matchmaker.interchange.rows.institution import Affiliated, affiliated
from matchmaker.interchange.rows.organization import organization_name
from matchmaker.interchange.rows.reaching import read_contact
from matchmaker.interchange.rows.row_reader import RowReader
from matchmaker.interchange.values.amounts import Amount, header_unit, parse_amount
from matchmaker.interchange.values.codes import parse_codes, parse_within
from matchmaker.interchange.values.keywords import parse_keywords
from matchmaker.interchange.values.person_names import parse_names
from matchmaker.interchange.values.read import Coded
from matchmaker.interchange.values.readiness import parse_readiness
from matchmaker.interchange.values.whole_numbers import parse_year

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementRow(Draft):
    """An achievement. `title` is as written; `short_title` leaves out the institution that it begins with.

    `institutions` may be empty; the first is the main one. `owners` are persons or teams that the row names. `price`
    is in 万元. `contract_kinds` say how it can be had (技术转让, 技术许可 ...).
    """

    title: str
    short_title: str
    text: str = ""
    institutions: tuple[str, ...] = ()
    school: str = ""
    owners: tuple[str, ...] = ()
    region: str = ""
    fields: tuple[Coded, ...] = ()
    chains: tuple[Coded, ...] = ()
    subfields: tuple[str, ...] = ()
    other_fields: tuple[str, ...] = ()
    form: Coded | None = None
    trl: int | None = None
    stage: Coded | None = None
    ip_state: Coded | None = None
    application: str = ""
    year: int | None = None
    price: Amount | None = None
    contract_kinds: tuple[Coded, ...] = ()
    contact: Contact = field(default_factory=Contact)
    profile_source: str = ""


def read_achievement(reader: RowReader) -> AchievementRow | Skipped:
    """A row of a table of achievements."""
    forms = reader.lists.scheme("achievement_forms")
    form = reader.lists.scheme("achievement_forms").find(reader.line("kind")) if reader.has("kind") else None
    coded = Coded(forms.name, form.code, reader.line("kind")) if form is not None else None
    given = reader.take("form", lambda text: parse_within(text, forms))
    return achievement(reader, title=one_line(reader.text("title")), text=reader.text("text"), form=given or coded)


def achievement(reader: RowReader, *, title: str, text: str, form: Coded | None) -> AchievementRow | Skipped:
    """A row as an achievement, whatever columns its title and text came from."""
    if not title and not text:
        return Skipped(reader.number, message("row.empty"))
    if not title:
        title = one_line(text)[:LONGEST_TITLE]
        reader.warn("title", message("title.from_text"))
    shown = _shortened(reader, title)
    taken_apart = taken_apart_by(reader, title)
    classified = read_classified(reader)
    stages, states = reader.lists.scheme("achievement_stages"), reader.lists.scheme("ip_states")
    contracts = reader.lists.scheme("contract_kinds")
    unit = header_unit(reader.header("price"))
    return AchievementRow(
        row=reader.number,
        content_key=content_key(title, text),
        name_key=folded(title),
        external_id=reader.line("external_id") or None,
        ordinal=reader.line("ordinal") or None,
        title=shown,
        short_title=taken_apart.name[:LONGEST_TITLE],
        text=text if shown == title else f"{title}\n{text}",
        institutions=taken_apart.institutions,
        school=reader.line("school") or taken_apart.school,
        owners=parse_names(reader.text("owner")).names,
        region=reader.line("region"),
        keywords=reader.take("keywords", parse_keywords),
        fields=classified.fields,
        chains=classified.chains,
        subfields=classified.subfields,
        other_fields=classified.other_fields,
        form=form,
        trl=reader.take_cell("trl", parse_readiness),
        stage=reader.take("stage", lambda given: parse_within(given, stages)),
        ip_state=reader.take("ip_state", lambda given: parse_within(given, states)),
        application=reader.text("application"),
        year=reader.take_cell("year", parse_year),
        price=reader.take_cell("price", lambda cell: parse_amount(cell, unit)),
        contract_kinds=reader.take("cooperation_mode", lambda given: parse_codes(given, contracts)),
        contact=read_contact(reader),
        profile_source=reader.line("profile_source"),
        note=reader.text("note"),
        original=reader.original,
        extra=reader.extra,
        warnings=tuple(reader.warnings),
    )


def taken_apart_by(reader: RowReader, title: str) -> Affiliated:
    """A title's institutions and rest; the column for the institution, where it says something, counts instead."""
    found = affiliated(title)
    given = tuple(
        dict.fromkeys(organization_name(line) for line in reader.text("institution").splitlines() if line.strip())
    )
    if not given:
        return found
    name = found.name if found.institutions and found.institutions[0] == given[0] else title
    return Affiliated(given, found.school if name != title else "", name)


def _shortened(reader: RowReader, title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    reader.warn("title", message("title.shortened", length=len(title), limit=LONGEST_TITLE))
    return title[: LONGEST_TITLE - 1] + "…"
