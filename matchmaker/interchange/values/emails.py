"""E-mail addresses in a cell."""

from __future__ import annotations

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.read import Read

_CANDIDATE = re.compile(r"[^\s;；,，、/|<>()（）:：]{1,80}@[^\s;；,，、/|<>()（）:：]{1,180}")
LONGEST = 400


def parse_emails(text: str) -> Read[tuple[str, ...]]:
    """The valid addresses of a cell in its order, normalised; what is not valid comes as a warning.

    Whether a domain exists is not asked (nothing leaves the machine); it needs a dot.
    """
    if is_blank(text):
        return Read(())
    flat = unicodedata.normalize("NFKC", text[:LONGEST])
    found: dict[str, None] = {}
    warnings: list[Message] = []
    for candidate in _CANDIDATE.findall(flat):
        address = _valid(candidate.rstrip("."))
        if address is None:
            warnings.append(message("email.invalid", text=candidate[:80]))
        else:
            found.setdefault(address)
    if not found and not warnings:
        warnings.append(message("email.invalid", text=text[:80]))
    return Read(tuple(found), tuple(warnings))


def _valid(candidate: str) -> str | None:
    try:
        checked = validate_email(candidate, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    return checked.normalized if "." in checked.domain else None
