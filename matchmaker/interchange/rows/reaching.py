"""Reads how to reach somebody, whichever of the contact columns a table has."""

from __future__ import annotations

import re

from matchmaker.interchange.rows.drafts import Contact
from matchmaker.interchange.rows.row_reader import RowReader
from matchmaker.interchange.values.emails import parse_emails
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.person_names import parse_names
from matchmaker.interchange.values.phones import Phone, parse_phones

_DIGITS = re.compile(r"\d{5}")
# Bounded, so that a long text without blanks is not searched from each of its signs to its end.
_ADDRESS = re.compile(r"\S{1,80}@\S{1,180}")
LONGEST_NAME = 12


def read_contact(reader: RowReader) -> Contact:
    """The contact of a row. Numbers may stand in the name's column, names and mail addresses in the number's."""
    names_text, phones_text = reader.text("contact_name"), reader.text("phone")
    emails_text = "\n".join(
        text for text in (reader.text("email"), *_ADDRESS.findall(f"{names_text} {phones_text}")) if text
    )
    phones, rest = _phones(reader, "phone", _ADDRESS.sub(" ", phones_text))
    if _DIGITS.search(names_text):
        more, names_text = _phones(reader, "contact_name", _ADDRESS.sub(" ", names_text))
        phones += more
    elif is_blank(names_text) and len(rest) <= LONGEST_NAME and not re.search(r"\d", rest):
        names_text = rest
    people = parse_names(names_text)
    return Contact(
        name="、".join(people.names),
        role=reader.line("contact_role") or people.role,
        phones=tuple(dict.fromkeys(phones)),
        emails=reader.keep("email", parse_emails(emails_text)),
    )


def _phones(reader: RowReader, field: str, text: str) -> tuple[tuple[Phone, ...], str]:
    if not re.search(r"\d", text):
        return (), text.strip()
    read = reader.keep(field, parse_phones(text))
    return read.phones, read.rest
