"""Nobody is in two places: one meeting per slot for each expert and each enterprise, and two meet at most once."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.rules.rule import Rule


def constraint(build: MeetingBuild) -> None:
    """A row per (expert, slot), per (enterprise, slot) and per pair with more than one meeting that could be."""
    slots = build.problem.slots
    _at_most_one(build, "meeting_presence.expert", build.expert * slots + build.slot, ("expert", "slot"))
    _at_most_one(build, "meeting_presence.enterprise", build.enterprise * slots + build.slot, ("enterprise", "slot"))
    pair = build.expert * len(build.problem.enterprises) + build.enterprise
    _at_most_one(build, "meeting_presence.once", pair, ("expert", "enterprise"))


def _at_most_one(build: MeetingBuild, code: str, key: Ints, names: tuple[str, str]) -> None:
    width = len(build.problem.enterprises) if names[1] == "enterprise" else build.problem.slots
    places, row = np.unique(key, return_inverse=True)
    build.assembly.add_rows(
        code,
        count=len(places),
        entries=((row, build.meetings, 1.0),),
        upper=1.0,
        names=names,
        keys=np.column_stack([places // max(width, 1), places % max(width, 1)]),
    )


RULE = Rule(
    name="meeting_presence",
    title=N_("one meeting at a time, and the same two only once"),
    constraint=constraint,
    explanations={
        "meeting_presence.expert": N_("Expert %(expert)s already has a meeting in slot %(slot)s."),
        "meeting_presence.enterprise": N_("Enterprise %(enterprise)s already has a meeting in slot %(slot)s."),
        "meeting_presence.once": N_("Expert %(expert)s and enterprise %(enterprise)s meet at most once."),
    },
)
