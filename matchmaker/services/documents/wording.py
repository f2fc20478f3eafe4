"""What official papers share: the issuer, who is addressed how, days in words, arrangements as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker.errors import InvalidInput
from matchmaker.interchange.writing.chinese_dates import chinese_date
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Organization
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.documents.arrangements import ARRANGEMENTS

ISSUER = N_("Science and technology bureau of Tai'an")
STAMP = N_("(stamp)")
NO_NUMBER = "〔%s〕　　号"
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
NUMERALS = "一二三四五六七八九十"
NOTHING_ARRANGED = N_("Our contact person will tell you the details of the reception in time.")
LONGEST = {"number": 60, "issuer": 60}


@dataclass(frozen=True)
class Heading:
    """What stands above and below an official paper. Empty: the bureau's name; a number to be filled in by hand."""

    dated: date
    number: str = ""
    issuer: str = ""

    def __post_init__(self) -> None:
        for name, most in LONGEST.items():
            if len(getattr(self, name)) > most:
                problem = N_("The text is too long: use at most %(most)s characters.")
                raise InvalidInput(field=name, problem=problem, most=most)

    @property
    def issuer_name(self) -> str:
        return self.issuer.strip() or render(ISSUER)

    @property
    def number_line(self) -> str:
        return self.number.strip() or NO_NUMBER % self.dated.year


def you(institution: Organization) -> str:
    """贵校 for a university, 贵单位 for everybody else."""
    return render(N_("your university") if institution.kind is OrganizationKind.UNIVERSITY else N_("your institution"))


def day_in_words(day: date) -> str:
    """2026年11月25日（星期三）"""
    return f"{chinese_date(day)}（{render(WEEKDAYS[day.weekday()])}）"


def days_in_words(days: Sequence[date]) -> str:
    """One day, or the first and the last."""
    first, last = min(days), max(days)
    if first == last:
        return day_in_words(first)
    return render(N_("%(first)s to %(last)s"), {"first": chinese_date(first), "last": chinese_date(last)})


def arranged(said: Mapping[str, str]) -> list[str]:
    """Each arrangement as a line; a sentence that says that none is known yet."""
    lines = [f"{render(text)}：{said[name]}" for name, text in ARRANGEMENTS.items() if said.get(name)]
    return lines or [render(NOTHING_ARRANGED)]


def numbered(place: int, text: str) -> str:
    """A heading of the first level: 一、..."""
    return f"{NUMERALS[place]}、{text}"
