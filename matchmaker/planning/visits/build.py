"""What a rule of the visit problem gets to add its part of the program: atoms, their columns, the assembly."""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.planning.arrays import Ints, ints
from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.layout import Layout


@dataclass
class Build:
    """`trip`, `visit`, `serve`: the program's columns of the layout's atoms, in this order from 0.

    `unmet`: the column of each need that tells how far nobody serves it, added by the rule `coverage`.
    """

    problem: VisitProblem
    layout: Layout
    assembly: Assembly = field(default_factory=Assembly)
    trip: Ints = field(init=False)
    visit: Ints = field(init=False)
    serve: Ints = field(init=False)
    unmet: Ints = field(default_factory=lambda: ints(()))

    def __post_init__(self) -> None:
        self.trip = self.assembly.add_columns(self.layout.trips, integer=True)
        self.visit = self.assembly.add_columns(self.layout.visits, integer=True)
        self.serve = self.assembly.add_columns(self.layout.serves)
