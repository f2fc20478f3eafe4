"""The day, place and hours of a meeting (对接洽谈会), and who is asked to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.services.work import TAIAN


@dataclass(frozen=True)
class MeetingEvent:
    """`begins` is the first slot's time in Tai'an. `experts` and `enterprises`: keys of who takes part; empty: whoever
    is willing and has a match. Numbers that are None follow the round's rules.
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

    def __post_init__(self) -> None:
        if not self.place.strip():
            raise InvalidInput(field="place", problem=N_("Say where the meeting takes place."))
        for name in ("tables", "slots", "minutes"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= 500:
                raise InvalidInput(field=name, problem=N_("Write a number between 1 and 500."))

    def document(self) -> dict[str, Any]:
        """As it is stored with the plan."""
        return {
            "on_date": self.on_date.isoformat(),
            "place": self.place.strip(),
            "begins": self.begins.isoformat("minutes"),
            "experts": list(self.experts),
            "enterprises": list(self.enterprises),
            **{name: getattr(self, name) for name in ("tables", "slots", "minutes", "pause")},
        }

    def starts(self, slot: int, minutes: int, pause: int) -> datetime:
        """When a slot begins."""
        return datetime.combine(self.on_date, self.begins, TAIAN) + timedelta(minutes=slot * (minutes + pause))


def read_event(document: Mapping[str, Any]) -> MeetingEvent:
    """The event of a stored plan."""
    return MeetingEvent(
        on_date=date.fromisoformat(document["on_date"]),
        place=document["place"],
        begins=time.fromisoformat(document["begins"]),
        experts=tuple(document["experts"]),
        enterprises=tuple(document["enterprises"]),
        **{name: document[name] for name in ("tables", "slots", "minutes", "pause")},
    )
