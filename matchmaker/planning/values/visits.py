"""The visit problem (百名专家泰安行): who may visit whom on which day, and what it is worth.

Experts, enterprises, needs, districts, chains and dates are numbered from 0. A trip is one expert (or visiting
group) on one date in one district, to at most `max_enterprises_per_trip` enterprises there.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expert:
    """`km_round_trip`: per district. `invited`: should make at least one visit. `max_visits`: None for no limit."""

    dates: tuple[int, ...]
    max_days: int
    km_round_trip: tuple[float, ...]
    invited: bool = False
    max_visits: int | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """Receives at most `max_visits` visits in all and `max_visits_per_date` a day, on its dates only."""

    district: int
    dates: tuple[int, ...]
    max_visits: int
    max_visits_per_date: int = 1
    chains: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A need is served on a visit to its enterprise."""

    enterprise: int


# the fewest and the most members of a visiting group
GROUP_SIZES = (2, 4)


@dataclass(frozen=True, slots=True)
class Group:
    """A visiting group (走访组): its members (2 to 4) travel together or not at all; the leader is one of them.

    A visit of the group counts once at the enterprise and once for the escorts.
    """

    members: tuple[int, ...]
    leader: int


@dataclass(frozen=True, slots=True, order=True)
class Lock:
    """A hard promise: this expert visits this enterprise, on this date if one is given."""

    expert: int
    enterprise: int
    date: int | None = None

    def __str__(self) -> str:
        when = "" if self.date is None else f" on date {self.date}"
        return f"expert {self.expert} at enterprise {self.enterprise}{when}"


@dataclass(frozen=True, slots=True)
class Weights:
    """What things cost, in units of affinity. All are >= 0.

    `moved`: for each published visit (expert, enterprise, date) that the new plan does not keep.
    """

    km: float = 0.01
    expert_day: float = 0.1
    unmet_need: float = 1.0
    district_shortfall: float = 0.5
    chain_shortfall: float = 0.5
    idle_expert: float = 2.0
    target_shortfall: float = 1.0
    moved: float = 0.5


@dataclass(frozen=True, slots=True)
class Chain:
    """A key industry chain: at least `min_covered_needs` (short of it costs), at most `max_visits` (hard)."""

    min_covered_needs: int = 0
    max_visits: int | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """The campaign's figures: so many different experts travel, so many different enterprises are visited."""

    experts: int = 0
    enterprises: int = 0


@dataclass(frozen=True, slots=True, order=True)
class PublishedVisit:
    """A visit that has been announced; moving it costs `Weights.moved`."""

    expert: int
    enterprise: int
    date: int


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class VisitProblem:
    """Everything the visit planner knows. What is empty or None is no rule and costs nothing.

    `affinity`: (expert, need, value); a pair that is absent serves nothing. `escorts[district][date]`: how many
    experts or groups can be accompanied. `forbidden`, `conflicts`: (expert, enterprise) that must not meet, by the
    organizers' word or by a conflict of interest.
    `district_max_visits`: None for no limit. Raises InvalidProblem (`validation`) when values contradict.
    """

    dates: int
    districts: int
    experts: tuple[Expert, ...]
    enterprises: tuple[Enterprise, ...]
    needs: tuple[Need, ...]
    affinity: tuple[tuple[int, int, float], ...]
    weights: Weights = field(default_factory=Weights)
    max_enterprises_per_trip: int = 3
    max_experts_per_need: int = 2
    district_min_covered_needs: tuple[int, ...] = ()
    district_max_visits: tuple[int | None, ...] = ()
    max_km_per_trip: float | None = None
    chains: tuple[Chain, ...] = ()
    groups: tuple[Group, ...] = ()
    escorts: tuple[tuple[int, ...], ...] | None = None
    conflicts: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    locks: tuple[Lock, ...] = ()
    targets: Targets = field(default_factory=Targets)
    published: tuple[PublishedVisit, ...] = ()
    seed: int = 0
