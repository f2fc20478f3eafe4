"""A visit problem from the database: suggestions, willingness, dates, limits, conflicts, orders, rules and targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from matchmaker.models import Campaign, Expert, Organization, PlanOrder
from matchmaker.planning.values.validation import check_problem
from matchmaker.planning.values.visits import Chain, Enterprise, Group, Lock, Need, Targets, VisitProblem, Weights
from matchmaker.planning.values.visits import Expert as PlannedExpert
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.candidates import Candidates, candidates_of
from matchmaker.services.planning.dates import planning_dates
from matchmaker.services.planning.distance import Distances, city_of_expert, distances
from matchmaker.services.planning.errors import LocksConflict
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.problem_document import visit_problem_document
from matchmaker.services.planning.rules import Rules, place_rule, rules_of
from matchmaker.services.planning.standing import (
    MUST,
    MUST_NOT,
    Standing,
    experts_by_key,
    organizations_by_key,
    standing_of,
)
from matchmaker.services.planning.visit_targets import remaining_targets
from matchmaker.services.willingness import UNKNOWN
from matchmaker.services.work import Work

SMALLEST_GROUP = 2


def build_visit_problem(
    *,
    work: Work,
    campaign: Campaign,
    inputs: Inputs,
    window: tuple[date, ...] | None = None,
    promised: Mapping[tuple[int, int], float] | None = None,
    without: Collection[int] = (),
    also: Collection[int] = (),
) -> Built[VisitProblem]:
    """The problem of a round as the database has it now.

    `window` fixes the days (of an earlier problem), `promised` keeps what (expert, need) of a published plan are worth,
    `without` are the keys of orders that are given up, `also` of experts who are in it
    although nothing speaks for them.
    """
    rules = rules_of(campaign=campaign, kind="visits")
    standing = standing_of(work=work, campaign=campaign, kind="visits", inputs=inputs)
    standing = replace(standing, orders=tuple(order for order in standing.orders if order.id not in without))
    found = candidates_of(
        work=work,
        campaign=campaign,
        standing=standing,
        accepted_bonus=rules.number("accepted_bonus"),
        promised=promised,
    )
    days = window or planning_dates(work=work, campaign=campaign, rules=rules)
    return _Builder(work, campaign, rules, standing, found, days, frozenset(also)).build()


@dataclass
class _Builder:
    work: Work
    campaign: Campaign
    rules: Rules
    standing: Standing
    found: Candidates
    days: tuple[date, ...]
    also: frozenset[int] = frozenset()

    def build(self) -> Built[VisitProblem]:
        """Experts and enterprises that can meet, or must, in the order of their keys."""
        musts = [order for order in self.standing.orders if order.kind == MUST and self._is_ahead(order)]
        experts = self._experts(musts)
        enterprises = self._enterprises(musts)
        require_answers(self.standing, musts, experts, enterprises)
        ordered = {order.on_date for order in musts if order.on_date is not None}
        needs = tuple(sorted({need for _, need in self.found.worth}))
        chains = tuple(sorted({code for row in enterprises.values() for code in chain_codes(row)}))
        index = Index(
            experts=tuple(sorted(experts)),
            enterprises=tuple(sorted(enterprises)),
            needs=needs,
            dates=tuple(sorted({*self.days, *ordered})),
            districts=tuple(sorted({district_of(row) for row in enterprises.values()})),
            chains=chains,
        )
        problem = self._problem(index, experts, enterprises, musts)
        check_problem(problem)
        left_out = {need: {"code": code, "experts": why} for need, (code, why) in self.found.left_out.items()}
        return Built(problem, index, visit_problem_document(problem), left_out)

    def _is_ahead(self, order: PlanOrder) -> bool:
        """A day that is over asks for nothing any more."""
        return order.on_date is None or order.on_date > self.work.today()

    def _experts(self, musts: Iterable[PlanOrder]) -> dict[int, Expert]:
        keys = {expert for expert, _ in self.found.worth} | {one.expert_id for one in musts if one.expert_id}
        conditions = self.standing.conditions.experts
        keys |= {key for key, row in conditions.items() if row.invited} | self.also
        groups = {conditions[key].group_name for key in keys if key in conditions} - {None}
        keys |= {key for key, row in conditions.items() if row.group_name in groups}
        rows = experts_by_key(self.work, keys)
        ordered = {one.expert_id for one in musts} | self.also
        return {key: row for key, row in rows.items() if key in ordered or self.standing.against(row) is None}

    def _enterprises(self, musts: Iterable[PlanOrder]) -> dict[int, Organization]:
        needs = {need for _, need in self.found.worth}
        keys = {self.found.needs[need].organization_id for need in needs}
        keys |= {one.enterprise_id for one in musts if one.enterprise_id}
        return organizations_by_key(self.work, keys)

    def _problem(
        self, index: Index, experts: Mapping[int, Expert], enterprises: Mapping[int, Organization],
        musts: Iterable[PlanOrder],
    ) -> VisitProblem:  # fmt: skip
        number, rules = index.numbers, self.rules
        table = distances(work=self.work, default_km=rules.number("default_km"))
        conflicts, forbidden = self._barred(index)
        return VisitProblem(
            dates=len(index.dates),
            districts=len(index.districts),
            experts=tuple(self._expert(experts[key], index, table) for key in index.experts),
            enterprises=tuple(self._enterprise(enterprises[key], index) for key in index.enterprises),
            needs=tuple(Need(number["enterprises"][self.found.needs[need].organization_id]) for need in index.needs),
            affinity=tuple(
                (number["experts"][expert], number["needs"][need], value)
                for (expert, need), value in sorted(self.found.worth.items())
                if expert in number["experts"]
            ),
            weights=weights_of(rules),
            max_enterprises_per_trip=rules.whole("enterprises_per_day"),
            max_experts_per_need=rules.whole("experts_per_need"),
            district_min_covered_needs=tuple(self._place("districts", code, "needs") for code in index.districts),
            district_max_visits=tuple(self._place("districts", code, "visits") or None for code in index.districts),
            max_km_per_trip=2 * rules.number("max_km") if rules.number("max_km") else None,
            chains=tuple(
                Chain(self._place("chains", code, "needs"), self._place("chains", code, "visits") or None)
                for code in index.chains
            ),
            groups=tuple(self._groups(index)),
            escorts=tuple((self._place("districts", code, "escorts"),) * len(index.dates) for code in index.districts),
            conflicts=conflicts,
            forbidden=forbidden,
            locks=tuple(self._locks(index, musts)),
            targets=Targets(*remaining_targets(work=self.work, campaign=self.campaign)),
            seed=self.standing.inputs.seed,
        )

    def _place(self, place: str, code: str, name: str) -> int:
        return place_rule(campaign=self.campaign, rules=self.rules, place=place, code=code, name=name)

    def _expert(self, row: Expert, index: Index, table: Distances) -> PlannedExpert:
        condition = self.standing.conditions.experts.get(row.id)
        days = self._days(row, index)
        city = city_of_expert(table, row)
        own_days, own_visits = (condition.max_days, condition.max_visits) if condition else (None, None)
        past_days = self.found.past.days.get(row.id, frozenset())
        past_visits = self.found.past.visits_of_expert.get(row.id, 0)
        return PlannedExpert(
            dates=tuple(index.numbers["dates"][day] for day in days),
            max_days=max(0, _first(own_days, row.max_days, self.rules.whole("expert_days")) - len(past_days)),
            km_round_trip=tuple(2 * table.km(city, county_of(self.work, code)) for code in index.districts),
            invited=condition is not None and condition.invited and not past_visits,
            max_visits=max(0, _first(own_visits, row.max_visits, self.rules.whole("expert_visits")) - past_visits),
        )

    def _enterprise(self, row: Organization, index: Index) -> Enterprise:
        condition = self.standing.conditions.organizations.get(row.id)
        days = self._days(row, index)
        in_all, a_day = (condition.max_visits, condition.max_per_date) if condition else (None, None)
        past_visits = self.found.past.visits_of_enterprise.get(row.id, 0)
        return Enterprise(
            district=index.numbers["districts"][district_of(row)],
            dates=tuple(index.numbers["dates"][day] for day in days),
            max_visits=max(0, _first(in_all, self.rules.whole("enterprise_visits")) - past_visits),
            max_visits_per_date=_first(a_day, self.rules.whole("enterprise_visits_per_day")),
            chains=tuple(sorted(index.numbers["chains"][code] for code in chain_codes(row))),
        )

    def _days(self, row: Expert | Organization, index: Index) -> tuple[date, ...]:
        """The named days; who named none can on every day of the window, and on the days of their own orders."""
        days, named = self.standing.days(row, index.dates)
        if named:
            return days
        own = {
            order.on_date
            for order in self.standing.orders
            if order.kind == MUST and row.id == (order.expert_id if isinstance(row, Expert) else order.enterprise_id)
        }
        return tuple(day for day in days if day in self.days or day in own)

    def _barred(self, index: Index) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """Pairs of a conflict of interest, and pairs that nobody wants together."""
        experts, enterprises = index.numbers["experts"], index.numbers["enterprises"]
        conflicts: set[tuple[int, int]] = set()
        forbidden: set[tuple[int, int]] = set()
        for (expert, enterprise), code in self.found.apart.items():
            if expert in experts and enterprise in enterprises:
                pair = experts[expert], enterprises[enterprise]
                (forbidden if code == "cooperating" else conflicts).add(pair)
        for order in self.standing.orders:
            if order.kind == MUST_NOT and order.expert_id in experts and order.enterprise_id in enterprises:
                forbidden.add((experts[order.expert_id], enterprises[order.enterprise_id]))
        return tuple(sorted(conflicts)), tuple(sorted(forbidden))

    def _locks(self, index: Index, musts: Iterable[PlanOrder]) -> Iterable[Lock]:
        number = index.numbers
        for order in musts:
            day = None if order.on_date is None else number["dates"][order.on_date]
            yield Lock(number["experts"][order.expert_id], number["enterprises"][order.enterprise_id], day)

    def _groups(self, index: Index) -> Iterable[Group]:
        """Visiting groups of which at least two members can be planned; the leader, or who comes first."""
        members: dict[str, list[int]] = {}
        leaders: dict[str, int] = {}
        for key, row in sorted(self.standing.conditions.experts.items()):
            if row.group_name and key in index.numbers["experts"]:
                number = index.numbers["experts"][key]
                members.setdefault(row.group_name, []).append(number)
                if row.group_leader:
                    leaders.setdefault(row.group_name, number)
        for name, together in sorted(members.items()):
            if len(together) >= SMALLEST_GROUP:
                yield Group(members=tuple(together), leader=leaders.get(name, together[0]))


def require_answers(
    standing: Standing,
    musts: Iterable[PlanOrder],
    experts: Mapping[int, Expert],
    enterprises: Mapping[int, Organization],
) -> None:
    """Raise LocksConflict for an order about somebody who cannot be planned; unknown answers do not stop an order."""
    for order in musts:
        assert order.expert_id is not None
        assert order.enterprise_id is not None
        expert, enterprise = experts[order.expert_id], enterprises[order.enterprise_id]
        for party in (expert, enterprise):
            if standing.against(party) not in (None, f"answer_{UNKNOWN}"):
                told = {"expert": expert.ref, "enterprise": enterprise.ref, "order": order.ref}
                raise LocksConflict(conflict=[told], limits=["willingness"], locks=f"{expert.name}—{enterprise.name}")


def weights_of(rules: Rules) -> Weights:
    """What things cost in this round."""
    return Weights(
        km=rules.number("km_cost"),
        expert_day=rules.number("day_cost"),
        unmet_need=rules.number("unmet_cost"),
        district_shortfall=rules.number("county_cost"),
        chain_shortfall=rules.number("chain_cost"),
        idle_expert=rules.number("idle_cost"),
        target_shortfall=rules.number("target_cost"),
        moved=rules.number("moved_cost"),
    )


def district_of(row: Organization) -> str:
    """The code of the zone an enterprise lies in, else of its county; "" where neither is known."""
    return row.zone_code or row.county_code or ""


def county_of(work: Work, district: str) -> str | None:
    """The county that a zone lies in, or the county itself."""
    zones = work.schemes("zones")
    return zones.get(district).parent if district in zones else district or None


def chain_codes(row: Organization) -> list[str]:
    """The codes of an enterprise's chains, each once."""
    return sorted({one.code for one in row.classifications if one.scheme == "chains"})


def _first(*values: int | None) -> int:
    """The first that is given."""
    return next(value for value in values if value is not None)
