"""Dates of a trip: the institution receives on the first, everybody is free on all of them.

Only such trips and seats are columns of the program, so no rows are needed.
"""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule

RULE = Rule(
    name="trip_dates",
    title=N_("dates on which institution and enterprises are free"),
    explanations={
        "trip_dates.none": N_("No trip to institution %(institution)s suits enterprise %(enterprise)s."),
    },
)
