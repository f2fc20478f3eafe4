"""The figures of a round: eight numbers for the leader, each with its target, last year's value and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Delegate, Organization, Outcome, Pairing, Plan, Trip, Visit
from matchmaker.models.codes import Role
from matchmaker.services.campaign import previous_campaign
from matchmaker.services.campaign_progress import Progress, whole_progress
from matchmaker.services.outcome import outcomes_in_scope
from matchmaker.services.outcome_values import CONTRACT_LEVELS, PAID
from matchmaker.services.pairing import SIGNED
from matchmaker.services.visit import DONE
from matchmaker.services.work import Work

HEADLINES = (
    "needs_collected", "needs_verified", "experts", "enterprises_visited", "delegations", "needs_solved", "contracts",
    "contract_amount_wan",
)  # fmt: skip
# A trip of fewer enterprises is no delegation.
SMALLEST_DELEGATION = 3


@dataclass(frozen=True)
class Facts:
    """What took place in a round, as far as the caller may read it."""

    needs: Progress
    visits: Sequence[Visit] = ()
    trips: Sequence[Trip] = ()
    pairings: Sequence[Pairing] = ()
    outcomes: Sequence[Outcome] = field(default=())

    @property
    def contracts(self) -> list[Outcome]:
        """Results that are technology contracts; platforms and deputies are counted apart."""
        return [row for row in self._plain if row.level in CONTRACT_LEVELS]

    @property
    def agreements(self) -> list[Outcome]:
        return [row for row in self._plain if row.level == "agreement"]

    @property
    def _plain(self) -> list[Outcome]:
        return [row for row in self.outcomes if not row.joint_platform and not row.vice_president]

    @property
    def delegations(self) -> set[tuple[int, date]]:
        """Institutions with the days on which a delegation was there."""
        return {(row.institution_id, row.on_date) for row in self.trips if len(row.delegates) >= SMALLEST_DELEGATION}


Count = Callable[[Facts], Decimal | int]
# figure of the list `indicators` -> how it is counted, and the rule in words
COUNTS: dict[str, tuple[Count, str]] = {
    "needs_collected": (
        lambda facts: facts.needs.posted,
        N_("Needs handed in; drafts do not count, withdrawn ones do."),
    ),
    "needs_verified": (
        lambda facts: facts.needs.verified,
        N_("Needs that passed the county's review, in all states after it."),
    ),
    "experts": (
        lambda facts: len({row.expert_id for row in facts.visits}),
        N_("Experts and teams with at least one visit; each counts once."),
    ),
    "enterprises_visited": (
        lambda facts: len({row.enterprise_id for row in facts.visits}),
        N_("Enterprises that received at least one visit; each counts once."),
    ),
    "visits": (lambda facts: len(facts.visits), N_("An expert or team at an enterprise on one day counts once.")),
    "delegations": (
        lambda facts: len(facts.delegations),
        N_("Trips of three or more enterprises; one day at one institution counts once."),
    ),
    "pairings": (lambda facts: len(facts.pairings), N_("Signed agreements on long-term cooperation.")),
    "needs_solved": (
        lambda facts: facts.needs.solved,
        N_("Needs that were closed as solved."),
    ),
    "contracts": (
        lambda facts: len(facts.contracts),
        N_("Contracts on development, transfer, licence, consulting or service; no agreements, no intents."),
    ),
    "contract_amount_wan": (
        lambda facts: _sum(row.amount for row in facts.contracts),
        N_("The amounts written in those contracts."),
    ),
    "received_wan": (
        lambda facts: _sum(row.amount_received for row in facts.contracts if row.level == PAID),
        N_("What was received of those contracts."),
    ),
    "framework_agreements": (
        lambda facts: len(facts.agreements),
        N_("Agreements signed that are no contracts."),
    ),
    "joint_platforms": (
        lambda facts: sum(row.joint_platform for row in facts.outcomes),
        N_("Joint laboratories and centres that were opened."),
    ),
    "technology_deputies": (
        lambda facts: sum(row.vice_president for row in facts.outcomes),
        N_("People of institutions whom enterprises employ as deputies for technology."),
    ),
}


@dataclass(frozen=True)
class Figure:
    """One number. `unit` is `items` or `wan` (万元); `definition` are the round's own words, `rule` the program's.

    `target` and `last_year` are None where there is none: then there is nothing to compare with.
    """

    code: str
    unit: str
    value: Decimal
    target: Decimal | None
    last_year: Decimal | None
    definition: str
    rule: str


def campaign_figures(
    *, work: Work, campaign: Campaign, codes: Sequence[str] = HEADLINES, needs: Progress | None = None
) -> tuple[Figure, ...]:
    """The figures `codes` of a round, for the records that the caller may read.

    `needs` is how far all needs of the round have come, where the caller has had them counted in this work already.

    Last year's value is counted in the round before by the same rule; where that is not in this database, the value
    that was given with the target. InvalidInput names the known figures if one of `codes` is unknown.
    """
    unknown = sorted(set(codes) - set(COUNTS))
    if unknown:
        problem = N_("There is no figure %(unknown)s; known are: %(known)s.")
        raise InvalidInput(field="codes", problem=problem, unknown=", ".join(unknown), known=", ".join(COUNTS))
    facts = campaign_facts(work=work, campaign=campaign, needs=needs)
    earlier = previous_campaign(work=work, campaign=campaign)
    before = campaign_facts(work=work, campaign=earlier) if earlier is not None else None
    targets = {entry["code"]: entry for entry in campaign.targets}
    return tuple(_figure(work, code, targets.get(code, {}), facts, before) for code in codes)


def campaign_facts(*, work: Work, campaign: Campaign, needs: Progress | None = None) -> Facts:
    """Everything of a round that is counted and that the caller may read. Needs are many: the database counts them."""
    session = work.session
    plans = select(Plan.id).where(Plan.campaign_id == campaign.id)
    visits = select(Visit).where(Visit.plan_id.in_(plans), Visit.state == DONE, _at_own(work, Visit.enterprise_id))
    took_part = select(Delegate.trip_id).where(_at_own(work, Delegate.enterprise_id))
    trips = select(Trip).where(Trip.plan_id.in_(plans), Trip.state == DONE, Trip.id.in_(took_part))
    pairings = select(Pairing).where(Pairing.plan_id.in_(plans), Pairing.state == SIGNED)
    outcomes = select(Outcome).where(Outcome.campaign_id == campaign.id, outcomes_in_scope(work.actor))
    return Facts(
        needs=needs or whole_progress(work=work, campaign=campaign),
        visits=session.scalars(visits.order_by(Visit.id)).all(),
        trips=session.scalars(trips.options(selectinload(Trip.delegates)).order_by(Trip.id)).all(),
        pairings=session.scalars(pairings.where(_at_own(work, Pairing.enterprise_id)).order_by(Pairing.id)).all(),
        outcomes=session.scalars(outcomes.order_by(Outcome.id)).all(),
    )


def _figure(work: Work, code: str, entry: Mapping[str, Any], facts: Facts, before: Facts | None) -> Figure:
    """One figure; `entry` is its target as the campaign stores it, `before` the facts of the round before."""
    count, rule = COUNTS[code]
    return Figure(
        code=code,
        unit=work.schemes("indicators").get(code).group or "items",
        value=Decimal(count(facts)),
        target=_decimal(entry.get("target")),
        last_year=Decimal(count(before)) if before is not None else _decimal(entry.get("last_year")),
        definition=entry.get("definition", ""),
        rule=rule,
    )


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _at_own(
    work: Work, enterprise_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Whether the enterprise of a visit or pairing is of the caller's county, or its own."""
    actor = work.actor
    if actor.sees_all:
        return true()
    own = select(Organization.id)
    if actor.role is Role.COUNTY:
        return enterprise_id.in_(own.where(Organization.county_code == actor.county_code))
    return enterprise_id.in_(own.where(Organization.id == actor.organization_id)) if actor.organization_id else false()


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
