"""Change pairings by hand: another institution, one more, none; the school; the agreement once it is signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Organization, Pairing, Plan
from matchmaker.planning.checker import check_pairs
from matchmaker.planning.forms.pairs import read_pair_problem
from matchmaker.planning.values.pairs import Pair, PairProblem, PairVerdict
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.pairing import SIGNED
from matchmaker.services.plan_record import check_took_place
from matchmaker.services.planning.access import (
    CANCELLED,
    DRAFT,
    PLANNED,
    PUBLISHED,
    campaign_of,
    require_planner,
    require_state,
)
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.pair_problem import CHAIN, ENTERPRISE, Row
from matchmaker.services.planning.pair_school import best_school
from matchmaker.services.planning.propose_replan import refresh_others
from matchmaker.services.planning.statements import violations_told
from matchmaker.services.planning.stored import proven, require_ready, stored_index
from matchmaker.services.work import Work

RowPair = tuple[Row, int]
_LONGEST_SCHOOL = 120


def row_of(pairing: Pairing) -> Row:
    """The side that is not the institution: ("enterprise", key) or ("chain", code)."""
    return (CHAIN, pairing.chain_code) if pairing.chain_code else (ENTERPRISE, pairing.enterprise_id or 0)


def standing_pairings(plan: Plan) -> list[Pairing]:
    """Every pairing that is not cancelled."""
    return [pairing for pairing in plan.pairings if pairing.state != CANCELLED]


def pairing_of(*, plan: Plan, ref: str) -> Pairing:
    """A pairing of the plan that stands."""
    for pairing in standing_pairings(plan):
        if pairing.ref == ref:
            return pairing
    raise NotFound(kind="pairing", ref=ref)


def pair_with(*, work: Work, plan: Plan, row: Row, institution_id: int, instead_of: Pairing | None = None) -> float:
    """Let a row pair with an institution, perhaps instead of one that it has; how much of the total that takes.

    PlanRefused names every rule that the change would break; nothing changes then.
    """
    _require_changeable(work, plan, instead_of)
    if instead_of is not None and instead_of.institution_id == institution_id:
        return 0.0
    pairs = [(row_of(one), one.institution_id) for one in standing_pairings(plan) if one is not instead_of]
    price, verdict = _priced(plan, [*pairs, (row, institution_id)])
    if instead_of is not None and plan.state == DRAFT:
        pairing = instead_of
        pairing.institution_id = institution_id
    else:
        _end(work, instead_of)
        pairing = new_pairing(work, plan, row, institution_id)
    known = work.session.get_one(Organization, institution_id).schools
    pairing.school = best_school(work=work, row=row, institution_id=institution_id, known=known)
    _note(work, plan, price, verdict, pairing)
    institution = work.session.get_one(Organization, institution_id)
    audit(work=work, action="pairing.change", subject=pairing, after={"organization": institution.ref})
    _tell(work, plan, *(one for one in (instead_of, pairing) if one is not None))
    return price


def part_pairing(*, work: Work, plan: Plan, pairing: Pairing, why: str = "") -> float:
    """Take a pairing out: of a draft for good; of a published plan it stays as cancelled. The price."""
    _require_changeable(work, plan, pairing)
    pairs = [(row_of(one), one.institution_id) for one in standing_pairings(plan) if one is not pairing]
    price, verdict = _priced(plan, pairs)
    audit(work=work, action="pairing.cancel", subject=pairing, after={"state": CANCELLED}, why=why)
    if plan.state == DRAFT:
        plan.pairings.remove(pairing)
        _note(work, plan, price, verdict, None)
    else:
        pairing.state = CANCELLED
        _note(work, plan, price, verdict, pairing)
        _tell(work, plan, pairing)
    return price


def lock_pairing(*, work: Work, plan: Plan, pairing: Pairing, locked: bool) -> None:
    """A locked pairing is not changed by hand."""
    _require_changeable(work, plan, None)
    if pairing.locked is locked:
        return
    pairing.locked, pairing.updated_at = locked, work.now()
    audit(work=work, action="pairing.lock", subject=pairing, before={"locked": not locked}, after={"locked": locked})


def set_school(*, work: Work, plan: Plan, pairing: Pairing, school: str) -> None:
    """The school of the institution that pairs; one of those the institution named, where it named any."""
    _require_changeable(work, plan, None)
    institution = work.session.get_one(Organization, pairing.institution_id)
    name = school.strip()
    if name and institution.schools and name not in institution.schools:
        problem = N_("The institution has no such school; known are: %(known)s.")
        raise InvalidInput(field="school", problem=problem, known=", ".join(institution.schools))
    if len(name) > 120:
        raise InvalidInput(
            field="school", problem=N_("The name is too long: use at most %(most)s characters."), most=120
        )
    before, pairing.school, pairing.updated_at = {"school": pairing.school}, name or None, work.now()
    audit(work=work, action="pairing.change", subject=pairing, before=before, after={"school": pairing.school})
    if before["school"] != pairing.school:
        _tell(work, plan, pairing)


def sign_pairing(*, work: Work, plan: Plan, pairing: Pairing, signed_on: date, agreement: str) -> None:
    """Note that both sides signed; from then on it is not changed any more."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="pairing.record")
    require_state(plan, PUBLISHED)
    if pairing.state != PLANNED:
        raise InvalidInput(field="pairing", problem=N_("This pairing was signed already or was cancelled."))
    check_took_place(work, signed_on)
    pairing.state, pairing.signed_on, pairing.agreement = SIGNED, signed_on, agreement.strip()
    pairing.updated_at = work.now()
    audit(work=work, action="pairing.record", subject=pairing, after={"signed_on": signed_on})


