"""Who is offered for a meeting and who of them is ticked: at first everybody, or the best so many of each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from matchmaker.models import Campaign
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_participants import Participant, possible_participants
from matchmaker.services.work import Work
from web.formats import day, listed
from web.labels import label

SIDES = ("experts", "enterprises")
# More days than these are counted, not named.
DAYS_NAMED = 3
MOST = 500


@dataclass(frozen=True)
class Wanted:
    """What the form says of who takes part. `most`: at most so many of a side, those who fit most partners first."""

    inputs: Inputs
    on_date: date | None = None
    absent: bool = False
    most: Mapping[str, int | None] | None = None

    def can(self, one: Participant) -> bool:
        """Whether somebody may be ticked: who named other days only comes if that is asked for."""
        return self.absent or self.on_date is None or not one.dates or self.on_date.isoformat() in one.dates

    def best(self, people: Sequence[Participant], side: str) -> frozenset[str]:
        """References of those who are ticked first."""
        able = [one.party.ref for one in people if self.can(one)]
        return frozenset(able[: (self.most or {}).get(side)])


def offered(
    work: Work, campaign: Campaign, wanted: Wanted, chosen: Mapping[str, frozenset[str]] | None
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """(side, title, lines). Without `chosen` the best are ticked."""
    found = possible_participants(work=work, campaign=campaign, inputs=wanted.inputs)
    titles = {"experts": gettext("Experts"), "enterprises": gettext("Enterprises")}
    sides = []
    for side in SIDES:
        people = getattr(found, side)
        ticked = wanted.best(people, side) if chosen is None else chosen[side]
        sides.append((side, titles[side], [line_of(one, wanted, one.party.ref in ticked) for one in people]))
    return sides


def line_of(one: Participant, wanted: Wanted, ticked: bool) -> dict[str, Any]:
    notes = [ngettext("fits %(num)s", "fits %(num)s", one.partners)]
    if one.answer == "unknown":
        notes.append(gettext("no answer yet"))
    elif one.answer != "willing":
        notes.append(label(one.answer, "willingness_answers"))
    return {
        "ref": one.party.ref,
        "name": one.party.name,
        "notes": notes + days_note(one, wanted.on_date),
        "barred": not wanted.can(one),
        "chosen": ticked,
    }


def days_note(one: Participant, on_date: date | None) -> list[str]:
    """What the named days say: of the meeting's day where it is known, else which they are or how many."""
    if not one.dates:
        return []
    if on_date is not None:
        there = on_date.isoformat() in one.dates
        return [gettext("can come that day") if there else gettext("named other days")]
    if len(one.dates) > DAYS_NAMED:
        return [ngettext("named %(num)s day", "named %(num)s days", len(one.dates))]
    return [gettext("named %(days)s", days=listed([day(date.fromisoformat(given), year=False) for given in one.dates]))]
