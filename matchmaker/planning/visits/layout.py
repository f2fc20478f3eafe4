"""The atoms of a visit plan as arrays: travellers, pairs, trips, visits, serves.

A traveller is an expert alone or a visiting group. Only what is possible at all becomes an atom: both are free on
the date, the trip is not too far, the pair is neither forbidden nor in conflict.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaker.planning.arrays import Flags, Floats, Ints, ints, table
from matchmaker.planning.values.visits import VisitProblem


@dataclass(frozen=True)
class Travellers:
    """`members[t]`: the experts of traveller t. `of`: int64[experts]. `dates`: bool[t, dates], free for all members.

    `days`: int64[t], the fewest `max_days` of the members; `km`: float64[t, districts], summed over the members.
    """

    members: tuple[tuple[int, ...], ...]
    of: Ints
    dates: Flags
    days: Ints
    km: Floats

    @property
    def count(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Layout:
    """Parallel arrays. A pair is (traveller, enterprise) that may meet on some date; a trip (traveller, date,
    district); a visit a pair on a date inside a trip; a serve (expert, need) through a pair, worth `serve_value`.

    `free` bool[enterprises, dates]. Pairs are sorted by (traveller, enterprise), visits by (pair, date).
    """

    problem: VisitProblem
    travellers: Travellers
    free: Flags
    district: Ints
    pair_traveller: Ints
    pair_enterprise: Ints
    trip_traveller: Ints
    trip_date: Ints
    trip_district: Ints
    visit_pair: Ints
    visit_date: Ints
    visit_trip: Ints
    serve_pair: Ints
    serve_expert: Ints
    serve_need: Ints
    serve_value: Floats

    @property
    def trips(self) -> int:
        return len(self.trip_traveller)

    @property
    def visits(self) -> int:
        return len(self.visit_pair)

    @property
    def serves(self) -> int:
        return len(self.serve_pair)

    @property
    def visit_traveller(self) -> Ints:
        return self.pair_traveller[self.visit_pair]

    @property
    def visit_enterprise(self) -> Ints:
        return self.pair_enterprise[self.visit_pair]

    def pair_index(self, traveller: int, enterprise: int) -> int | None:
        """The pair's number, or None if these two can never meet."""
        found = np.flatnonzero((self.pair_traveller == traveller) & (self.pair_enterprise == enterprise))
        return int(found[0]) if len(found) else None


def travellers_of(problem: VisitProblem) -> Travellers:
    """Experts first, in their order, without the members of groups; then the groups."""
    grouped = {member for group in problem.groups for member in group.members}
    alone = [(expert,) for expert in range(len(problem.experts)) if expert not in grouped]
    members: tuple[tuple[int, ...], ...] = (*alone, *(group.members for group in problem.groups))
    of = np.zeros(len(problem.experts), dtype=np.int64)
    dates = _calendar([expert.dates for expert in problem.experts], problem.dates)
    km = table([expert.km_round_trip for expert in problem.experts], problem.districts)
    shared = np.zeros((len(members), problem.dates), dtype=bool)
    together = np.zeros((len(members), problem.districts))
    for traveller, experts in enumerate(members):
        of[list(experts)] = traveller
        shared[traveller] = dates[list(experts)].all(axis=0)
        together[traveller] = km[list(experts)].sum(axis=0)
    days = ints(min(problem.experts[expert].max_days for expert in experts) for experts in members)
    return Travellers(members=members, of=of, dates=shared, days=days, km=together)


def lay_out(problem: VisitProblem) -> Layout:
    """All atoms of the problem."""
    travellers = travellers_of(problem)
    district = ints(enterprise.district for enterprise in problem.enterprises)
    free = _calendar([enterprise.dates for enterprise in problem.enterprises], problem.dates)
    traveller, enterprise = _pairs(problem, travellers)
    meeting = (
        travellers.dates[traveller]
        & free[enterprise]
        & _near(problem, travellers, district)[traveller, enterprise, None]
    )
    possible = meeting.any(axis=1)
    traveller, enterprise = traveller[possible], enterprise[possible]
    visit_pair, visit_date = np.nonzero(meeting[possible])
    day = traveller[visit_pair] * problem.dates + visit_date
    trip, visit_trip = np.unique(day * problem.districts + district[enterprise[visit_pair]], return_inverse=True)
    expert, need, value, pair = _serves(problem, travellers, traveller, enterprise)
    return Layout(
        problem=problem,
        travellers=travellers,
        free=free,
        district=district,
        pair_traveller=traveller,
        pair_enterprise=enterprise,
        trip_traveller=trip // problem.districts // problem.dates,
        trip_date=trip // problem.districts % problem.dates,
        trip_district=trip % problem.districts,
        visit_pair=visit_pair,
        visit_date=visit_date,
        visit_trip=visit_trip,
        serve_pair=pair,
        serve_expert=expert,
        serve_need=need,
        serve_value=value,
    )


def _calendar(dates: list[tuple[int, ...]], count: int) -> Flags:
    flags = np.zeros((len(dates), count), dtype=bool)
    for row, free in enumerate(dates):
        flags[row, list(free)] = True
    return flags


def _near(problem: VisitProblem, travellers: Travellers, district: Ints) -> Flags:
    """bool[travellers, enterprises]: no member would travel farther than allowed."""
    farthest = np.zeros((travellers.count, problem.districts))
    for number, experts in enumerate(travellers.members):
        farthest[number] = np.max([problem.experts[expert].km_round_trip for expert in experts], axis=0)
    limit = np.inf if problem.max_km_per_trip is None else problem.max_km_per_trip
    return farthest[:, district] <= limit


def _pairs(problem: VisitProblem, travellers: Travellers) -> tuple[Ints, Ints]:
    """(traveller, enterprise) of everybody who has a reason to meet and nothing against it."""
    width = max(len(problem.enterprises), 1)
    meetings = [(expert, problem.needs[need].enterprise) for expert, need, _ in problem.affinity]
    meetings += [(lock.expert, lock.enterprise) for lock in problem.locks]
    meetings += [(visit.expert, visit.enterprise) for visit in problem.published]
    barred = [*problem.forbidden, *problem.conflicts]
    wanted, against = (
        np.unique(travellers.of[ints(e for e, _ in pairs)] * width + ints(i for _, i in pairs))
        for pairs in (meetings, barred)
    )
    pairs = np.setdiff1d(wanted, against, assume_unique=True)
    return pairs // width, pairs % width


def _serves(
    problem: VisitProblem, travellers: Travellers, traveller: Ints, enterprise: Ints
) -> tuple[Ints, Ints, Floats, Ints]:
    """(expert, need, value, pair) of each affinity whose pair is possible."""
    width = max(len(problem.enterprises), 1)
    affinity = table(problem.affinity, 3)
    expert, need = affinity[:, 0].astype(np.int64), affinity[:, 1].astype(np.int64)
    wanted = travellers.of[expert] * width + ints(one.enterprise for one in problem.needs)[need]
    pairs = traveller * width + enterprise
    at = np.searchsorted(pairs, wanted)
    known = np.isin(wanted, pairs)
    return expert[known], need[known], affinity[known, 2], at[known]
