"""What can happen to a campaign after publication, and what a local re-plan answers."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.planning.values.plans import VisitPlan
from matchmaker.planning.values.visits import PublishedVisit


@dataclass(frozen=True, slots=True)
class Rejection:
    """One side declines: this expert will not visit this enterprise, on no date."""

    expert: int
    enterprise: int


@dataclass(frozen=True, slots=True)
class ExpertDates:
    """An expert's dates from now on; none is a cancellation of the whole journey."""

    expert: int
    dates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EnterpriseDates:
    """An enterprise's dates from now on; none is a cancellation."""

    enterprise: int
    dates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need that comes late: the next number, at this enterprise, with (expert, value) of who could serve it."""

    enterprise: int
    affinity: tuple[tuple[int, float], ...]


Change = Rejection | ExpertDates | EnterpriseDates | NewNeed


@dataclass(frozen=True, slots=True)
class Replan:
    """A plan near the published one.

    `lost`: published visits that the changes make impossible. `moved`: all other published visits that the plan does
    not keep. `added`: visits that were not published. `cost`: what the moves cost by `Weights.moved`; `plan.value`
    does not count it.
    """

    plan: VisitPlan
    lost: tuple[PublishedVisit, ...]
    moved: tuple[PublishedVisit, ...]
    added: tuple[PublishedVisit, ...]
    cost: float

    @property
    def worth(self) -> float:
        """By what proposals are ranked: the plan's value less what the moves cost."""
        return self.plan.value - self.cost


@dataclass(frozen=True, slots=True)
class Proposals:
    """The best answer first; the `others` each do something else where it differs from those before, worse or equal."""

    best: Replan
    others: tuple[Replan, ...]
