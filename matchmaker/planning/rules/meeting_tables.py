"""Tables: in each slot at most so many meetings."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.rules.rule import Rule


def constraint(build: MeetingBuild) -> None:
    """A row per slot."""
    build.assembly.add_rows(
        "meeting_tables",
        count=build.problem.slots,
        entries=((build.slot, build.meetings, 1.0),),
        upper=float(build.problem.tables),
        names=("slot",),
        keys=np.arange(build.problem.slots),
    )


RULE = Rule(
    name="meeting_tables",
    title=N_("the number of tables"),
    constraint=constraint,
    explanations={"meeting_tables": N_("All %(limit)g tables are taken in slot %(slot)s.")},
)
