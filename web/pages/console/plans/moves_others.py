"""What an option does to trips, pairings or a meeting, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask_babel import gettext

from matchmaker.models import Plan
from matchmaker.services.planning.meeting_ask import event_of
from matchmaker.services.planning.names import Names
from matchmaker.services.planning.pair_change import row_of
from matchmaker.services.planning.words import day_text, row_name
from matchmaker.services.work import TAIAN
from web.form_errors import locale

# {kind, text}: day (it moves), expert (somebody else), out, in
Move = dict[str, str]
Item = dict[str, Any]


def trip_moves(plan: Plan, option: dict[str, Any], names: Names) -> list[Move]:
    """Enterprises that go on another day stand together, by host and days."""
    removed, added = list(option["remove"]), list(option["add"])
    moving: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for old in list(removed):
        new = next((one for one in added if _same(one, old, ("enterprise", "institution"))), None)
        if new is not None:
            moving[old["institution"], old["date"], new["date"]].append(names.organization(old["enterprise"]))
            removed.remove(old)
            added.remove(new)
    found = [
        _move("day", gettext("The trip to %(institution)s of %(day)s takes place on %(other)s: %(enterprises)s",
                             institution=names.organization(host), day=day_text(day, locale()),
                             other=day_text(other, locale()), enterprises="、".join(going)))
        for (host, day, other), going in moving.items()
    ]  # fmt: skip
    for one in removed:
        found.append(_move("out", gettext("%(journey)s ends", journey=_journey(one, names))))
    for one in added:
        found.append(_move("in", gettext("new: %(journey)s", journey=_journey(one, names))))
    return found


def talk_moves(plan: Plan, option: dict[str, Any], names: Names) -> list[Move]:
    removed, added, found = list(option["remove"]), list(option["add"]), list[Move]()
    for old in list(removed):
        new = next((one for one in added if _same(one, old, ("expert", "enterprise"))), None)
        if new is not None:
            text = gettext("%(talk)s moves to %(place)s", talk=_talk(plan, old, names), place=_seat(plan, new))
            found.append(_move("day", text))
            removed.remove(old)
            added.remove(new)
    found += [_move("out", gettext("%(talk)s ends", talk=_talk(plan, one, names))) for one in removed]
    return found + [_move("in", gettext("new: %(talk)s", talk=_talk(plan, one, names))) for one in added]


def pair_moves(plan: Plan, option: dict[str, Any], names: Names) -> list[Move]:
    removed, added, found = list(option["remove"]), list(option["add"]), list[Move]()
    for old in list(removed):
        new = next((one for one in added if one["row"] == old["row"]), None)
        if new is not None:
            houses = {"new": names.organization(new["institution"]), "old": names.organization(old["institution"])}
            one = row_name(old["row"], names, locale())
            text = gettext("%(one)s: %(new)s instead of %(old)s", one=one, **houses)
            found.append(_move("expert", text))
            removed.remove(old)
            added.remove(new)
    if option.get("school"):
        found.append(_move("expert", _other_school(plan, option["school"], names)))
    found += [_move("out", gettext("%(pair)s ends", pair=_pair(one, names))) for one in removed]
    return found + [_move("in", gettext("new: %(pair)s", pair=_pair(one, names))) for one in added]


def _other_school(plan: Plan, school: Item, names: Names) -> str:
    pairing = next(one for one in plan.pairings if one.ref == school["pairing"])
    pair = _pair({"row": row_of(pairing), "institution": pairing.institution_id}, names)
    return gettext("%(pair)s: school %(school)s", pair=pair, school=school["name"])


MOVES: dict[str, Callable[[Plan, dict[str, Any], Names], list[Move]]] = {
    "trips": trip_moves,
    "meetings": talk_moves,
    "pairs": pair_moves,
}


def _move(kind: str, text: str) -> Move:
    return {"kind": kind, "text": text}


def _same(one: Item, other: Item, names: tuple[str, ...]) -> bool:
    return all(one[name] == other[name] for name in names)


def _journey(one: Item, names: Names) -> str:
    return gettext("%(enterprise)s on the trip to %(institution)s of %(day)s",
                   enterprise=names.organization(one["enterprise"]), institution=names.organization(one["institution"]),
                   day=day_text(one["date"], locale()))  # fmt: skip


def _talk(plan: Plan, one: Item, names: Names) -> str:
    return gettext("%(expert)s with %(enterprise)s (%(place)s)", expert=names.expert(one["expert"]),
                   enterprise=names.organization(one["enterprise"]), place=_seat(plan, one))  # fmt: skip


def _seat(plan: Plan, one: Item) -> str:
    """Time and table, as they stand at the door. The hours of a meeting are fixed when it is asked for."""
    event = event_of(plan)
    begins = event.starts(one["slot"], event.minutes or 0, event.pause or 0).astimezone(TAIAN)
    return gettext("%(time)s, table %(number)s", time=f"{begins:%H:%M}", number=one["table"] + 1)


def _pair(one: Item, names: Names) -> str:
    return gettext("%(one)s with %(other)s", one=row_name(one["row"], names, locale()),
                   other=names.organization(one["institution"]))  # fmt: skip
