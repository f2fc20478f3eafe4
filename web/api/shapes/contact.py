"""Contact data in answers: masked, unless it is disclosed; and as bodies give it."""

from __future__ import annotations

from typing import Any, Literal, Self, cast

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Contact, Need
from matchmaker.services.contact_disclosure import masked_account, masked_email, masked_name, masked_number
from matchmaker.services.contact_edit import ContactValues
from web.api.shapes.base import EMAIL, MOBILE, TELEPHONE, In, Out, line, matching

Disclosure = Literal["masked", "full"]
DISCLOSURE: Any = Field(
    description=N_(
        "Whether contact data is masked (138****5678). It is shown in full only where one record is read by itself, "
        "with the scope contacts:read; every such look is recorded."
    )
)


def disclosure(*, full: bool) -> Disclosure:
    return "full" if full else "masked"


class ContactOut(Out):
    """A way to reach somebody."""

    name: str | None
    role: str | None
    mobile: str | None
    telephone: str | None
    email: str | None
    wechat: str | None

    @classmethod
    def of(cls, row: Contact, *, full: bool) -> Self:
        if full:
            return cls(name=row.name, role=row.role, mobile=row.mobile, telephone=row.telephone, email=row.email,
                       wechat=row.wechat)  # fmt: skip
        return cls(
            name=masked_name(row.name),
            role=row.role,
            mobile=masked_number(row.mobile),
            telephone=masked_number(row.telephone),
            email=masked_email(row.email),
            wechat=masked_account(row.wechat),
        )


class NeedContactOut(Out):
    """Whom to ask about a need."""

    name: str | None
    mobile: str | None
    email: str | None

    @classmethod
    def of(cls, row: Need, *, full: bool) -> Self:
        if full:
            return cls(name=row.contact_name, mobile=row.contact_mobile, email=row.contact_email)
        return cls(
            name=masked_name(row.contact_name),
            mobile=masked_number(row.contact_mobile),
            email=masked_email(row.contact_email),
        )


class NeedContactIn(In):
    """Whom to ask about a need; what is left out stays as it is, null clears."""

    name: line(64) | None = None
    mobile: matching(MOBILE, 11) | None = None
    email: matching(EMAIL, 254) | None = None


class ContactIn(NeedContactIn):
    """How to reach an expert or organization; what is left out stays as it is, null clears."""

    role: line(64) | None = None
    telephone: matching(TELEPHONE, 32) | None = None
    wechat: line(64) | None = None


def contact_values(contact: ContactIn | None) -> ContactValues:
    """What was given, as the services take it; without a contact every part is taken away."""
    if contact is None:
        return {"name": None, "role": None, "mobile": None, "telephone": None, "email": None, "wechat": None}
    return cast(ContactValues, {name: getattr(contact, name) for name in contact.model_fields_set})
