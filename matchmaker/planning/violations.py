"""What the checker finds, in words: the English source text of every violation's code, over what it is about.

The texts stand beside the checker and not in it: it knows codes and numbers only.
"""

from __future__ import annotations

from matchmaker.locale import N_

VISIT_VIOLATIONS: dict[str, str] = {
    "visit.unknown": N_("The plan names a record that the problem does not have (%(kind)s %(index)s)."),
    "availability.expert": N_("Expert %(expert)s is not free on date %(date)s."),
    "availability.enterprise": N_("Enterprise %(enterprise)s is not free on date %(date)s."),
    "trip.one_district": N_("Expert %(expert)s would be in several districts on date %(date)s: %(districts)s."),
    "trip.size": N_("Expert %(expert)s would have %(visits)s visits on date %(date)s, more than fit into a day."),
    "once": N_("Expert %(expert)s would visit enterprise %(enterprise)s more than once."),
    "expert_days.days": N_("Expert %(expert)s would travel on %(days)s days, more than agreed."),
    "expert_days.visits": N_("Expert %(expert)s would make %(visits)s visits, more than agreed."),
    "travel.too_far": N_("District %(district)s is too far for expert %(expert)s (date %(date)s)."),
    "hosting.per_date": N_("Enterprise %(enterprise)s would receive %(visits)s visits on date %(date)s, too many."),
    "hosting.in_all": N_("Enterprise %(enterprise)s would receive %(visits)s visits in all, too many."),
    "groups.together": N_("Expert %(expert)s would not travel with the visiting group led by expert %(leader)s."),
    "escorts": N_("District %(district)s would need %(trips)s escorts on date %(date)s, more than it has."),
    "district_quota.visits": N_("District %(district)s would receive %(visits)s visits, more than its maximum."),
    "chain_quota.visits": N_("Chain %(chain)s would receive %(visits)s visits, more than its maximum."),
    "experts_per_need.elsewhere": N_("Need %(need)s is not one of enterprise %(enterprise)s."),
    "experts_per_need.no_affinity": N_("Expert %(expert)s does not fit need %(need)s."),
    "experts_per_need.stranger": N_(
        "Nothing speaks for a visit of expert %(expert)s to enterprise %(enterprise)s on date %(date)s: no suggestion "
        "was accepted, and no lock asks for it."
    ),
    "experts_per_need.twice": N_("Expert %(expert)s would serve need %(need)s twice on one visit."),
    "experts_per_need.experts": N_("Need %(need)s would be served by %(experts)s experts, more than planned for."),
    "locks": N_("The locked visit of expert %(expert)s to enterprise %(enterprise)s is missing."),
    "forbidden": N_("Expert %(expert)s must not visit enterprise %(enterprise)s."),
    "conflicts": N_("Expert %(expert)s has a conflict of interest with enterprise %(enterprise)s."),
}
PAIR_VIOLATIONS: dict[str, str] = {
    "pair.unknown": N_("The plan pairs what the problem does not have (row %(row)s, column %(column)s)."),
    "pair_demand": N_("%(row)s would have %(columns)s partners, another number than planned."),
    "pair_demand.twice": N_("%(row)s and %(column)s would be paired twice."),
    "pair_load.max": N_("%(column)s would take up %(load)s places, more than it has."),
    "pair_load.min": N_("%(column)s would take up only %(load)s places, fewer than its minimum."),
    "pair_school.load": N_("The schools of institution %(institution)s would take up %(load)s places, too many."),
    "pair_school.once": N_("%(row)s would have %(schools)s schools of institution %(institution)s as partners."),
    "pair_lock": N_("The locked pairing of %(row)s and %(column)s is missing."),
    "pair_forbidden": N_("%(row)s and %(column)s must not be paired."),
}
TRIP_VIOLATIONS: dict[str, str] = {
    "trip.unknown": N_("The plan names a record that the problem does not have (%(kind)s %(index)s)."),
    "trip_dates.institution": N_("Institution %(institution)s does not receive a delegation on date %(date)s."),
    "trip_dates.enterprise": N_("Enterprise %(enterprise)s is not free for the trip of date %(date)s."),
    "trip_enterprise.day": N_("Enterprise %(enterprise)s would be on %(trips)s trips at once on date %(date)s."),
    "trip_enterprise.trips": N_("Enterprise %(enterprise)s would go on %(trips)s trips, more than agreed."),
    "trip_enterprise.once": N_("Enterprise %(enterprise)s would go to institution %(institution)s more than once."),
    "trip_delegation.max": N_(
        "The delegation to institution %(institution)s on date %(date)s would have %(enterprises)s enterprises, "
        "too many."
    ),
    "trip_delegation.min": N_(
        "The delegation to institution %(institution)s on date %(date)s would have %(enterprises)s enterprises, "
        "too few."
    ),
    "trip_institution.day": N_("Institution %(institution)s would receive two delegations on date %(date)s."),
    "trip_institution.trips": N_("Institution %(institution)s would receive %(trips)s delegations, more than agreed."),
    "trip_institution.leaders": N_("On date %(date)s %(trips)s trips would need company, more than there are leaders."),
    "trip_locks": N_("The locked journey of enterprise %(enterprise)s to institution %(institution)s is missing."),
    "trip_forbidden": N_("Enterprise %(enterprise)s must not travel to institution %(institution)s."),
    "trip_no_affinity": N_("Nothing speaks for a journey of enterprise %(enterprise)s to institution %(institution)s."),
}
MEETING_VIOLATIONS: dict[str, str] = {
    "meeting.unknown": N_("The plan names a record that the problem does not have (%(kind)s %(index)s)."),
    "meeting_presence.expert": N_("Expert %(expert)s would have %(meetings)s meetings at once in slot %(slot)s."),
    "meeting_presence.enterprise": N_(
        "Enterprise %(enterprise)s would have %(meetings)s meetings at once in slot %(slot)s."
    ),
    "meeting_presence.expert_away": N_("Expert %(expert)s is not there in slot %(slot)s."),
    "meeting_presence.enterprise_away": N_("Enterprise %(enterprise)s is not there in slot %(slot)s."),
    "meeting_presence.once": N_("Expert %(expert)s and enterprise %(enterprise)s would meet more than once."),
    "meeting_tables": N_("Table %(table)s would be taken by %(meetings)s meetings in slot %(slot)s."),
    "meeting_load.max_expert": N_("Expert %(expert)s would have %(meetings)s meetings, more than agreed."),
    "meeting_load.max_enterprise": N_("Enterprise %(enterprise)s would have %(meetings)s meetings, more than agreed."),
    "meeting_locks": N_("The locked meeting of expert %(expert)s and enterprise %(enterprise)s is missing."),
    "meeting_forbidden": N_("Expert %(expert)s and enterprise %(enterprise)s must not meet."),
    "meeting_no_affinity": N_("Nothing speaks for a meeting of expert %(expert)s and enterprise %(enterprise)s."),
}
VIOLATIONS: dict[str, str] = {**VISIT_VIOLATIONS, **PAIR_VIOLATIONS, **TRIP_VIOLATIONS, **MEETING_VIOLATIONS}
