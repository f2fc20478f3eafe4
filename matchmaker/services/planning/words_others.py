"""What the checker finds in trips, pairings and meetings, and orders that exclude each other, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE
from matchmaker.locale.render import render
from matchmaker.models import Plan
from matchmaker.services.planning.errors import Said
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.names import Names, names_of
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.words import day_text, named, row_name, violation_text
from matchmaker.services.work import Work

# the parties of an order, in the order in which they are named
SIDES = ("expert", "row", "enterprise", "institution", "column")
TOGETHER, ON_DAY, IN_SLOT = N_("%(one)s with %(other)s"), N_("%(pair)s on %(day)s"), N_("%(pair)s in slot %(slot)s")
LIMIT = N_("%(party)s: limit %(limit)s")


def names_in_plan(*, work: Work, plan: Plan) -> Names:
    """The names of everybody in the problem of a plan. The caller has checked that the reader may see the plan."""
    index = stored_index(plan) if "index" in plan.problem else Index()
    houses = {*index.enterprises, *index.institutions}
    houses |= {int(key) for kind, key in index.rows if kind == "enterprise"}
    return names_of(work=work, experts=index.experts, organizations=houses, needs=index.needs)


def violation_sentences(violations: Iterable[Said], names: Names, locale: str = DEFAULT_LOCALE) -> list[str]:
    """A sentence for each finding, the same once."""
    return list(dict.fromkeys(violation_text(one, names, locale) for one in violations))


def conflict_sentences(conflict: Sequence[Mapping[str, Any]], names: Names, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Each order, or load, of a conflict."""
    return [_order(one, names, locale) for one in conflict]


def _order(one: Mapping[str, Any], names: Names, locale: str) -> str:
    if "limit" in one:
        party = one.get("row", one.get("column"))
        name = row_name(party, names, locale) if isinstance(party, list) else names.organization(party)
        return render(LIMIT, {"party": name, "limit": one["limit"]}, locale=locale)
    parties = named({name: one[name] for name in SIDES if name in one}, names, locale)
    sides = list(parties.values())
    pair = render(TOGETHER, {"one": sides[0], "other": sides[-1]}, locale=locale)
    if one.get("date"):
        return render(ON_DAY, {"pair": pair, "day": day_text(one["date"], locale)}, locale=locale)
    if one.get("slot") is not None:
        return render(IN_SLOT, {"pair": pair, "slot": one["slot"] + 1}, locale=locale)
    return pair