def pairs_of_problem(index: Index, problem: PairProblem, pairs: Iterable[RowPair]) -> tuple[Pair, ...]:
    """As pairs of the problem that `index` belongs to; rows with fewer partners than they should have get "nobody".

    InvalidInput for a row or an institution that the problem lacks.
    """
    rows, institutions = index.numbers["rows"], index.numbers["institutions"]
    found: dict[int, list[int]] = defaultdict(list)
    for row, institution in pairs:
        if row not in rows or institution not in institutions:
            raise InvalidInput(field="institution", problem=N_("They do not both take part in this plan."))
        found[rows[row]].append(institutions[institution])
    whole: list[Pair] = []
    for number, wanted in enumerate(problem.demand):
        nobodies = range(len(index.institutions), len(index.institutions) + max(0, wanted - len(found[number])))
        whole += [(number, column) for column in (*found[number], *nobodies)]
    return tuple(sorted(whole))


def problem_of_pairs(plan: Plan) -> PairProblem:
    """The problem that the plan was made for."""
    return read_pair_problem(plan.problem["problem"])


def new_pairing(work: Work, plan: Plan, row: Row, institution_id: int) -> Pairing:
    now = work.now()
    kind, key = row
    pairing = Pairing(
        ref=work.new_ref(),
        enterprise_id=key if kind == ENTERPRISE else None,
        chain_code=key if kind == CHAIN else None,
        institution_id=institution_id,
        agreement="",
        locked=False,
        state=PLANNED,
        created_at=now,
        updated_at=now,
    )
    plan.pairings.append(pairing)
    return pairing


def _end(work: Work, pairing: Pairing | None) -> None:
    """A published pairing that gives way stays as cancelled, with what was said to it."""
    if pairing is None:
        return
    audit(work=work, action="pairing.cancel", subject=pairing, after={"state": CANCELLED})
    pairing.state, pairing.updated_at = CANCELLED, work.now()


def _tell(work: Work, plan: Plan, *pairings: Pairing) -> None:
    """Whoever knows of a published plan has to hear what has changed for them."""
    houses = {one.institution_id for one in pairings} | {one.enterprise_id for one in pairings} - {None}
    note_changed(work=work, plan=plan, organizations=[key for key in houses if key is not None])


def _require_changeable(work: Work, plan: Plan, pairing: Pairing | None) -> None:
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
    require_state(plan, DRAFT, PUBLISHED)
    require_ready(plan)
    if pairing is not None and pairing.locked:
        raise InvalidInput(field="pairing", problem=N_("This pairing is locked: unlock it first."))
    if pairing is not None and pairing.state != PLANNED:
        raise InvalidInput(field="pairing", problem=N_("This pairing was signed already or was cancelled."))


def _priced(plan: Plan, pairs: Iterable[RowPair]) -> tuple[float, PairVerdict]:
    index, problem = stored_index(plan), problem_of_pairs(plan)
    verdict = check_pairs(problem, pairs_of_problem(index, problem, pairs))
    if verdict.violations:
        raise PlanRefused(violations=violations_told(index, verdict.violations))
    return (plan.value or 0.0) - verdict.total, verdict


def _note(work: Work, plan: Plan, price: float, verdict: PairVerdict, changed: Pairing | None) -> None:
    now = work.now()
    plan.value, plan.updated_at = (plan.value or 0.0) - price, now
    if plan.bound is not None:
        plan.bound = proven(plan.bound, plan.value)
    served = {row_of(one) for one in standing_pairings(plan)}
    shortfalls = [
        {"code": "pair_unserved", "params": {"row": list(row)}, "amount": 1.0, "cost": 0.0}
        for row in stored_index(plan).rows
        if row not in served
    ]
    plan.report = {**plan.report, "worst": verdict.worst, "shortfalls": shortfalls}
    if changed is not None:
        changed.updated_at = now
    work.session.flush()
    refresh_others(work=work, plan=plan)
