"""Answers to "why this pair, why not that one?" (调整影响)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from matchmaker.planning.values.changes import Replan
from matchmaker.planning.values.meetings import MeetingReplan
from matchmaker.planning.values.pairs import PairReplan
from matchmaker.planning.values.trips import TripReplan

Near = TypeVar("Near", MeetingReplan, TripReplan)


@dataclass(frozen=True, slots=True)
class Reason:
    """A limit that stands in the way, or what a pair is good for: a code of
    `planning.explanations.EXPLANATIONS` and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What it would cost to force a pair that the plan does not have (`forced`), or to forbid one that it has.

    `price`: the value lost against the plan, by the best plan found near it; None if it is impossible. `at_least`: no
    plan at all loses less than this (below 0 if the plan itself is not proven to be the best). `parts`: the price by
    rule, what each rule gains (> 0) or loses. `reasons`: the limits that bind. `instead`: the plan that it would lead
    to, with what moves; None if impossible.
    """

    forced: bool
    price: float | None
    at_least: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]
    instead: Replan | None


@dataclass(frozen=True, slots=True)
class PairExplanation:
    """The same for a pairing problem, exactly: what forcing or forbidding a pair costs in total and in the floor.

    `total` and `worst` are losses; None if it is impossible. `at_least`: no pairs lose less of the total.
    `instead`: the pairs that it would lead to; None if impossible.
    """

    forced: bool
    total: float | None
    worst: float | None
    at_least: float
    reasons: tuple[Reason, ...]
    instead: PairReplan | None


@dataclass(frozen=True, slots=True)
class Adjustment(Generic[Near]):
    """What forcing a meeting or a journey that the plan does not have would cost (`forced`), or forbidding one.

    `price`: the value lost against the plan, by the best plan near it; None if it is impossible. `at_least`: no plan at
    all loses less than this. `reasons`: the limits that bind, or what it is good for. `instead`: the plan that it would
    lead to, with what moves; None if impossible.
    """

    forced: bool
    price: float | None
    at_least: float
    reasons: tuple[Reason, ...]
    instead: Near | None
