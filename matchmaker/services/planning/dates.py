"""The days on which a round's plan may put something."""

from __future__ import annotations

from datetime import date, timedelta

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign
from matchmaker.services.planning.rules import Rules
from matchmaker.services.work import Work
from matchmaker.services.working_days import add_working_days


def planning_dates(*, work: Work, campaign: Campaign, rules: Rules) -> tuple[date, ...]:
    """The working days of the window, at most `max_dates` of them; none of them lies in the past or is today.

    InvalidInput if the window holds no working day.
    """
    first = max(rules.day("from") or campaign.starts_on, work.today() + timedelta(days=1))
    last = rules.day("to") or campaign.ends_on
    days: list[date] = []
    day = add_working_days(first - timedelta(days=1), 1)
    while day <= last and len(days) < rules.whole("max_dates"):
        days.append(day)
        day = add_working_days(day, 1)
    if not days:
        problem = N_("There is no working day between %(first)s and %(last)s: change the days of the round's plan.")
        raise InvalidInput(field="from", problem=problem, first=first, last=last)
    return tuple(days)
