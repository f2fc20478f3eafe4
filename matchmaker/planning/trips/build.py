"""What a rule of the trip problem gets to add its part of the program."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints, floats, ints
from matchmaker.planning.program.assembly import Assembly
from matchmaker.planning.values.trips import Trip, TripProblem


@dataclass
class TripBuild:
    """Two kinds of columns: trips (institution, first date), and seats (enterprise, trip).

    Trip t is `trip_institution[t]` from `trip_date[t]` for `trip_days[t]` dates, column `trip[t]` of the program; seat
    s is `seat_enterprise[s]` on trip `seat_trip[s]`, column `seat[s]`. Only trips and seats that are possible at all.
    Nobody else joins a trip that is `fixed`.
    """

    problem: TripProblem
    fixed: tuple[Trip, ...] = ()
    assembly: Assembly = field(default_factory=Assembly)
    trip_institution: Ints = field(init=False)
    trip_date: Ints = field(init=False)
    trip_days: Ints = field(init=False)
    seat_enterprise: Ints = field(init=False)
    seat_trip: Ints = field(init=False)
    trip: Ints = field(init=False)
    seat: Ints = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        trips = [
            (number, date)
            for number, institution in enumerate(problem.institutions)
            for date in sorted(set(institution.dates))
            if date + institution.days <= problem.dates
        ]
        self.trip_institution, self.trip_date = ints(h for h, _ in trips), ints(d for _, d in trips)
        self.trip_days = ints(problem.institutions[h].days for h, _ in trips)
        values, possible = _tables(problem)
        seats = possible[:, self.trip_institution] & self._free_throughout() & self._open()
        self.seat_enterprise, self.seat_trip = np.nonzero(seats)
        cost = floats(problem.institutions[h].cost for h, _ in trips)
        self.trip = self.assembly.add_columns(len(trips), cost=-cost, integer=True)
        worth = values[self.seat_enterprise, self.trip_institution[self.seat_trip]]
        self.seat = self.assembly.add_columns(len(worth), cost=worth, integer=True)

    def _free_throughout(self) -> Flags:
        """bool[enterprises, trips]: free on every date of the trip."""
        free = np.zeros((len(self.problem.enterprises), self.problem.dates), dtype=bool)
        for number, enterprise in enumerate(self.problem.enterprises):
            free[number, list(enterprise.dates)] = True
        throughout = np.ones((len(free), len(self.trip_date)), dtype=bool)
        for trip, (date, days) in enumerate(zip(self.trip_date.tolist(), self.trip_days.tolist(), strict=True)):
            throughout[:, trip] = free[:, date : date + days].all(axis=1)
        return throughout

    def _open(self) -> Flags:
        """bool[enterprises, trips]: False for strangers on a fixed trip."""
        members = {(trip.institution, trip.date): list(trip.enterprises) for trip in self.fixed}
        free = np.ones((len(self.problem.enterprises), len(self.trip_date)), dtype=bool)
        for trip, key in enumerate(zip(self.trip_institution.tolist(), self.trip_date.tolist(), strict=True)):
            if key in members:
                free[:, trip] = False
                free[members[key], trip] = True
        return free

    def on_each_day(self, trips: Ints) -> tuple[Ints, Ints]:
        """(position in `trips`, date) for every date on which each of these trips is under way."""
        days = self.trip_days[trips]
        position = np.repeat(np.arange(len(trips)), days)
        offset = np.arange(len(position)) - np.repeat(np.cumsum(days) - days, days)
        return position, self.trip_date[trips][position] + offset


def _tables(problem: TripProblem) -> tuple[Floats, Flags]:
    """Value and possibility of each pair, [enterprises, institutions]."""
    shape = len(problem.enterprises), len(problem.institutions)
    values, possible = np.zeros(shape), np.zeros(shape, dtype=bool)
    for enterprise, institution, value in problem.affinity:
        values[enterprise, institution] = value
        possible[enterprise, institution] = True
    for lock in problem.locks:
        possible[lock.enterprise, lock.institution] = True
    for enterprise, institution in problem.forbidden:
        possible[enterprise, institution] = False
    return values, possible
