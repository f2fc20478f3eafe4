"""The trip problem (百家企业院校行): which delegation of enterprises goes to which institution on which dates."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.planning.values.plans import Shortfall
from matchmaker.planning.watch import relative_gap


@dataclass(frozen=True, slots=True)
class TripEnterprise:
    """Free on these dates; on at most `max_trips` trips (None: no limit)."""

    dates: tuple[int, ...]
    max_trips: int | None = None


@dataclass(frozen=True, slots=True)
class TripInstitution:
    """Receives a delegation that arrives on one of `dates` and stays `days` dates in a row, at most `max_trips` times.

    A delegation has `min_delegation` to `max_delegation` enterprises and costs `cost` (travel, in units of affinity).
    """

    dates: tuple[int, ...]
    min_delegation: int = 1
    max_delegation: int = 10
    max_trips: int | None = None
    days: int = 1
    cost: float = 0.0


@dataclass(frozen=True, slots=True, order=True)
class TripLock:
    """A hard promise: this enterprise goes to this institution, with the trip of that date if one is given."""

    enterprise: int
    institution: int
    date: int | None = None

    def __str__(self) -> str:
        when = "" if self.date is None else f" on date {self.date}"
        return f"enterprise {self.enterprise} to institution {self.institution}{when}"


@dataclass(frozen=True, slots=True, order=True)
class PublishedSeat:
    """An enterprise on a trip that has been announced; taking it off costs `TripProblem.moved`."""

    enterprise: int
    institution: int
    date: int


@dataclass(frozen=True, slots=True)
class TripProblem:
    """Everything is numbered from 0; a trip's date is the one on which it begins.

    `affinity`: (enterprise, institution, value >= 0); a pair that is absent travels only if it is locked. `leaders`
    per date: how many trips can be accompanied on it; empty for no limit. An enterprise is on one trip at a time and
    goes to an institution at most once. The value of a plan is the affinity of all who travel, less the trips' costs,
    less `unserved` for each enterprise with an affinity that is on no trip, less `target_shortfall` for each enterprise
    missing to `target` (different enterprises that travel). `published` matters to re-planning only.
    """

    dates: int
    enterprises: tuple[TripEnterprise, ...]
    institutions: tuple[TripInstitution, ...]
    affinity: tuple[tuple[int, int, float], ...]
    leaders: tuple[int, ...] = ()
    locks: tuple[TripLock, ...] = ()
    forbidden: tuple[tuple[int, int], ...] = ()
    unserved: float = 1.0
    target: int = 0
    target_shortfall: float = 1.0
    published: tuple[PublishedSeat, ...] = ()
    moved: float = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Trip:
    """A delegation to an institution, from this date on."""

    date: int
    institution: int
    enterprises: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TripPlan:
    """Trips sorted by date and institution, with their value and the proven bound on what any plan could reach."""

    value: float
    bound: float
    seconds: float
    trips: tuple[Trip, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    stopped: str = ""

    @property
    def gap(self) -> float | None:
        return relative_gap(self.value, self.bound)


@dataclass(frozen=True, slots=True)
class TripReplan:
    """Trips near the published ones.

    `lost`: published seats that the changes make impossible. `moved`: all other published seats that the plan does not
    keep. `added`: seats that were not published. `cost`: what the moves cost; `plan.value` does not count it.
    """

    plan: TripPlan
    lost: tuple[PublishedSeat, ...]
    moved: tuple[PublishedSeat, ...]
    added: tuple[PublishedSeat, ...]
    cost: float
