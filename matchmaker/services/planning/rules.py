"""The rules of a round's plans: what the round says itself, over the shipped defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign
from matchmaker.reference.planning_defaults import RuleValue, planning_rules
from matchmaker.services.campaign import edit_campaign
from matchmaker.services.work import Work

KINDS = ("visits", "trips", "pairs", "meetings")


@dataclass(frozen=True)
class Rules:
    """The rules in force for one kind of plan, by name; an unknown name is a mistake of the program."""

    values: Mapping[str, RuleValue]

    def whole(self, name: str) -> int:
        return int(self.values[name])

    def number(self, name: str) -> float:
        return float(self.values[name])

    def flag(self, name: str) -> bool:
        return bool(self.values[name])

    def day(self, name: str) -> date | None:
        """A date, None where there is none."""
        text = str(self.values[name])
        return date.fromisoformat(text) if text else None


def rules_of(*, campaign: Campaign, kind: str) -> Rules:
    """The rules of `kind` (visits, trips, pairs, meetings) in this round; InvalidInput for what it cannot mean."""
    own = campaign.rules.get(kind) or {}
    check_rules(kind, own)
    return Rules({name: rule.value for name, rule in planning_rules()[kind].items()} | own)


def set_rules(*, work: Work, campaign: Campaign, kind: str, values: Mapping[str, RuleValue]) -> Campaign:
    """Let the round follow these values; a value that equals the default leaves the default in force."""
    check_rules(kind, values)
    defaults = planning_rules()[kind]
    own = {**(campaign.rules.get(kind) or {}), **values}
    kept = {name: value for name, value in own.items() if value != defaults[name].value}
    return edit_campaign(work=work, campaign=campaign, values={"rules": {**campaign.rules, kind: kept}})


# what a round may say of each county or zone, and of each chain; the default of each is the rule of that name
PLACES: dict[str, Mapping[str, str]] = {
    "districts": {"needs": "county_needs", "visits": "county_visits", "escorts": "escorts_per_day"},
    "chains": {"needs": "chain_needs", "visits": "chain_visits"},
}


def place_rule(*, campaign: Campaign, rules: Rules, place: str, code: str, name: str) -> int:
    """What holds for one county or zone (`place` districts) or chain (`chains`)."""
    own = (campaign.rules.get(place) or {}).get(code) or {}
    return int(own.get(name, rules.whole(PLACES[place][name])))


def set_place_rules(
    *, work: Work, campaign: Campaign, place: str, values: Mapping[str, Mapping[str, int | None]]
) -> Campaign:
    """Let counties, zones or chains (by code) have numbers of their own: needs and visits, counties escorts, too.

    None leaves the round's number in force; places that are not named keep what they have.
    """
    for numbers in values.values():
        _check_place(place, numbers)
    known = {code: dict(own) for code, own in (campaign.rules.get(place) or {}).items()}
    for code, numbers in values.items():
        known[code] = {name: value for name, value in {**known.get(code, {}), **numbers}.items() if value is not None}
    kept = {code: own for code, own in known.items() if own}
    return edit_campaign(work=work, campaign=campaign, values={"rules": {**campaign.rules, place: kept}})


def _check_place(place: str, numbers: Mapping[str, int | None]) -> None:
    unknown = sorted(set(numbers) - set(PLACES[place]))
    if unknown:
        problem = N_("There is no such rule; known are: %(known)s.")
        raise InvalidInput(field=unknown[0], problem=problem, known=", ".join(PLACES[place]))
    for name, value in numbers.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            problem = N_("%(value)s cannot be taken for this rule.")
            raise InvalidInput(field=name, problem=problem, value=str(value)[:60])


def check_rules(kind: str, values: Mapping[str, object]) -> None:
    """Raise InvalidInput for an unknown kind or rule (naming the known ones) or a value that is none."""
    if kind not in planning_rules():
        problem = N_("There is no such kind of plan; known are: %(known)s.")
        raise InvalidInput(field="kind", problem=problem, known=", ".join(planning_rules()))
    known = planning_rules()[kind]
    for name, value in values.items():
        if name not in known:
            problem = N_("There is no such rule; known are: %(known)s.")
            raise InvalidInput(field=name, problem=problem, known=", ".join(known))
        if not known[name].accepts(value):
            problem = N_("%(value)s cannot be taken for this rule.")
            raise InvalidInput(field=name, problem=problem, value=str(value)[:60])
