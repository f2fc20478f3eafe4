"""What the checker finds in trips, pairings and meetings, and orders that exclude each other, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE
from matchmaker.locale.render import render
from matchmaker.models import Plan
from matchmaker.planning.violations import VIOLATIONS
from matchmaker.services.planning.errors import Said
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.names import Names, names_of
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.words import UNNAMED, day_text
from matchmaker.services.work import Work

# what only the check before the publication finds
OUTDATED: dict[str, str] = {
    "outdated": N_("Somebody in the plan no longer takes part, or one of its days is over: plan it again."),
    "outdated.talk": N_("%(expert_key)s and %(enterprise_key)s: one of the two no longer takes part."),
}
PERSONS, HOUSES = ("expert", "expert_key"), ("enterprise", "enterprise_key", "institution", "column")
TOGETHER, ON_DAY, IN_SLOT = N_("%(one)s with %(other)s"), N_("%(pair)s on %(day)s"), N_("%(pair)s in slot %(slot)s")
LIMIT = N_("%(party)s: limit %(limit)s")
CHAIN = N_("Industry chain: %(name)s")


def names_in_plan(*, work: Work, plan: Plan) -> Names:
    """The names of everybody in the problem of a plan. The caller has checked that the reader may see the plan."""
    index = stored_index(plan) if "index" in plan.problem else Index()
    houses = {*index.enterprises, *index.institutions}
    houses |= {int(key) for kind, key in index.rows if kind == "enterprise"}
    return names_of(work=work, experts=index.experts, organizations=houses, needs=index.needs)


def violation_sentences(violations: Iterable[Said], names: Names, locale: str = DEFAULT_LOCALE) -> list[str]:
    """A sentence for each finding, the same once."""
    return list(dict.fromkeys(_sentence(one, names, locale) for one in violations))


def conflict_sentences(conflict: Sequence[Mapping[str, Any]], names: Names, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Each order, or load, of a conflict."""
    return [_order(one, names, locale) for one in conflict]


def row_name(row: Sequence[Any], names: Names, locale: str = DEFAULT_LOCALE) -> str:
    """A row of a pairing problem: an enterprise or a chain."""
    kind, key = row
    if kind == "chain":
        return render(CHAIN, {"name": names.chain(key, locale)}, locale=locale)
    return names.organization(key)


def _sentence(said: Said, names: Names, locale: str) -> str:
    code = said["code"]
    text = OUTDATED.get(code) or VIOLATIONS.get(code)
    if text is None:
        return render(UNNAMED, {"code": code}, locale=locale)
    params = {name: _named(name, value, names, locale) for name, value in said["params"].items()}
    return render(text, params, locale=locale)


def _named(name: str, value: Any, names: Names, locale: str) -> Any:
    if name in PERSONS:
        return names.expert(value)
    if name in HOUSES:
        return names.organization(value)
    if name == "row":
        return row_name(value, names, locale)
    if name == "date" and isinstance(value, str):
        return day_text(value, locale)
    if name in ("slot", "table") and isinstance(value, int):
        return value + 1  # as it stands at the door
    return value


def _order(one: Mapping[str, Any], names: Names, locale: str) -> str:
    if "limit" in one:
        party = one.get("row", one.get("column"))
        name = row_name(party, names, locale) if isinstance(party, list) else names.organization(party)
        return render(LIMIT, {"party": name, "limit": one["limit"]}, locale=locale)
    sides = [_named(name, one[name], names, locale) for name in ("expert", "row", "enterprise", "institution", "column")
             if name in one]  # fmt: skip
    pair = render(TOGETHER, {"one": sides[0], "other": sides[-1]}, locale=locale)
    if one.get("date"):
        return render(ON_DAY, {"pair": pair, "day": day_text(one["date"], locale)}, locale=locale)
    if one.get("slot") is not None:
        return render(IN_SLOT, {"pair": pair, "slot": one["slot"] + 1}, locale=locale)
    return pair
