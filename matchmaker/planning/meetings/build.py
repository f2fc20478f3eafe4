"""What a rule of the meeting problem gets to add its part of the program."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints
from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.values.meetings import MeetingProblem, Party


@dataclass
class MeetingBuild:
    """Column k of the program is a meeting of expert[k] with enterprise[k] in slot[k], the pair pair[k].

    Only slots in which both are free, and pairs with an affinity or a lock that are not forbidden.
    """

    problem: MeetingProblem
    assembly: Assembly = field(default_factory=Assembly)
    expert: Ints = field(init=False)
    enterprise: Ints = field(init=False)
    slot: Ints = field(init=False)
    pair: Ints = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        values, possible = _tables(problem)
        expert, enterprise = np.nonzero(possible)
        both = (
            _calendar(problem.experts, problem.slots)[expert]
            & _calendar(problem.enterprises, problem.slots)[enterprise]
        )
        self.pair, self.slot = np.nonzero(both)
        self.expert, self.enterprise = expert[self.pair], enterprise[self.pair]
        self.assembly.add_columns(len(self.pair), cost=values[self.expert, self.enterprise], integer=True)

    @property
    def meetings(self) -> Ints:
        """The program's columns of the meetings."""
        return np.arange(len(self.pair))


def _tables(problem: MeetingProblem) -> tuple[Floats, Flags]:
    """Value and possibility of each pair, [experts, enterprises]."""
    shape = len(problem.experts), len(problem.enterprises)
    values, possible = np.zeros(shape), np.zeros(shape, dtype=bool)
    for expert, enterprise, value in problem.affinity:
        values[expert, enterprise] = value
        possible[expert, enterprise] = True
    for lock in problem.locks:
        possible[lock.expert, lock.enterprise] = True
    for expert, enterprise in problem.forbidden:
        possible[expert, enterprise] = False
    return values, possible


def _calendar(parties: tuple[Party, ...], slots: int) -> Flags:
    """bool[parties, slots]"""
    free = np.zeros((len(parties), slots), dtype=bool)
    for number, party in enumerate(parties):
        free[number, list(party.slots)] = True
    return free
