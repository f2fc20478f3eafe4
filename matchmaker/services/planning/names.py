"""Names for keys of records: what planner and checker speak of, read in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from matchmaker.models import Expert, Need, Organization, Plan, Visit
from matchmaker.reference import Scheme
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Named:
    """A record as a page links to it."""

    id: int
    ref: str
    name: str
    place: str = ""


@dataclass(frozen=True)
class Names:
    """Records by key; an unknown key is shown as it is. `schemes` holds zones, divisions and chains."""

    experts: Mapping[int, Named] = field(default_factory=dict)
    organizations: Mapping[int, Named] = field(default_factory=dict)
    needs: Mapping[int, Named] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)

    def expert(self, key: Any) -> str:
        return self.experts[key].name if key in self.experts else str(key)

    def organization(self, key: Any) -> str:
        return self.organizations[key].name if key in self.organizations else str(key)

    def need(self, key: Any) -> str:
        return self.needs[key].name if key in self.needs else str(key)

    def district(self, code: Any, locale: str) -> str:
        """A zone or county by its label; "" is told as unknown."""
        for scheme in ("zones", "divisions"):
            if scheme in self.schemes and code in self.schemes[scheme]:
                return self.schemes[scheme].get(code).label(locale)
        return str(code) or "—"

    def chain(self, code: Any, locale: str) -> str:
        chains = self.schemes.get("chains")
        return chains.get(code).label(locale) if chains is not None and code in chains else str(code)


def names_of(
    *, work: Work, experts: Iterable[int] = (), organizations: Iterable[int] = (), needs: Iterable[int] = ()
) -> Names:
    """The names of these records. The caller has checked that the reader may see them."""
    session = work.session
    people = select(Expert.id, Expert.ref, Expert.name, Organization.name.label("place"))
    people = people.outerjoin(Organization, Expert.institution_id == Organization.id)
    houses = select(Organization.id, Organization.ref, Organization.name)
    house_place = Organization.zone_code, Organization.county_code
    titles = select(Need.id, Need.ref, Need.title)
    return Names(
        experts={
            row.id: Named(row.id, row.ref, row.name, row.place or "")
            for row in session.execute(people.where(Expert.id.in_(set(experts))))
        },
        organizations={
            row.id: Named(row.id, row.ref, row.name, row.zone_code or row.county_code or "")
            for row in session.execute(houses.add_columns(*house_place).where(Organization.id.in_(set(organizations))))
        },
        needs={
            row.id: Named(row.id, row.ref, row.title) for row in session.execute(titles.where(Need.id.in_(set(needs))))
        },
        schemes={name: work.schemes(name) for name in ("zones", "divisions", "chains")},
    )


def plan_names(*, work: Work, plan: Plan) -> Names:
    """The names of everybody in a visit plan's problem, in its visits and among those left out."""
    index = stored_index(plan) if "index" in plan.problem else None
    rows = list(work.session.scalars(select(Visit).where(Visit.plan_id == plan.id)))
    left_out = plan.report.get("left_out", {})
    experts = {row.expert_id for row in rows}.union(index.experts if index else ())
    experts |= {int(key) for one in left_out.values() for key in one.get("experts", {})}
    needs = {need for row in rows for need in row.need_ids}.union(index.needs if index else ())
    needs |= {int(key) for key in left_out}
    houses = {row.enterprise_id for row in rows}.union(index.enterprises if index else ())
    return names_of(work=work, experts=experts, organizations=houses, needs=needs)
