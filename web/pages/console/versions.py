"""Whether what somebody acts on is still what they saw: the version in the form against that of the record."""

from __future__ import annotations

from typing import Protocol

from flask import request

from matchmaker.errors import Conflicting, InvalidInput
from matchmaker.locale import N_


class Versioned(Protocol):
    version: int


def check_version(record: Versioned, what: str) -> None:
    """Raise Conflicting if the record was changed since its form was shown; the form says `version`."""
    given = request.form.get("version", "")
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise InvalidInput(field="version", problem=N_("Load the page again and repeat your step."))
    if int(given) != record.version:
        raise Conflicting(what=what)
