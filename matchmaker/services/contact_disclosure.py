"""Contact data: masked by default, and in full only with an event that says who saw it (S6)."""

from __future__ import annotations

from matchmaker.models import Expert, Need, Organization
from matchmaker.services.audit import audit
from matchmaker.services.work import Work

MASK = "****"


def note_reveal(*, work: Work, subject: Need | Expert | Organization) -> None:
    """Write the event that the contact data of `subject` was shown in full, in the transaction that shows it."""
    audit(work=work, action="contact.reveal", subject=subject)


def masked_number(number: str | None) -> str | None:
    """A telephone number of which only the ends are left: 138****5678; a short one keeps its last two digits."""
    if not number:
        return number
    return f"{number[:3]}{MASK}{number[-4:]}" if len(number) >= 11 else f"{MASK}{number[-2:]}"


def masked_email(address: str | None) -> str | None:
    """An address of which the first sign and the host are left: l****@example.com."""
    if not address:
        return address
    name, _, host = address.partition("@")
    return f"{name[:1]}{MASK}@{host}" if host else MASK


def masked_name(name: str | None) -> str | None:
    """A person's name of which the first sign is left: 李**."""
    return f"{name[0]}**" if name else name


def masked_account(account: str | None) -> str | None:
    """Any other account (WeChat): nothing of it is left."""
    return MASK if account else account
