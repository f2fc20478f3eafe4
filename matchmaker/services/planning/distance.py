"""Distances by road: the operator's corrections over the shipped list, and a plain default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Distance, Expert, Organization
from matchmaker.models.codes import Role
from matchmaker.reference.planning_defaults import shipped_distances
from matchmaker.services.audit import audit_plain
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

FARTHEST = 20_000


@dataclass(frozen=True)
class Distances:
    """Kilometres one way from a city to a county; `default_km` where the city is not known."""

    own: Mapping[tuple[str, str], float]
    default_km: float

    @property
    def cities(self) -> tuple[str, ...]:
        """Every city with a distance, those of the operator first."""
        return tuple(dict.fromkeys([*(city for city, _ in self.own), *shipped_distances().city]))

    def city_in(self, *texts: str | None) -> str | None:
        """The first known city that one of the texts names, the longest name where several do."""
        for text in texts:
            named = [city for city in self.cities if text and city in text]
            if named:
                return max(named, key=len)
        return None

    def km(self, city: str | None, county_code: str | None) -> float:
        """One way; the way inside Tai'an is added to the way to its centre."""
        if city is not None and county_code is not None and (city, county_code) in self.own:
            return self.own[city, county_code]
        shipped = shipped_distances()
        if city is None or city not in shipped.city:
            return self.default_km
        return shipped.city[city] + shipped.county.get(county_code or "", 0.0)


def distances(*, work: Work, default_km: float) -> Distances:
    """The table in force."""
    rows = work.session.scalars(select(Distance))
    return Distances({(row.city, row.county_code): row.km for row in rows}, default_km)


def set_distance(*, work: Work, city: str, county_code: str, km: float | None) -> None:
    """Correct the way from a city to a county; None goes back to the shipped figure."""
    require_role(work, "distance.set", Role.CITY, Role.ADMINISTRATOR)
    work.schemes("divisions").get(county_code)
    name = city.strip()
    if not name or len(name) > 40:
        raise InvalidInput(field="city", problem=N_("Write the name of a city, in at most 40 characters."))
    if km is not None and not 0 <= km <= FARTHEST:
        raise InvalidInput(field="km", problem=N_("Write kilometres between 0 and 20,000."))
    query = select(Distance).where(Distance.city == name, Distance.county_code == county_code)
    row = work.session.scalars(query).one_or_none()
    if km is None:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        now = work.now()
        work.session.add(Distance(city=name, county_code=county_code, km=km, created_at=now, updated_at=now))
    else:
        row.km, row.updated_at = km, work.now()
    after = {"city": name, "county_code": county_code, "km": km}
    audit_plain(work=work, action="distance.set", subject_kind="distance", subject_ref=county_code, after=after)


def city_of_expert(table: Distances, expert: Expert) -> str | None:
    """Where an expert comes from: region, else the institution's address or name."""
    host = expert.institution
    return table.city_in(expert.region, host.address if host else None, host.name if host else None)


def city_of_institution(table: Distances, institution: Organization) -> str | None:
    """Where an institution is; one with a county code of Tai'an is in Tai'an."""
    return table.city_in(institution.address, "泰安" if institution.county_code else None, institution.name)
