"""The fields of an outcome that a caller may set, and how they are checked before they are stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Outcome
from matchmaker.services.work import Work

EDITABLE = frozenset(
    {"level", "contract_kind", "amount", "amount_received", "registration_number", "evidence_sha256",
     "older_than_contact", "joint_platform", "vice_president", "signed_on", "note"}
)  # fmt: skip
PAID = "paid"
CONTRACT_LEVELS = ("contract", PAID)
LARGEST = Decimal(10) ** 8
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_NUMBER = 64


def checked_outcome(work: Work, values: Mapping[str, Any], present: Outcome | None = None) -> dict[str, Any]:
    """`values` in the form in which they are stored; what is not given is taken from `present` for the checks.

    InvalidInput names the first field that cannot be taken; UnknownCode a level or kind that is not in its list.
    """
    unknown = sorted(set(values) - EDITABLE)
    if unknown:
        raise InvalidInput(field=", ".join(unknown), problem=N_("This field cannot be changed here."))
    result = dict(values)
    for name in ("note", "registration_number"):
        if isinstance(result.get(name), str):
            result[name] = result[name].strip()
    if "registration_number" in result:
        result["registration_number"] = result["registration_number"] or None
    whole = {name: result.get(name, getattr(present, name, None)) for name in EDITABLE}
    _check_codes(work, whole)
    if whole["level"] == PAID and whole["amount_received"] is None and whole["amount"] is not None:
        result["amount_received"] = whole["amount_received"] = whole["amount"]
    _check_amounts(whole)
    _check_evidence(work, whole)
    return result


def is_older_than_contact(signed_on: date | None, contact_days: Iterable[date]) -> bool:
    """Whether something was signed before the service brought the two sides together: then it is not its success."""
    first = min(contact_days, default=None)
    return signed_on is not None and first is not None and signed_on < first


def _check_codes(work: Work, whole: Mapping[str, Any]) -> None:
    work.schemes("outcome_levels").get(str(whole["level"]))
    if whole["contract_kind"] is not None:
        work.schemes("contract_kinds").get(whole["contract_kind"])
    elif whole["level"] in CONTRACT_LEVELS:
        raise InvalidInput(field="contract_kind", problem=N_("Say what kind of contract was signed."))


def _check_amounts(whole: Mapping[str, Any]) -> None:
    for name in ("amount", "amount_received"):
        if whole[name] is not None and not 0 <= whole[name] <= LARGEST:
            raise InvalidInput(field=name, problem=N_("This amount cannot be right: write it in units of 10,000 yuan."))
    if whole["amount_received"] is not None and whole["amount_received"] > (whole["amount"] or 0):
        problem = N_("More was received than was agreed on: correct one of both amounts.")
        raise InvalidInput(field="amount_received", problem=problem)


def _check_evidence(work: Work, whole: Mapping[str, Any]) -> None:
    if whole["signed_on"] is not None and whole["signed_on"] > work.today():
        raise InvalidInput(field="signed_on", problem=N_("This day has not come yet: record what has taken place."))
    if whole["evidence_sha256"] is not None and not _SHA256.fullmatch(whole["evidence_sha256"]):
        raise InvalidInput(field="evidence_sha256", problem=N_("This is not the SHA-256 of a file."))
    if whole["registration_number"] is not None and len(whole["registration_number"]) > _LONGEST_NUMBER:
        problem = N_("The number is too long: use at most %(most)s characters.")
        raise InvalidInput(field="registration_number", problem=problem, most=_LONGEST_NUMBER)
