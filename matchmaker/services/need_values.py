"""The fields of a need that a caller may set, and how they are checked before they are stored."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from matchmaker.errors import InvalidInput
from matchmaker.identity import content_key
from matchmaker.interchange.values.phones import parse_phones
from matchmaker.locale import N_
from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality

TITLE_LENGTH = 300
TITLE_FROM_LENGTH = 40
TEXT_LENGTH = 20_000
MAX_KEYWORDS = 10


class NeedValues(TypedDict, total=False):
    """Any part of a need; a part that is not given stays as it is. Funds in 万元."""

    title: str
    problem: str
    indicators: str
    goal: str
    background: str
    keywords: list[str]
    activity_kind: str | None
    cooperation_mode: str | None
    wishes: list[str]
    funds_low: Decimal | None
    funds_high: Decimal | None
    funds_text: str | None
    window_from: date | None
    window_to: date | None
    window_text: str | None
    wanted_partners: str | None
    confidentiality: Confidentiality
    contact_name: str | None
    contact_mobile: str | None
    contact_email: str | None
    public_title: str | None
    public_text: str | None


TEXTS = ("problem", "indicators", "goal", "background", "public_text")
# Changing one of these changes what is searched and whether two needs are the same.
MATCHED = ("title", "problem", "indicators", "goal")


def checked(values: NeedValues) -> dict[str, Any]:
    """`values` stripped and checked; InvalidInput names the first field that cannot be taken."""
    result: dict[str, Any] = dict(values)
    for name in ("title", "public_title", *TEXTS):
        if isinstance(result.get(name), str):
            result[name] = result[name].strip()
            _check_length(name, result[name])
    if "keywords" in result:
        result["keywords"] = [word.strip() for word in result["keywords"] if word.strip()][:MAX_KEYWORDS]
    if result.get("contact_mobile"):
        result["contact_mobile"] = _mobile(result["contact_mobile"])
    _check_window(result)
    _check_funds(result)
    return result


def title_from(problem: str) -> str:
    """A title made of the first sentence of the problem, for the form of three boxes.

    One that is too long ends behind a part of the sentence where there is one, never inside a number or a Latin word.
    """
    first = problem.strip().splitlines()[0] if problem.strip() else ""
    first = re.split(r"[。！？!?；;]|\.(?=\s|$)", first)[0]
    if len(first) <= TITLE_FROM_LENGTH:
        return first
    cut = first[: TITLE_FROM_LENGTH - 1]
    if part := re.match(r"(.{12,})[，、,：:]", cut):
        return part[1] + "…"
    whole = cut if re.match(r"[^0-9A-Za-z]", first[len(cut) :]) else re.sub(r"[0-9A-Za-z.%\-]+$", "", cut)
    return (whole.rstrip() or cut) + "…"


def key_of(need: Need) -> str:
    """The content key of a need: the same title and texts are a repeat."""
    return content_key(need.title, "\n".join((need.problem, need.indicators, need.goal)))


def _check_length(name: str, text: str) -> None:
    limit = TITLE_LENGTH if name.endswith("title") else TEXT_LENGTH
    if len(text) > limit:
        raise InvalidInput(
            field=name,
            problem=N_("The text has %(length)s characters, at most %(limit)s fit: shorten it or attach a file."),
            length=len(text),
            limit=limit,
        )
    if "\x00" in text:
        raise InvalidInput(field=name, problem=N_("The text holds a character that cannot be stored (NUL)."))


def telephone(text: str) -> str | None:
    """A number as people dial it in China: 11 digits of a mobile, or area code, dash, number; None if it is neither."""
    digits = re.sub(r"\D", "", text)
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    if re.fullmatch(r"1\d{10}", digits):
        return digits
    found = [phone for phone in parse_phones(text).value.phones if phone.kind != "unchecked"]
    return found[0].number.replace("+86", "" if found[0].kind == "mobile" else "0", 1) if found else None


def _mobile(text: str) -> str:
    found = telephone(text)
    if found is None:
        problem = N_("This is no telephone number: write 11 digits, for example 13800000000.")
        raise InvalidInput(field="contact_mobile", problem=problem)
    return found


def _check_window(result: dict[str, Any]) -> None:
    start, end = result.get("window_from"), result.get("window_to")
    if start and end and end < start:
        raise InvalidInput(field="window_to", problem=N_("The end of the time window is before its beginning."))


def _check_funds(result: dict[str, Any]) -> None:
    low, high = result.get("funds_low"), result.get("funds_high")
    if low is not None and low < 0:
        raise InvalidInput(field="funds_low", problem=N_("An amount cannot be negative."))
    if low is not None and high is not None and high < low:
        raise InvalidInput(field="funds_high", problem=N_("The upper amount is below the lower one."))
