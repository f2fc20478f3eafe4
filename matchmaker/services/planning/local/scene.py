"""What a local re-plan of trips, pairings or a meeting works with, whatever the kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from matchmaker.models import Plan
from matchmaker.planning.values.explanations import Reason
from matchmaker.planning.values.plans import Violation
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.replan_cause import FoundCause
from matchmaker.services.work import Work

WITHOUT, TO_DATE, AROUND, TO_SCHOOL, COLLEAGUE = "without", "to_date", "around", "to_school", "colleague"
# more than any plan is worth: nothing that was published moves for the sake of the value
NEVER = 1e4


@dataclass(frozen=True)
class Variant:
    """One way to answer: `code` without (it ends), to_date (it moves to `day`), to_school (it stays, with another
    school), colleague (who was named comes instead) or around (the rest adapts).

    `problem`: what the plan stands for from then on. `wish`: the same with what this answer insists on beyond it.
    A `last_resort` gives up a minimum; it counts only where nothing else is possible. One that is `settled`
    needs no other plan: nothing else is looked for. `further` stands in the document of each of its options.
    """

    code: str
    problem: Any
    wish: Any
    day: date | None = None
    last_resort: bool = False
    settled: bool = False
    further: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Near:
    """A plan near the published one as items of its kind (seats, meetings or pairs), with what changes.

    `lost`: published items that the change makes impossible; `moved`: the other published ones that it does not keep.
    `places`: what an item needs beyond itself (the table of a meeting).
    """

    items: frozenset[Any]
    lost: tuple[Any, ...]
    moved: tuple[Any, ...]
    added: tuple[Any, ...]
    bound: float
    places: dict[Any, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """The checker's word on items."""

    value: float
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class Tie:
    """Two that could be brought together, or are: an expert and an enterprise, or an institution and an enterprise or
    a chain; perhaps on a day, or in a slot. Keys of records.
    """

    expert: int | None = None
    institution: int | None = None
    enterprise: int | None = None
    chain: str = ""
    on_date: date | None = None
    slot: int | None = None


@dataclass(frozen=True)
class Answer:
    """What the other way would be: `forced` to bring the two together (else to keep them apart).

    `wanted`: the problem in which it is so, `near` the plan then, None if it is impossible.
    """

    forced: bool
    at_least: float
    reasons: tuple[Reason, ...]
    wanted: Any
    near: Near | None


class Scene(Protocol):
    """A published plan of one kind. `value` is its present one, `moved` what each moved item costs."""

    index: Index
    value: float
    moved: float

    def variants(self, work: Work, cause: FoundCause) -> Sequence[Variant]:
        """Every way to answer a cause; none where the cause says nothing to this plan."""

    def solve(self, wish: Any, moved: float, watch: Watch) -> Near:
        """The best plan near the published one; raises LocksExcludeEachOther or LoadsExcludeEachOther."""

    def only_published(self, wish: Any) -> Any:
        """The wish in which nothing can be added to what is published."""

    def without(self, wish: Any, added: Collection[Any]) -> Any:
        """The wish without the pairs of these items."""

    def judge(self, problem: Any, near: Near) -> Judged:
        """The checker's value and violations."""

    def told(self, near: Near, item: Any) -> dict[str, Any]:
        """An item by keys of records."""

    def explain(self, tie: Tie, watch: Watch) -> Answer | None:
        """Why the two are together or are not, and the other way; None if the plan does not know one of them."""

    def apply(self, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
        """Let rows follow an option: cancel, move and add."""

    def document(self, plan: Plan, problem: Any) -> dict[str, Any]:
        """The problem as it is stored with the plan."""
