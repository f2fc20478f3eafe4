"""A row as a draft of an organization: an enterprise, a university, an institute, an agency or a bureau."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from matchmaker.identity import content_key, folded
from matchmaker.interchange.cells import one_line
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.classifying import read_classified
from matchmaker.interchange.rows.drafts import Contact, Draft
from matchmaker.interchange.rows.lists_in_text import listed
from matchmaker.interchange.rows.reaching import read_contact
from matchmaker.interchange.rows.row_reader import RowReader
from matchmaker.interchange.values.codes import parse_code
from matchmaker.interchange.values.credit_codes import parse_credit_code
from matchmaker.interchange.values.normal import parts
from matchmaker.interchange.values.places import Place, parse_place
from matchmaker.interchange.values.read import Coded
from matchmaker.interchange.values.whole_numbers import parse_count

_CHINESE_GAP = re.compile(r"(?<=[\u4e00-\u9fff（）()])\s+(?=[\u4e00-\u9fff（）()])")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRow(Draft):
    """An organization. Without a valid `uscc` it is to be verified (待核实) and may be merged later.

    `name` is as written but for blanks inside it. Of an enterprise named in a row of needs only what that row says.
    """

    name: str
    kind: Coded | None = None
    uscc: str | None = None
    place: Place | None = None
    address: str = ""
    website: str = ""
    legal_representative: str = ""
    industry: str = ""
    chains: tuple[Coded, ...] = ()
    tags: tuple[str, ...] = ()
    employees: int | None = None
    profile: str = ""
    schools: tuple[str, ...] = ()
    contact: Contact = field(default_factory=Contact)


def organization_name(text: str) -> str:
    """A name on one line, without blanks between Chinese signs."""
    return _CHINESE_GAP.sub("", one_line(text))


def read_place(reader: RowReader) -> Place | None:
    """The county and zone of a row; where its column is blank or missing, what the address says (silently)."""
    place = reader.take("county", lambda text: parse_place(text, reader.lists.gazetteer))
    if place is not None:
        return place
    found = parse_place(reader.line("address"), reader.lists.gazetteer).value
    return found if found is not None and found.county is not None else None


def read_uscc(reader: RowReader) -> str | None:
    """The credit code; a missing one is warned of only where the table has a column for it."""
    return reader.take_cell("uscc", parse_credit_code) if reader.has("uscc") else None


def read_organization(reader: RowReader) -> OrganizationRow | Skipped:
    """A row of a table of organizations."""
    name = organization_name(reader.text("name"))
    if not name:
        return Skipped(reader.number, message("row.no_name"))
    said = "\n".join(f"{key}:{text}" for key, text in sorted(reader.original.items()) if key != "ordinal")
    draft = replace(
        employer(reader, name),
        content_key=content_key(name, said),
        chains=read_classified(reader).chains,
        tags=parts(reader.text("tags")),
        employees=reader.take_cell("employees", parse_count),
        schools=listed(reader.text("schools")),
        external_id=reader.line("external_id") or None,
        ordinal=reader.line("ordinal") or None,
        note=reader.text("note"),
        original=reader.original,
        extra=reader.extra,
    )
    return replace(draft, warnings=tuple(reader.warnings))


def employer(reader: RowReader, name: str) -> OrganizationRow:
    """The organization that a row names, with what the row says of it; warnings stay with the reader."""
    kinds = reader.lists.scheme("organization_kinds")
    return OrganizationRow(
        row=reader.number,
        name=name,
        name_key=folded(name),
        content_key=content_key(name, ""),
        kind=reader.take("organization_kind", lambda text: parse_code(text, kinds)),
        uscc=read_uscc(reader),
        place=read_place(reader),
        address=reader.line("address"),
        website=reader.line("website"),
        legal_representative=reader.line("legal_representative"),
        industry=reader.line("industry"),
        profile=reader.text("profile"),
        contact=read_contact(reader),
    )
