"""The board of a visit plan: its visits with everything a page shows of them, in the reader's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from matchmaker.models import Expert, Invitation, Organization, Plan, Rsvp, Visit
from matchmaker.services.planning.access import CANCELLED, campaign_of, visits_in_scope
from matchmaker.services.planning.names import Named, Names, names_of
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.visit_problem import district_of
from matchmaker.services.willingness import UNKNOWN, Answers, answers_of
from matchmaker.services.work import Work


@dataclass(frozen=True)
class BoardVisit:
    """A visit as the board shows it. `answers`: side (expert, enterprise) -> code of its answer to the invitation.

    `unknown`: the sides whose willingness nobody knows.
    """

    row: Visit
    expert: Named
    enterprise: Named
    district: str
    needs: tuple[Named, ...]
    answers: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """`days` and `districts`: those that the plan could use, and those that it uses, in order."""

    plan: Plan
    visits: tuple[BoardVisit, ...]
    days: tuple[date, ...]
    districts: tuple[str, ...]
    names: Names

    def at(self, day: date, district: str) -> list[BoardVisit]:
        return [one for one in self.visits if one.row.on_date == day and one.district == district]

    @property
    def unknown(self) -> int:
        """How many visits rest on an answer that nobody has given."""
        return sum(1 for one in self.visits if one.unknown)


def board_of(*, work: Work, plan: Plan) -> Board:
    """The visits of a plan that stand or took place, as far as the reader may see them."""
    query = select(Visit).where(Visit.plan_id == plan.id, Visit.state != CANCELLED, visits_in_scope(work.actor))
    rows = work.session.scalars(query.order_by(Visit.on_date, Visit.starts_at, Visit.expert_id, Visit.id)).all()
    names = names_of(
        work=work,
        experts={row.expert_id for row in rows},
        organizations={row.enterprise_id for row in rows},
        needs={need for row in rows for need in row.need_ids},
    )
    answers = answers_of(work=work, campaign=campaign_of(work=work, plan=plan))
    said = _answers(work, rows)
    parties = _parties(work, rows)
    visits = tuple(_board_visit(row, names, parties, answers, said.get(row.id, ())) for row in rows)
    index = stored_index(plan) if "index" in plan.problem else None
    days = {row.on_date for row in rows}.union(index.dates if index is not None else ())
    districts = {one.district for one in visits}
    if work.actor.sees_all:
        districts = districts.union(index.districts if index is not None else ())
    return Board(plan, visits, tuple(sorted(days)), tuple(sorted(districts)), names)


def _board_visit(
    row: Visit,
    names: Names,
    parties: tuple[dict[int, Expert], dict[int, Organization]],
    answers: Answers,
    said: Sequence[tuple[str, str]],
) -> BoardVisit:
    expert, enterprise = parties[0][row.expert_id], parties[1][row.enterprise_id]
    sides = (("expert", answers.of(expert)), ("enterprise", answers.of(enterprise)))
    return BoardVisit(
        row=row,
        expert=names.experts[row.expert_id],
        enterprise=replace(names.organizations[row.enterprise_id], place=district_of(enterprise)),
        district=district_of(enterprise),
        needs=tuple(names.needs[need] for need in row.need_ids if need in names.needs),
        answers=tuple(said),
        unknown=tuple(side for side, answer in sides if answer == UNKNOWN),
    )


def _parties(work: Work, rows: Iterable[Visit]) -> tuple[dict[int, Expert], dict[int, Organization]]:
    experts = select(Expert).where(Expert.id.in_({row.expert_id for row in rows}))
    houses = select(Organization).where(Organization.id.in_({row.enterprise_id for row in rows}))
    return (
        {row.id: row for row in work.session.scalars(experts)},
        {row.id: row for row in work.session.scalars(houses)},
    )


def _answers(work: Work, rows: Iterable[Visit]) -> dict[int, list[tuple[str, str]]]:
    """Key of a visit -> (side, answer) of what both said to their invitations."""
    query = (
        select(Rsvp.visit_id, Rsvp.answer, Invitation.expert_id)
        .join(Invitation, Rsvp.invitation_id == Invitation.id)
        .where(Rsvp.visit_id.in_([row.id for row in rows]))
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for visit_id, answer, expert_id in work.session.execute(query.order_by(Rsvp.id)):
        assert visit_id is not None  # the query asks for visits only
        found.setdefault(visit_id, []).append(("expert" if expert_id is not None else "enterprise", answer))
    return found
