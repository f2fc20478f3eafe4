"""Who could take part in a meeting: experts and enterprises with a match, what they answered, and who cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.models import Campaign, Expert, Organization
from matchmaker.services.planning.access import require_planner
from matchmaker.services.planning.candidates import candidates_of
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.rules import rules_of
from matchmaker.services.planning.standing import standing_of
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Participant:
    """`partners`: how many of the other side would fit. `answer`: a code of `willingness_answers`, or unknown.

    `dates`: the days they named (ISO), none if they named none.
    """

    party: Expert | Organization
    answer: str
    partners: int
    dates: tuple[str, ...]


@dataclass(frozen=True)
class Participants:
    """Both sides, those with most partners first."""

    experts: tuple[Participant, ...]
    enterprises: tuple[Participant, ...]


def possible_participants(*, work: Work, campaign: Campaign, inputs: Inputs) -> Participants:
    """Everybody who may be planned by these inputs and fits somebody of the other side."""
    require_planner(work=work, campaign=campaign, action="plan.create")
    standing = standing_of(work=work, campaign=campaign, kind="meetings", inputs=inputs)
    bonus = rules_of(campaign=campaign, kind="meetings").number("accepted_bonus")
    found = candidates_of(work=work, campaign=campaign, standing=standing, accepted_bonus=bonus)
    pairs = {(expert, found.needs[need].organization_id) for expert, need in found.worth}
    named = {**{("expert", key): row for key, row in standing.conditions.experts.items()},
             **{("enterprise", key): row for key, row in standing.conditions.organizations.items()}}  # fmt: skip

    def participant(side: str, party: Expert | Organization, partners: int) -> Participant:
        row = named.get((side, party.id))
        dates = tuple(row.dates) if row is not None else ()
        if not dates and isinstance(party, Expert):
            dates = tuple(party.available_dates)
        return Participant(party, standing.answers.of(party), partners, dates)

    experts = Counter(expert for expert, _ in pairs)
    enterprises = Counter(enterprise for _, enterprise in pairs)
    return Participants(
        tuple(participant("expert", found.experts[key], count) for key, count in experts.most_common()),
        tuple(participant("enterprise", found.enterprises[key], count) for key, count in enterprises.most_common()),
    )


def keys_of(participants: Iterable[Participant], refs: Collection[str], day: date | None) -> tuple[int, ...]:
    """Keys of those with these references; with a day, without those who named others."""
    return tuple(
        sorted(
            one.party.id
            for one in participants
            if one.party.ref in refs and (day is None or not one.dates or day.isoformat() in one.dates)
        )
    )
