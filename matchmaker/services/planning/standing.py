"""Who may be planned at all: a code that says why not, for experts, organizations and pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.models import Campaign, Conflict, Expert, Organization, PlanOrder
from matchmaker.models.codes import ExpertState
from matchmaker.services.matching import experts_kept_apart
from matchmaker.services.participation import AllConditions, all_conditions
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.willingness import UNKNOWN, WILLING, Answers, answers_of
from matchmaker.services.work import Work

MUST, MUST_NOT = "must", "must_not"
COOPERATES = "cooperating"


@dataclass(frozen=True)
class Standing:
    """Answers, conditions and orders of a round, and the questions that planning has about them."""

    work: Work
    answers: Answers
    conditions: AllConditions
    orders: tuple[PlanOrder, ...]
    inputs: Inputs

    def against(self, party: Expert | Organization) -> str | None:
        """Why a party cannot be planned: its state, or its answer (unknown only if that was not chosen to count)."""
        if isinstance(party, Expert) and party.state is not ExpertState.ACTIVE:
            return f"state_{party.state.value}"
        answer = self.answers.of(party)
        if answer == WILLING or (answer == UNKNOWN and self.inputs.unknown):
            return None
        return f"answer_{answer}"

    def days(self, party: Expert | Organization, window: tuple[date, ...]) -> tuple[tuple[date, ...], bool]:
        """The days of the window on which a party can, and whether it ever named its days (else all of them)."""
        of_round = self.conditions.experts if isinstance(party, Expert) else self.conditions.organizations
        row = of_round.get(party.id)
        named = list(row.dates) if row is not None else []
        if not named and isinstance(party, Expert):
            named = list(party.available_dates)
        if not named:
            return window, False
        known = {date.fromisoformat(day) for day in named}
        return tuple(day for day in window if day in known), True

    def kept_apart(self, organizations: Iterable[Organization]) -> dict[tuple[int, int], str]:
        """(expert, organization) -> "conflict" (S5) or "cooperating", by law or by their own word."""
        session, today = self.work.session, self.work.today()
        rows = tuple(organizations)
        found: dict[tuple[int, int], str] = {}
        for organization in rows:
            keys = experts_kept_apart(session=session, organization=organization, today=today)
            found |= {(int(key.partition(":")[2]), organization.id): "conflict" for key in keys}
        working = select(Conflict.expert_id, Conflict.organization_id).where(
            Conflict.kind == COOPERATES, Conflict.organization_id.in_([row.id for row in rows])
        )
        told = select(Conflict.expert_id, Conflict.organization_id).where(
            Conflict.kind != COOPERATES, Conflict.organization_id.in_([row.id for row in rows])
        )
        declared = {(row.expert_id, row.organization_id) for row in session.execute(told)}
        for row in session.execute(working):
            if (row.expert_id, row.organization_id) not in declared:
                found[row.expert_id, row.organization_id] = COOPERATES
        return found


def standing_of(*, work: Work, campaign: Campaign, kind: str, inputs: Inputs) -> Standing:
    """The standing of everybody in a round, for one kind of plan."""
    orders = select(PlanOrder).where(PlanOrder.campaign_id == campaign.id, PlanOrder.plan_kind == kind)
    return Standing(
        work=work,
        answers=answers_of(work=work, campaign=campaign),
        conditions=all_conditions(work=work, campaign=campaign),
        orders=tuple(work.session.scalars(orders.order_by(PlanOrder.id))),
        inputs=inputs,
    )


def experts_by_key(work: Work, keys: Iterable[int]) -> dict[int, Expert]:
    """These experts with their institutions."""
    query = select(Expert).where(Expert.id.in_(list(keys))).options(selectinload(Expert.institution))
    return {row.id: row for row in work.session.scalars(query)}


def organizations_by_key(work: Work, keys: Iterable[int]) -> dict[int, Organization]:
    """These organizations with their chains."""
    query = select(Organization).where(Organization.id.in_(list(keys)))
    rows = work.session.scalars(query.options(selectinload(Organization.classifications)))
    return {row.id: row for row in rows}
