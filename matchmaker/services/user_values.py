"""What may stand in a user's fields, and which role belongs to what: an organization, a county, or neither."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Organization, User
from matchmaker.models.codes import OrganizationKind, Role

# No "@": a user name never looks like an e-mail address, so that signing in with either is unambiguous.
_USERNAME = re.compile(r"[^\W_][\w.-]{0,62}[^\W_]")
_MOBILE = re.compile(r"\+?[0-9][0-9 -]{3,30}")
_COUNTY = re.compile(r"[0-9]{6}")
_LONGEST_EMAIL = 254
_LONGEST_NAME = 64
LOCALES = ("zh_Hans_CN", "en")
# role -> kinds of organization its users belong to; roles that are not here belong to none
HOMES: dict[Role, frozenset[OrganizationKind]] = {
    Role.ENTERPRISE: frozenset({OrganizationKind.ENTERPRISE}),
    Role.LIAISON: frozenset({OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE}),
}


def sign_in_key(name: str) -> str:
    """User names and e-mail addresses as they are stored and compared: NFKC, lower case, no space around."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def checked_values(session: Session, values: dict[str, Any], user_id: int | None = None) -> dict[str, Any]:
    """`values` (any of username, display_name, email, mobile, locale) in the form in which they are stored.

    InvalidInput names the field that cannot be taken; `user_id` is the user they are for, if there is one already.
    """
    unknown = sorted(set(values) - set(_CHECKS))
    if unknown:
        raise InvalidInput(field=", ".join(unknown), problem=N_("This field cannot be changed here."))
    checked = {name: _CHECKS[name](value) for name, value in values.items()}
    for name, column in (("username", User.username), ("email", User.email)):
        if checked.get(name) is not None:
            taken = select(User.id).where(column == checked[name], User.id != (user_id or 0))
            if session.scalar(taken) is not None:
                raise InvalidInput(field=name, problem=N_("Another user has this already: choose another one."))
    return checked


def check_placement(role: Role, organization: Organization | None, county_code: str | None) -> None:
    """Raise InvalidInput unless a user of `role` may belong to just this organization and county."""
    homes = HOMES.get(role)
    if homes is None and organization is not None:
        problem = N_("Users of this role belong to no organization: leave it out.")
        raise InvalidInput(field="organization", problem=problem)
    if homes is not None and (organization is None or organization.kind not in homes):
        raise InvalidInput(
            field="organization",
            problem=N_("Users of this role belong to an organization of kind: %(kinds)s. Name one."),
            kinds=", ".join(sorted(homes)),
        )
    if role is Role.COUNTY and not (county_code and _COUNTY.fullmatch(county_code)):
        raise InvalidInput(field="county", problem=N_("County organizers need their county's code of six digits."))
    if role is not Role.COUNTY and county_code is not None:
        raise InvalidInput(field="county", problem=N_("Only county organizers have a county: leave it out."))


def _username(value: str) -> str:
    name = sign_in_key(value)
    if not _USERNAME.fullmatch(name):
        problem = N_("Use 2 to 64 letters, digits, dots and hyphens; begin and end with a letter or digit.")
        raise InvalidInput(field="username", problem=problem)
    return name


def _display_name(value: str) -> str:
    name = " ".join(value.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInput(field="display_name", problem=N_("Write the person's name in at most 64 characters."))
    return name


def _email(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    try:
        address = validate_email(sign_in_key(value), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidInput(field="email", problem=N_("This is not an e-mail address: check it.")) from error
    if len(address) > _LONGEST_EMAIL:
        raise InvalidInput(field="email", problem=N_("This is not an e-mail address: check it."))
    return address


def _mobile(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    number = unicodedata.normalize("NFKC", value).strip()
    if not _MOBILE.fullmatch(number):
        raise InvalidInput(field="mobile", problem=N_("This is not a telephone number: write digits only."))
    return number


def _locale(value: str | None) -> str | None:
    if value is not None and value not in LOCALES:
        problem = N_("There is no such language; known are: %(known)s.")
        raise InvalidInput(field="locale", problem=problem, known=", ".join(LOCALES))
    return value


# field -> what makes its stored form, or raises InvalidInput
_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "username": _username,
    "display_name": _display_name,
    "email": _email,
    "mobile": _mobile,
    "locale": _locale,
}
