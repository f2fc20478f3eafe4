"""The meeting problem (对接洽谈会): which expert meets which enterprise in which time slot, at which table."""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.planning.values.plans import Shortfall
from matchmaker.planning.watch import relative_gap


@dataclass(frozen=True, slots=True)
class Party:
    """An expert or an enterprise at the meeting: free in these slots, in at most `max_meetings` (None: all of them).

    Each meeting missing to `min_meetings` costs `MeetingProblem.short`.
    """

    slots: tuple[int, ...]
    max_meetings: int | None = None
    min_meetings: int = 0


@dataclass(frozen=True, slots=True, order=True)
class MeetingLock:
    """A hard promise: these two meet, in this slot if one is given."""

    expert: int
    enterprise: int
    slot: int | None = None

    def __str__(self) -> str:
        when = "" if self.slot is None else f" in slot {self.slot}"
        return f"expert {self.expert} with enterprise {self.enterprise}{when}"


@dataclass(frozen=True, slots=True, order=True)
class PublishedMeeting:
    """Two who meet in a slot that has been announced; moving them costs `MeetingProblem.moved`."""

    expert: int
    enterprise: int
    slot: int


@dataclass(frozen=True, slots=True)
class MeetingProblem:
    """Everything is numbered from 0. In each slot there are `tables` tables, each for one meeting.

    `affinity`: (expert, enterprise, value >= 0); a pair that is absent meets only if it is locked. `forbidden` never.
    Two meet at most once. The value of a plan is the affinity of all meetings, less `short` for each missing one.
    `published` matters to re-planning only.
    """

    slots: int
    tables: int
    experts: tuple[Party, ...]
    enterprises: tuple[Party, ...]
    affinity: tuple[tuple[int, int, float], ...]
    locks: tuple[MeetingLock, ...] = ()
    forbidden: tuple[tuple[int, int], ...] = ()
    short: float = 1.0
    published: tuple[PublishedMeeting, ...] = ()
    moved: float = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """An expert and an enterprise at a table in a slot."""

    slot: int
    table: int
    expert: int
    enterprise: int


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """Meetings sorted by slot and table, with their value and the proven bound on what any plan could reach."""

    value: float
    bound: float
    seconds: float
    meetings: tuple[Meeting, ...]
    shortfalls: tuple[Shortfall, ...] = field(default=())
    stopped: str = ""

    @property
    def gap(self) -> float | None:
        return relative_gap(self.value, self.bound)

    def of_table(self, table: int) -> tuple[Meeting, ...]:
        """The schedule of a table, by slot."""
        return tuple(meeting for meeting in self.meetings if meeting.table == table)

    def of_expert(self, expert: int) -> tuple[Meeting, ...]:
        """The schedule of an expert, by slot."""
        return tuple(meeting for meeting in self.meetings if meeting.expert == expert)

    def of_enterprise(self, enterprise: int) -> tuple[Meeting, ...]:
        """The schedule of an enterprise, by slot."""
        return tuple(meeting for meeting in self.meetings if meeting.enterprise == enterprise)


@dataclass(frozen=True, slots=True)
class MeetingReplan:
    """A schedule near the published one.

    `lost`: published meetings that the changes make impossible. `moved`: all other published meetings that do not take
    place in their slot. `added`: meetings that were not published. `cost`: what the moves cost; `plan.value` does not
    count it. Who stays in a slot stays at the table.
    """

    plan: MeetingPlan
    lost: tuple[PublishedMeeting, ...]
    moved: tuple[PublishedMeeting, ...]
    added: tuple[PublishedMeeting, ...]
    cost: float
