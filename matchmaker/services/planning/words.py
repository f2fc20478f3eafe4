"""What planner and checker say, in words: statements {code, params} by keys of records become sentences with names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_skeleton

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE, day_locale
from matchmaker.locale.render import render
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.violations import VIOLATIONS as FOUND_BY_THE_CHECKER
from matchmaker.services.planning.errors import Said
from matchmaker.services.planning.names import Names

# what the checker finds, by its codes, and what no longer fits the round
VIOLATIONS: dict[str, str] = {
    **FOUND_BY_THE_CHECKER,
    "outdated": N_("Somebody in the plan no longer takes part, or one of its days is over: plan it again."),
    "outdated.talk": N_("%(expert_key)s and %(enterprise_key)s: one of the two no longer takes part."),
    "outdated.visit": N_("%(expert)s at %(enterprise)s on %(date)s: one of the two can no longer be planned."),
    "outdated.need": N_("%(expert)s at %(enterprise)s on %(date)s: “%(need)s” is no longer open for planning."),
    "outdated.day": N_("%(expert)s at %(enterprise)s on %(date)s: this day is over."),
    "value": N_("The value that was claimed for the plan is not the one that was found: %(claimed).3f, %(value).3f."),
}
# wishes that are not met
SHORTFALLS: dict[str, str] = {
    "coverage": N_("Need %(need)s is served by nobody."),
    "district_quota": N_("%(district)s: %(amount)g needs short of its minimum."),
    "chain_quota.needs": N_("Chain %(chain)s: %(amount)g needs short of its minimum."),
    "invited": N_("Expert %(expert)s is invited but has no visit."),
    "targets.experts": N_("%(amount)g experts are missing to the target."),
    "targets.enterprises": N_("%(amount)g enterprises are missing to the target."),
}
# why a need is not planned at all, and why a candidate is not
LEFT_OUT: dict[str, str] = {
    "served": N_("An expert was there already."),
    "no_candidate": N_("No candidate was accepted for it yet."),
    "no_expert": N_("None of its accepted candidates can be planned."),
    "answer_unknown": N_("The answer to the question of willingness is missing."),
    "answer_unwilling": N_("Not willing this time."),
    "answer_cooperating": N_("Is cooperating with somebody already."),
    "answer_online_first": N_("Wants to talk online first."),
    "answer_colleague": N_("Recommends a colleague instead."),
    "state_resting": N_("The profile is resting."),
    "state_withdrawn": N_("The profile was withdrawn."),
    "conflict": N_("There is a conflict of interest."),
    "cooperating": N_("The two work together already."),
    "visited": N_("The two have met in this round already."),
}
# parts of a plan's value
PARTS: dict[str, str] = {
    "experts_per_need": N_("how well experts and needs fit"),
    "travel": N_("travel and days"),
    "coverage": N_("needs served"),
    "district_quota": N_("minimum of each county"),
    "chain_quota": N_("minimum of each chain"),
    "invited": N_("invited experts with a visit"),
    "targets": N_("the targets of the campaign"),
}
CHAIN = N_("Industry chain: %(name)s")
# parameters that are keys of experts, and of organizations
PERSONS = ("expert", "traveller", "leader", "expert_key")
HOUSES = ("enterprise", "enterprise_key", "institution", "column")
# as it stands at the door of a meeting
COUNTED_FROM_ONE = ("slot", "table")
UNNAMED = N_("not served for a reason that is not listed: %(code)s")


def violation_text(said: Said, names: Names, locale: str = DEFAULT_LOCALE) -> str:
    """A finding of the checker as a sentence."""
    return _text(VIOLATIONS, said, names, locale)


def shortfall_text(said: Said, names: Names, locale: str = DEFAULT_LOCALE) -> str:
    """A wish that is not met as a sentence."""
    return _text(SHORTFALLS, {**said, "params": {**said["params"], "amount": said["amount"]}}, names, locale)


def reason_text(said: Said, names: Names, locale: str = DEFAULT_LOCALE) -> str:
    """A limit that binds, or what a visit is good for, as a sentence."""
    return _text(EXPLANATIONS, said, names, locale)


def left_out_text(code: str, locale: str = DEFAULT_LOCALE) -> str:
    """Why a need or a candidate is not in the problem at all."""
    return render(LEFT_OUT[code], locale=locale) if code in LEFT_OUT else render(UNNAMED, {"code": code}, locale=locale)


def part_text(name: str, locale: str = DEFAULT_LOCALE) -> str:
    """A part of the value by its name in the checker's table."""
    return render(PARTS[name], locale=locale)


def conflict_text(conflict: Sequence[Mapping[str, Any]], names: Names, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Each order of a conflict: who is locked to whom, and on which day."""
    found = []
    for one in conflict:
        about = {"expert": names.expert(one.get("expert")), "enterprise": names.organization(one.get("enterprise"))}
        if one.get("date"):
            with_day = N_("%(expert)s at %(enterprise)s on %(date)s")
            found.append(render(with_day, {**about, "date": day_text(one["date"], locale)}, locale=locale))
        else:
            found.append(render(N_("%(expert)s at %(enterprise)s"), about, locale=locale))
    return found


def day_text(text: str | date, locale: str = DEFAULT_LOCALE) -> str:
    """A day as people say it: 11月26日周四 / Thu 26 Nov."""
    day = date.fromisoformat(text) if isinstance(text, str) else text
    return str(format_skeleton("MMMEd", day, locale=day_locale(locale)))


def row_name(row: Sequence[Any], names: Names, locale: str = DEFAULT_LOCALE) -> str:
    """A row of a pairing problem: an enterprise or a chain."""
    kind, key = row
    if kind == "chain":
        return render(CHAIN, {"name": names.chain(key, locale)}, locale=locale)
    return names.organization(key)


def named(params: Mapping[str, Any], names: Names, locale: str = DEFAULT_LOCALE) -> dict[str, Any]:
    """The parameters of a statement with names in place of keys."""
    return {name: _value(name, value, names, locale) for name, value in params.items()}


def _text(table: Mapping[str, str], said: Said, names: Names, locale: str) -> str:
    code = said["code"]
    if code not in table:
        return render(UNNAMED, {"code": code}, locale=locale)
    return render(table[code], named(said["params"], names, locale), locale=locale)


def _value(name: str, value: Any, names: Names, locale: str) -> Any:
    if name in PERSONS:
        return names.expert(value)
    if name in HOUSES:
        return names.organization(value)
    if name == "row":
        return row_name(value, names, locale)
    if name == "need":
        return names.need(value)
    if name in ("district", "districts"):
        return _list(names.district(one, locale) for one in (value if isinstance(value, list | tuple) else [value]))
    if name == "chain":
        return names.chain(value, locale)
    if name in COUNTED_FROM_ONE and isinstance(value, int):
        return value + 1
    return day_text(value, locale) if name == "date" and isinstance(value, str) else value


def _list(parts: Iterable[str]) -> str:
    return "、".join(parts)
