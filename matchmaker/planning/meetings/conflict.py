"""Which locked meetings exclude each other: an irreducible set, and the rules that stand against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matchmaker.planning.arrays import Floats, ints
from matchmaker.planning.conflict import irreducible
from matchmaker.planning.errors import LocksExcludeEachOther, locks_exclude
from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.meetings.program import meeting_program
from matchmaker.planning.program.highs import solve_integer
from matchmaker.planning.program.limits import without_rows
from matchmaker.planning.program.part import part_of
from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import MEETING_RULES
from matchmaker.planning.values.meetings import MeetingLock, MeetingProblem, Party

TOGETHER = ("meeting_presence.expert", "meeting_presence.enterprise", "meeting_presence.once")


def locks_alone(program: Program, build: MeetingBuild) -> Floats | None:
    """A point with the locked meetings and no others; None if they cannot all take place."""
    width = max(len(build.problem.enterprises), 1)
    locked = ints(lock.expert * width + lock.enterprise for lock in build.problem.locks)
    free = np.ones(program.columns, dtype=bool)
    free[: len(build.pair)] = np.isin(build.expert * width + build.enterprise, locked)
    part = part_of(program, free)
    solved = solve_integer(part.program)
    return None if solved.x is None else part.spread(solved.x, np.zeros(program.columns))


def meetings_conflict(problem: MeetingProblem) -> LocksExcludeEachOther:
    """The error for a problem whose locks cannot all be kept: without any one of its locks the others can be."""
    bare = replace(problem, affinity=(), short=0.0)
    conflict = irreducible(tuple(dict.fromkeys(problem.locks)), lambda some: _feasible(bare, some))
    return locks_exclude(conflict, limits=_limits_against(replace(bare, locks=conflict)))


def _feasible(problem: MeetingProblem, locks: tuple[MeetingLock, ...]) -> bool:
    return locks_alone(*meeting_program(replace(problem, locks=locks))) is not None


def _limits_against(problem: MeetingProblem) -> tuple[str, ...]:
    """The rules any one of which, if it were lifted, would let the problem's locks be kept together."""
    lifted = {
        "meeting_tables": replace(problem, tables=len(problem.experts) * len(problem.enterprises)),
        "meeting_load": replace(
            problem, experts=_without_limit(problem.experts), enterprises=_without_limit(problem.enterprises)
        ),
        "meeting_forbidden": replace(problem, forbidden=()),
    }
    against = {name for name, other in lifted.items() if _feasible(other, problem.locks)}
    program, build = meeting_program(_always_there(problem))
    if locks_alone(without_rows(program, TOGETHER), build) is not None:
        against.add("meeting_presence")
    return tuple(name for name in MEETING_RULES if name in against)


def _without_limit(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple(replace(party, max_meetings=None) for party in parties)


def _always_there(problem: MeetingProblem) -> MeetingProblem:
    slots = tuple(range(problem.slots))
    experts, enterprises = (
        tuple(replace(party, slots=slots) for party in parties) for parties in (problem.experts, problem.enterprises)
    )
    return replace(problem, experts=experts, enterprises=enterprises)
