"""Planning rules, one a file; what a problem can hold is in these tables."""

from __future__ import annotations

from matchmaker.planning.rules import (
    availability,
    chain_quota,
    conflicts,
    continuity,
    coverage,
    district_quota,
    escorts,
    expert_days,
    experts_per_need,
    forbidden,
    groups,
    hosting,
    invited,
    locks,
    once,
    targets,
    travel,
    trip,
)
from matchmaker.planning.rules.rule import Rule

VISIT_RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        availability.RULE,
        trip.RULE,
        expert_days.RULE,
        travel.RULE,
        once.RULE,
        hosting.RULE,
        experts_per_need.RULE,
        coverage.RULE,
        district_quota.RULE,
        chain_quota.RULE,
        groups.RULE,
        escorts.RULE,
        conflicts.RULE,
        forbidden.RULE,
        locks.RULE,
        invited.RULE,
        targets.RULE,
        continuity.RULE,
    )
}

__all__ = ["VISIT_RULES", "Rule"]
