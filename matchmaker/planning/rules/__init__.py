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
    meeting_continuity,
    meeting_forbidden,
    meeting_load,
    meeting_locks,
    meeting_presence,
    meeting_tables,
    once,
    pair_demand,
    pair_floor,
    pair_forbidden,
    pair_load,
    pair_school,
    targets,
    travel,
    trip,
    trip_continuity,
    trip_coverage,
    trip_dates,
    trip_delegation,
    trip_enterprise,
    trip_forbidden,
    trip_institution,
    trip_locks,
    trip_targets,
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

PAIR_RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (pair_demand.RULE, pair_load.RULE, pair_school.RULE, pair_floor.RULE, pair_forbidden.RULE)
}
MEETING_RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        meeting_presence.RULE,
        meeting_tables.RULE,
        meeting_load.RULE,
        meeting_forbidden.RULE,
        meeting_locks.RULE,
        meeting_continuity.RULE,
    )
}
TRIP_RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        trip_dates.RULE,
        trip_delegation.RULE,
        trip_enterprise.RULE,
        trip_institution.RULE,
        trip_coverage.RULE,
        trip_forbidden.RULE,
        trip_locks.RULE,
        trip_targets.RULE,
        trip_continuity.RULE,
    )
}
ALL_RULES: dict[str, Rule] = {**VISIT_RULES, **PAIR_RULES, **MEETING_RULES, **TRIP_RULES}

__all__ = ["ALL_RULES", "MEETING_RULES", "PAIR_RULES", "TRIP_RULES", "VISIT_RULES", "Rule"]
