"""The day, place and hours of a meeting (对接洽谈会), and who is asked to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.services.work import TAIAN

NUMBERS = ("tables", "slots", "minutes")
_LONGEST_PLACE = 120


@dataclass(frozen=True, order=True)
class Break:
    """So many minutes more (tea, lunch) between a slot and the next; `after`: how many slots have passed by then."""

    after: int
    minutes: int


@dataclass(frozen=True)
class Kept:
    """Two who meet in any case, in this slot if one is given: carried over from a schedule that is planned again."""

    expert_id: int
    enterprise_id: int
    slot: int | None = None


@dataclass(frozen=True)
class MeetingEvent:
    """`begins` is the first slot's time in Tai'an. `experts` and `enterprises`: keys of who takes part; empty: whoever
    is willing, has a match and did not name other days. Numbers that are None follow the round's rules.
    """

    on_date: date
    place: str
    begins: time = time(9, 0)
    experts: tuple[int, ...] = ()
    enterprises: tuple[int, ...] = ()
    tables: int | None = None
    slots: int | None = None
    minutes: int | None = None
    pause: int | None = None
    breaks: tuple[Break, ...] = ()
    kept: tuple[Kept, ...] = ()

    def __post_init__(self) -> None:
        if not self.place.strip():
            raise InvalidInput(field="place", problem=N_("Say where the meeting takes place."))
        if len(self.place) > _LONGEST_PLACE:
            raise InvalidInput(field="place", problem=N_("The text is too long: use at most %(most)s characters."),
                               most=_LONGEST_PLACE)  # fmt: skip
        for name in NUMBERS:
            value = getattr(self, name)
            if value is not None and not 1 <= value <= 500:
                raise InvalidInput(field=name, problem=N_("Write a number between 1 and 500."))
        if self.pause is not None and not 0 <= self.pause <= 500:
            raise InvalidInput(field="pause", problem=N_("Write a number between 0 and 500."))
        self._check_breaks()

    def _check_breaks(self) -> None:
        for one in self.breaks:
            if one.after < 1 or not 1 <= one.minutes <= 500 or (self.slots is not None and one.after >= self.slots):
                problem = N_("A break comes after a time slot that another one follows, and lasts 1 to 500 minutes.")
                raise InvalidInput(field="breaks", problem=problem)

    def document(self) -> dict[str, Any]:
        """As it is stored with the plan."""
        return {
            "on_date": self.on_date.isoformat(),
            "place": self.place.strip(),
            "begins": self.begins.isoformat("minutes"),
            "experts": list(self.experts),
            "enterprises": list(self.enterprises),
            **{name: getattr(self, name) for name in (*NUMBERS, "pause")},
            "breaks": [[one.after, one.minutes] for one in sorted(self.breaks)],
            "kept": [[one.expert_id, one.enterprise_id, one.slot] for one in self.kept],
        }

    def starts(self, slot: int, minutes: int, pause: int) -> datetime:
        """When a slot begins."""
        rest = sum(one.minutes for one in self.breaks if one.after <= slot)
        opening = datetime.combine(self.on_date, self.begins, TAIAN)
        return opening + timedelta(minutes=slot * (minutes + pause) + rest)


def read_event(document: Mapping[str, Any]) -> MeetingEvent:
    """The event of a stored plan."""
    return MeetingEvent(
        on_date=date.fromisoformat(document["on_date"]),
        place=document["place"],
        begins=time.fromisoformat(document["begins"]),
        experts=tuple(document["experts"]),
        enterprises=tuple(document["enterprises"]),
        **{name: document[name] for name in (*NUMBERS, "pause")},
        breaks=tuple(Break(*one) for one in document.get("breaks", ())),
        kept=tuple(Kept(*one) for one in document.get("kept", ())),
    )
