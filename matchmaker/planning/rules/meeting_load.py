"""How many meetings an expert and an enterprise should have at least (short of it costs) and may have at most."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, floats, ints
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.meetings import Party


def constraint(build: MeetingBuild) -> None:
    """Hard ceilings and soft floors, each only where a party has them."""
    for kind, parties, owner in (
        ("expert", build.problem.experts, build.expert),
        ("enterprise", build.problem.enterprises, build.enterprise),
    ):
        _ceilings(build, kind, parties, owner)
        _floors(build, kind, parties, owner)


def _ceilings(build: MeetingBuild, kind: str, parties: tuple[Party, ...], owner: Ints) -> None:
    limits = {n: party.max_meetings for n, party in enumerate(parties) if party.max_meetings is not None}
    row, column = _rows(ints(limits), len(parties), owner)
    build.assembly.add_rows(
        f"meeting_load.max_{kind}",
        count=len(limits),
        entries=((row, column, 1.0),),
        upper=floats(limits.values()),
        names=(kind,),
        keys=ints(limits),
    )


def _floors(build: MeetingBuild, kind: str, parties: tuple[Party, ...], owner: Ints) -> None:
    wanted = {n: party.min_meetings for n, party in enumerate(parties) if party.min_meetings}
    least = floats(wanted.values())
    short = build.assembly.add_columns(len(wanted), cost=-build.problem.short, upper=least)
    row, column = _rows(ints(wanted), len(parties), owner)
    build.assembly.add_rows(
        f"meeting_load.min_{kind}",
        count=len(wanted),
        entries=((row, column, 1.0), (np.arange(len(wanted)), short, 1.0)),
        lower=least,
        names=(kind,),
        keys=ints(wanted),
    )


def _rows(parties: Ints, count: int, owner: Ints) -> tuple[Ints, Ints]:
    """(row, column) of the meetings of these parties."""
    number = np.full(count, -1)
    number[parties] = np.arange(len(parties))
    mine = np.flatnonzero(number[owner] >= 0)
    return number[owner[mine]], mine


RULE = Rule(
    name="meeting_load",
    title=N_("the meetings of each expert and enterprise"),
    constraint=constraint,
    explanations={
        "meeting_load.max_expert": N_("Expert %(expert)s has at most %(limit)g meetings."),
        "meeting_load.max_enterprise": N_("Enterprise %(enterprise)s has at most %(limit)g meetings."),
        "meeting_load.min_expert": N_("Expert %(expert)s has fewer than %(limit)g meetings."),
        "meeting_load.min_enterprise": N_("Enterprise %(enterprise)s has fewer than %(limit)g meetings."),
    },
)
