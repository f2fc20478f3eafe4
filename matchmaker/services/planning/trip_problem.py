"""A trip problem from the database: which delegation could go to which institution on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matchmaker.models import Campaign, Organization
from matchmaker.planning.values.trip_validation import check_trip_problem
from matchmaker.planning.values.trips import TripEnterprise, TripInstitution, TripLock, TripProblem
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.dates import planning_dates
from matchmaker.services.planning.distance import Distances, city_of_institution, distances
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.institution_ties import InstitutionTies, institution_ties
from matchmaker.services.planning.problem_document import plain_document
from matchmaker.services.planning.rules import Rules, rules_of
from matchmaker.services.planning.standing import MUST, MUST_NOT, Standing, standing_of
from matchmaker.services.work import Work

CENTRE = "370902"


def build_trip_problem(
    *, work: Work, campaign: Campaign, inputs: Inputs, window: tuple[date, ...] | None = None
) -> Built[TripProblem]:
    """The problem of a round as the database has it now."""
    rules = rules_of(campaign=campaign, kind="trips")
    standing = standing_of(work=work, campaign=campaign, kind="trips", inputs=inputs)
    ties = institution_ties(work=work, campaign=campaign, standing=standing)
    days = window or planning_dates(work=work, campaign=campaign, rules=rules)
    table = distances(work=work, default_km=rules.number("default_km"))
    return _Builder(work, rules, standing, ties, days, table).build()


@dataclass
class _Builder:
    work: Work
    rules: Rules
    standing: Standing
    ties: InstitutionTies
    days: tuple[date, ...]
    table: Distances

    def build(self) -> Built[TripProblem]:
        musts = [order for order in self.standing.orders if order.kind == MUST]
        ordered = {order.on_date for order in musts if order.on_date is not None and order.on_date > self.work.today()}
        going = {enterprise for enterprise, _ in self.ties.worth} | {order.enterprise_id for order in musts}
        hosts = {institution for _, institution in self.ties.worth} | {order.institution_id for order in musts}
        index = Index(
            enterprises=tuple(sorted(key for key in going if key is not None)),
            institutions=tuple(sorted(key for key in hosts if key is not None)),
            dates=tuple(sorted({*self.days, *ordered})),
        )
        problem = self._problem(index)
        check_trip_problem(problem)
        return Built(problem, index, plain_document(problem), self.ties.left_out)

    def _problem(self, index: Index) -> TripProblem:
        number = index.numbers
        forbidden, locks = [], []
        for order in self.standing.orders:
            enterprise, institution = order.enterprise_id, order.institution_id
            if enterprise not in number["enterprises"] or institution not in number["institutions"]:
                continue
            pair = number["enterprises"][enterprise], number["institutions"][institution]
            if order.kind == MUST_NOT:
                forbidden.append(pair)
            elif order.on_date is None or order.on_date in number["dates"]:
                locks.append(TripLock(*pair, None if order.on_date is None else number["dates"][order.on_date]))
        return TripProblem(
            dates=len(index.dates),
            enterprises=tuple(self._enterprise(self.ties.organizations[key], index) for key in index.enterprises),
            institutions=tuple(self._institution(self.ties.organizations[key], index) for key in index.institutions),
            affinity=tuple(
                (number["enterprises"][enterprise], number["institutions"][institution], value)
                for (enterprise, institution), value in sorted(self.ties.worth.items())
            ),
            leaders=(self.rules.whole("leaders_per_day"),) * len(index.dates),
            locks=tuple(locks),
            forbidden=tuple(forbidden),
            unserved=self.rules.number("unserved_cost"),
            target=self.rules.whole("target"),
            target_shortfall=self.rules.number("target_cost"),
        )

    def _enterprise(self, row: Organization, index: Index) -> TripEnterprise:
        """Days named for visits bind here only where they lie in the window of trips."""
        days, _ = self.standing.days(row, index.dates)
        days = days or index.dates
        return TripEnterprise(tuple(index.numbers["dates"][day] for day in days), self.rules.whole("enterprise_trips"))

    def _institution(self, row: Organization, index: Index) -> TripInstitution:
        condition = self.standing.conditions.organizations.get(row.id)
        days, _ = self.standing.days(row, index.dates)
        km = self.table.km(city_of_institution(self.table, row), CENTRE)
        most = condition.max_delegation if condition is not None else None
        times = condition.max_visits if condition is not None else None
        largest = self.rules.whole("max_delegation") if most is None else most
        return TripInstitution(
            dates=tuple(index.numbers["dates"][day] for day in days),
            min_delegation=min(self.rules.whole("min_delegation"), max(largest, 1)),
            max_delegation=max(largest, 1),
            max_trips=self.rules.whole("institution_trips") if times is None else times,
            days=2 if km > self.rules.number("far_km") else 1,
            cost=2 * km * self.rules.number("km_cost"),
        )
