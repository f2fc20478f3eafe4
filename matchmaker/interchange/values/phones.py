"""Telephone numbers in a cell: several, mobile or landline, with extensions and with names beside them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

import phonenumbers

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.read import Read

COUNTRY = "CN"
AREA_CODE = "0538"

PhoneKind = Literal["mobile", "landline", "unchecked"]


@dataclass(frozen=True, slots=True)
class Phone:
    """A number. `number` is E.164 (+8613…), with “;ext=…” for an extension; what could not be checked is as written."""

    kind: PhoneKind
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers of a cell, and what else stood in it (a name)."""

    phones: tuple[Phone, ...] = ()
    rest: str = ""


_GAP = r"[\s\-‐–—.]?"
_CANDIDATE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?(?:1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
    rf"|[（(]?0\d{{2,3}}[）)]?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)(?:{_GAP}(?:转|ext\.?|分机)?{_GAP}\d{{1,6}}(?!\d))?"
    rf"|[48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}(?!\d)"
    rf"|[2-9]\d{{6,7}}(?!\d)(?:(?:转|-|ext\.?|分机)\d{{1,6}}(?!\d))?)"
    r"|\+(?!86)\d[\d\s-]{6,17}\d",
    re.IGNORECASE,
)
_MASKED = re.compile(r"\d{3,4}[*＊xX×]{2,}\d{0,4}")
_DIGITS = re.compile(r"\d[\d\s\-]{4,}\d|\d{5,}")
_LABELS = re.compile(
    r"(联系)?(手机|电话|座机|固话|办公|传真|微信|号码|联系方式|tel|mobile|phone)(号码?|同号)?\s*[:：]?", re.IGNORECASE
)
_EXTENSION = re.compile(r"(?:转|ext\.?|分机|-)(?=\d{1,6}$)", re.IGNORECASE)
_SEPARATORS = " \t\n;；,，、/／|()（）:：-—或和及.。"


def parse_phones(cell: Cell) -> Read[Phones]:
    """Read the numbers of a cell in its order, each once. Never loses one: what is not valid is kept `unchecked`."""
    text = unicodedata.normalize("NFKC", text_of(cell))
    if is_blank(text):
        return Read(Phones())
    found: dict[str, Phone] = {}
    warnings: list[Message] = []
    rest = text
    for pattern in (_MASKED, _CANDIDATE, _DIGITS):
        for match in list(pattern.finditer(rest)):
            written = match.group().strip()
            phone = Phone("unchecked", written, written) if pattern is _MASKED else _checked(written)
            found.setdefault(phone.number, phone)
            if phone.kind == "unchecked":
                code = "phone.masked" if pattern is _MASKED else "phone.invalid"
                warnings.append(message(code, text=written[:40]))
        rest = pattern.sub(" ", rest)
    rest = _LABELS.sub(" ", rest).strip(_SEPARATORS)
    if not found:
        return Read(Phones((), rest), (message("phone.invalid", text=text[:40]),))
    ordered = sorted(found.values(), key=lambda phone: text.find(phone.text))
    return Read(Phones(tuple(ordered), rest), tuple(warnings))


def _checked(written: str) -> Phone:
    """The number as the numbering plan knows it, else as written.

    Seven or eight digits are a local number, unless they begin as none does: 1381234 is a mobile's with digits missing.
    """
    plain = re.sub(r"[\s()]", "", written).replace("—", "-").replace("–", "-")
    # First as one number, since a dash may stand inside it (400-800-1234); then with an extension behind the dash.
    for attempt in (plain, _EXTENSION.sub(";ext=", plain)):
        main, mark, extension = attempt.partition(";ext=")
        digits = re.sub(r"\D", "", main)
        local = re.fullmatch(r"[2-9]\d{6,7}", digits)
        number = _valid((AREA_CODE + digits if local else main) + mark + extension)
        if number is not None:
            return _phone(number, written)
    return Phone("unchecked", written, written)


def _valid(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _phone(number: phonenumbers.PhoneNumber, written: str) -> Phone:
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    extension = f";ext={number.extension}" if number.extension else ""
    return Phone("mobile" if mobile else "landline", e164 + extension, written)
