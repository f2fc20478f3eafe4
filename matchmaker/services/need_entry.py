"""A need as somebody types it into a form: texts in, checked values out, with everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from matchmaker.errors import InvalidInput
from matchmaker.interchange.values.amounts import parse_amount
from matchmaker.interchange.values.credit_codes import parse_credit_code
from matchmaker.interchange.values.emails import parse_emails
from matchmaker.locale import N_
from matchmaker.models.codes import Confidentiality
from matchmaker.services import need_values
from matchmaker.services.classification import Code
from matchmaker.services.need_values import NeedValues
from matchmaker.services.work import Work

FIELDS_SCHEME = "fields_form12"
MOST_KEYWORDS = 5
LONGEST_KEYWORD = 20
# Texts that go into columns of a bounded length.
LONGEST = {"organization_name": 200, "contact_name": 64, "wanted_partners": 300, "funds_text": 120}
# Taken as they stand; an empty one of the second row is no value at all.
NEED_TEXTS = ("title", "problem", "indicators", "goal", "background")
OPTIONAL_TEXTS = ("wanted_partners", "contact_name")
TEXTS = (
    *NEED_TEXTS, *OPTIONAL_TEXTS, "contact_mobile", "contact_email", "funds_text", "activity_kind", "cooperation_mode",
    "confidentiality", "window_from", "window_to", "organization_name", "uscc", "county_code",
)  # fmt: skip
LISTS = ("keywords", "wishes", "fields")
MISSING = {
    "problem": N_("Describe the problem in one or two sentences."),
    "organization_name": N_("Write the name of your enterprise."),
    "contact_mobile": N_("Write a mobile number: the county's officer calls back if something is unclear."),
}


@dataclass(frozen=True)
class Typed:
    """What stands in the form: fields of TEXTS and of LISTS; one that the form does not have is absent."""

    texts: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class NeedEntry:
    """`values` and `codes` for the need, the rest for its organization. `errors`: field -> what is wrong with it.

    What is wrong is not among the values: a draft keeps all that can be kept.
    """

    values: NeedValues
    codes: tuple[Code, ...] | None
    organization_name: str
    uscc: str | None
    county_code: str | None
    zone_code: str | None
    errors: Mapping[str, InvalidInput] = field(default_factory=dict)


def read_need_entry(*, work: Work, typed: Typed, required: Sequence[str] = ()) -> NeedEntry:
    """Check every field of `typed`; those `required` must hold something. Raises nothing: see `NeedEntry.errors`."""
    errors: dict[str, InvalidInput] = {}
    texts = {name: _storable(name, text, errors) for name, text in typed.texts.items() if name in TEXTS}
    values: dict[str, Any] = {name: texts[name] for name in NEED_TEXTS if name in texts}
    values |= {name: texts[name] or None for name in OPTIONAL_TEXTS if name in texts}
    for name, read in _READERS.items():
        if name in texts:
            _take(values, errors, name, read, work, texts[name])
    values |= _lists(work, typed, errors)
    _check_window(values, errors)
    organization: dict[str, Any] = {}
    for name, read in (("uscc", _uscc), ("county_code", _place)):
        _take(organization, errors, name, read, work, texts.get(name, ""))
    for name in required:
        if not texts.get(name) and name not in errors:
            errors[name] = InvalidInput(field=name, problem=MISSING[name])
    county, zone = organization.get("county_code") or _place_in_name(work, texts.get("organization_name", ""))
    return NeedEntry(
        values=cast(NeedValues, {name: value for name, value in values.items() if name not in errors}),
        codes=tuple(Code(FIELDS_SCHEME, code) for code in typed.lists["fields"]) if _good(typed, errors) else None,
        organization_name=texts.get("organization_name", ""),
        uscc=organization.get("uscc"),
        county_code=county,
        zone_code=zone,
        errors=errors,
    )


def _good(typed: Typed, errors: Mapping[str, InvalidInput]) -> bool:
    return "fields" in typed.lists and "fields" not in errors


def _take(
    into: dict[str, Any],
    errors: dict[str, InvalidInput],
    name: str,
    read: Callable[[Work, str], Any],
    work: Work,
    text: str,
) -> None:
    try:
        found = read(work, text)
    except InvalidInput as error:
        errors.setdefault(name, error)
        return
    into |= found if name == "funds_text" else {name: found}


def _storable(name: str, text: str, errors: dict[str, InvalidInput]) -> str:
    """`text` without the space around it; an error if a column cannot hold it."""
    stripped = text.strip()
    limit = LONGEST.get(name, need_values.TITLE_LENGTH if name == "title" else need_values.TEXT_LENGTH)
    if "\x00" in stripped:
        problem = N_("The text holds a character that cannot be stored (NUL).")
        errors[name] = InvalidInput(field=name, problem=problem)
        return ""
    if len(stripped) > limit:
        problem = N_("The text has %(length)s characters, at most %(limit)s fit: shorten it or attach a file.")
        errors[name] = InvalidInput(field=name, problem=problem, length=len(stripped), limit=limit)
    return stripped


def _mobile(work: Work, text: str) -> str | None:
    if not text:
        return None
    return str(need_values.checked({"contact_mobile": text})["contact_mobile"])


def _email(work: Work, text: str) -> str | None:
    if not text:
        return None
    found = parse_emails(text).value
    if len(found) != 1 or len(found[0]) > 254:
        raise InvalidInput(field="contact_email", problem=N_("This is not an e-mail address: check it."))
    return found[0]


def _funds(work: Work, text: str) -> dict[str, Any]:
    """Amounts as people write them; what is no amount stays as text."""
    amount = parse_amount(text).value if text else None
    low, high = (amount.low, amount.high) if amount else (None, None)
    return {"funds_text": text or None, "funds_low": low, "funds_high": high}


def _choice(name: str, scheme: str, group: str | None = None) -> Callable[[Work, str], str | None]:
    def read(work: Work, text: str) -> str | None:
        if text:
            _require_code(work, name, scheme, group, text)
        return text or None

    return read


def _require_code(work: Work, name: str, scheme: str, group: str | None, code: str) -> None:
    known = work.schemes(scheme)
    if code not in known or (group is not None and known.get(code).group != group):
        raise InvalidInput(field=name, problem=N_("Choose one of the entries of the list."))


def _confidentiality(work: Work, text: str) -> Confidentiality:
    if not text:
        return Confidentiality.COUNTY
    _require_code(work, "confidentiality", "confidentiality_levels", None, text)
    return Confidentiality(text)


def _day(name: str) -> Callable[[Work, str], date | None]:
    def read(work: Work, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise InvalidInput(field=name, problem=N_("Write the day as 2026-11-24.")) from error

    return read


def _uscc(work: Work, text: str) -> str | None:
    code = parse_credit_code(text).value if text else None
    if text and code is None:
        problem = N_("This is no valid credit code: check its 18 characters, or leave it out.")
        raise InvalidInput(field="uscc", problem=problem)
    return code


def _place(work: Work, text: str) -> tuple[str | None, str | None] | None:
    """(county, zone) of a code of either list; a zone counts for the county it lies in."""
    if not text:
        return None
    zones = work.schemes("zones")
    if text in zones:
        return zones.get(text).parent, text
    if text not in work.schemes("divisions"):
        raise InvalidInput(field="county_code", problem=N_("Choose one of the entries of the list."))
    return text, None


def _place_in_name(work: Work, name: str) -> tuple[str | None, str | None]:
    """The county that an enterprise carries in its name (新泰市甲有限公司), if it is one only and named in full."""
    divisions = work.schemes("divisions")
    named = {term.code for term in divisions if term.parent is not None and term.zh in name}
    return (named.pop(), None) if len(named) == 1 else (None, None)


def _lists(work: Work, typed: Typed, errors: dict[str, InvalidInput]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    try:
        if "keywords" in typed.lists:
            values["keywords"] = _keywords(typed.lists["keywords"])
        for code in typed.lists.get("wishes", ()):
            _require_code(work, "wishes", "cooperation_modes", "wish", code)
        for code in typed.lists.get("fields", ()):
            _require_code(work, "fields", FIELDS_SCHEME, None, code)
    except InvalidInput as error:
        errors[str(error.params["field"])] = error
        return values
    if "wishes" in typed.lists:
        values["wishes"] = list(dict.fromkeys(typed.lists["wishes"]))
    return values


def _keywords(words: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if len(kept) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD or "\x00" in word for word in kept):
        problem = N_("One to %(most)s keywords of at most %(limit)s characters.")
        raise InvalidInput(field="keywords", problem=problem, most=MOST_KEYWORDS, limit=LONGEST_KEYWORD)
    return kept


def _check_window(values: Mapping[str, Any], errors: dict[str, InvalidInput]) -> None:
    start, end = values.get("window_from"), values.get("window_to")
    if start and end and end < start:
        problem = N_("The end of the time window is before its beginning.")
        errors["window_to"] = InvalidInput(field="window_to", problem=problem)


# field -> what makes its value, or raises InvalidInput
_READERS: dict[str, Callable[[Work, str], Any]] = {
    "contact_mobile": _mobile,
    "contact_email": _email,
    "funds_text": _funds,
    "activity_kind": _choice("activity_kind", "need_kinds"),
    "cooperation_mode": _choice("cooperation_mode", "cooperation_modes", "solving"),
    "confidentiality": _confidentiality,
    "window_from": _day("window_from"),
    "window_to": _day("window_to"),
}
