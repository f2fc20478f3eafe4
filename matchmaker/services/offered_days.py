"""The days that a party is asked about: those on which the round's visits may still be planned."""

from __future__ import annotations

from datetime import date

from matchmaker.errors import InvalidInput
from matchmaker.models import Campaign
from matchmaker.services.planning.dates import planning_dates
from matchmaker.services.planning.rules import rules_of
from matchmaker.services.work import Work


def offered_days(*, work: Work, campaign: Campaign) -> tuple[date, ...]:
    """The working days to choose from; none once the round's visits lie behind: then there is nothing to ask about."""
    rules = rules_of(campaign=campaign, kind="visits")
    if (rules.day("to") or campaign.ends_on) <= work.today():
        return ()
    try:
        return planning_dates(work=work, campaign=campaign, rules=rules)
    except InvalidInput:  # only holidays are left
        return ()
