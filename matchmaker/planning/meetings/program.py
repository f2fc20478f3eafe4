"""From a meeting problem to its program: every rule that applies."""

from __future__ import annotations

from matchmaker.planning.meetings.build import MeetingBuild
from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import MEETING_RULES
from matchmaker.planning.values.meetings import MeetingProblem


def meeting_program(problem: MeetingProblem) -> tuple[Program, MeetingBuild]:
    """The program with all rules, over the meetings that are possible at all."""
    build = MeetingBuild(problem=problem)
    for rule in MEETING_RULES.values():
        rule.add_to(build)
    return build.assembly.build(), build
