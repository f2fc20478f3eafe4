"""Defaults of planning as files: the rules of a round's plans, and distances by road."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from matchmaker.reference.errors import BadReferenceFile

FOLDER = Path(__file__).parent / "planning"
KINDS = ("whole", "number", "date", "flag")
RuleValue = int | float | str | bool


@dataclass(frozen=True, slots=True)
class PlanningRule:
    """A rule of a kind of plan (visits, trips, pairs, meetings) with its default value.

    `kind`: whole, number, date (ISO text, "" for none) or flag. `least`: the smallest value of a number.
    """

    plan: str
    name: str
    kind: str
    value: RuleValue
    zh: str
    en: str
    least: float = 0

    def accepts(self, value: object) -> bool:
        """Whether `value` can stand in place of the default."""
        if self.kind == "flag":
            return isinstance(value, bool)
        if self.kind == "date":
            return isinstance(value, str) and (value == "" or _is_date(value))
        if isinstance(value, bool) or not isinstance(value, int if self.kind == "whole" else int | float):
            return False
        return self.least <= value < float("inf")

    def label(self, locale: str = "zh_Hans_CN") -> str:
        """The label for a locale: English for `en...`, Chinese for everything else."""
        return self.en if locale.lower().startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class ShippedDistances:
    """Kilometres by road: from a city to the centre of Tai'an, and from there on to a county (by its code)."""

    city: Mapping[str, float]
    county: Mapping[str, float]


@cache
def planning_rules() -> Mapping[str, Mapping[str, PlanningRule]]:
    """Kind of plan -> name -> rule, in the order of the file. Raises BadReferenceFile."""
    path = FOLDER / "rules.toml"
    found: dict[str, dict[str, PlanningRule]] = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
        rule = PlanningRule(**row)
        if rule.kind not in KINDS or not rule.accepts(rule.value) or rule.name in found.get(rule.plan, {}):
            raise BadReferenceFile(file=str(path), reason=f"the rule {rule.plan}.{rule.name} is not right")
        found.setdefault(rule.plan, {})[rule.name] = rule
    return found


@cache
def shipped_distances() -> ShippedDistances:
    """The distances that ship."""
    raw = tomllib.loads((FOLDER / "distances.toml").read_text(encoding="utf-8"))
    return ShippedDistances(city=raw["city"], county=raw["county"])


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
