"""Dates: both sides are free. The layout makes atoms only of dates on which they are, so no rows are needed."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule

RULE = Rule(
    name="availability",
    title=N_("dates on which both sides are free"),
    explanations={
        "availability.no_common_date": N_("Expert %(expert)s and enterprise %(enterprise)s have no common date."),
        "availability.expert": N_("Expert %(expert)s is not free on date %(date)s."),
        "availability.enterprise": N_("Enterprise %(enterprise)s is not free on date %(date)s."),
    },
)
