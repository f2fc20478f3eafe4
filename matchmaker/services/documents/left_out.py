"""Who or what a plan leaves out, and why, in words: as it was found when the plan was worked out."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE
from matchmaker.locale.render import render
from matchmaker.models import Need, Organization, Plan
from matchmaker.services.planning.words import left_out_text
from matchmaker.services.scope import needs_in_scope, organizations_in_scope
from matchmaker.services.work import Work

# what only plans with institutions know; the rest stands in `planning.words`
REASONS = {"no_institution": N_("None of the institutions that fit takes part.")}
UNPLACED = N_("No place was left.")


def left_out_of(*, work: Work, plan: Plan, locale: str = DEFAULT_LOCALE) -> list[tuple[str, str]]:
    """(need with its enterprise, or enterprise; reason), as far as the caller may see them."""
    found = {int(key): why["code"] for key, why in plan.report.get("left_out", {}).items()}
    names = _needs(work, found) if plan.kind in ("visits", "meetings") else _organizations(work, found)
    told = [(names[key], _reason(code, locale)) for key, code in found.items() if key in names]
    return told + [(name, render(UNPLACED, locale=locale)) for name in unplaced_of(work=work, plan=plan)]


def unplaced_of(*, work: Work, plan: Plan) -> list[str]:
    """Who fits somebody and still got nobody: enterprises (and chains) of trips, pairings and meetings, by name."""
    keys: set[int] = set()
    chains: list[str] = []
    for one in plan.report.get("shortfalls", []):
        params = one["params"]
        if one["code"] == "pair_unserved" and params["row"][0] == "chain":
            chains.append(work.schemes("chains").get(params["row"][1]).zh)
        elif one["code"] == "pair_unserved":
            keys.add(params["row"][1])
        elif one["code"] in ("trip_coverage", "meeting_load.min_enterprise"):
            keys.add(params["enterprise"])
    return [*sorted(_organizations(work, keys).values()), *chains]


def _reason(code: str, locale: str) -> str:
    return render(REASONS[code], locale=locale) if code in REASONS else left_out_text(code, locale)


def _needs(work: Work, keys: Iterable[int]) -> dict[int, str]:
    query = select(Need.id, Need.title, Organization.name).join(Organization, Organization.id == Need.organization_id)
    rows = work.session.execute(query.where(Need.id.in_(list(keys)), needs_in_scope(work.actor)))
    return {key: f"{name}：{title}" for key, title, name in rows}


def _organizations(work: Work, keys: Iterable[int]) -> dict[int, str]:
    query = select(Organization.id, Organization.name).where(
        Organization.id.in_(list(keys)), organizations_in_scope(work.actor)
    )
    return {key: name for key, name in work.session.execute(query)}
