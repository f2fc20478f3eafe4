"""After a planned visit (专家入企): it took place with what was found, or it did not, and why; findings are kept."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.errors import InvalidInput, WrongState
from matchmaker.locale import N_
from matchmaker.models import Need, Visit
from matchmaker.services.audit import audit
from matchmaker.services.need_contact import begin_contact
from matchmaker.services.plan_record import check_took_place
from matchmaker.services.planning.access import CANCELLED, DONE, PLANNED, PUBLISHED
from matchmaker.services.scope import find_visible, require_role
from matchmaker.services.visit import RECORDERS
from matchmaker.services.work import Work

_LONGEST_FINDINGS, _LONGEST_WHY = 20_000, 300


def complete_visit(*, work: Work, visit: Visit, findings: str = "") -> Visit:
    """Note that a planned visit of a published plan took place; the needs it served are in contact from now on."""
    _require_planned(work, visit, "visit.done")
    visit.state, visit.findings, visit.updated_at = DONE, _text(findings), work.now()
    work.session.flush()
    audit(work=work, action="visit.done", subject=visit, before={"state": PLANNED}, after={"state": DONE})
    for need in _needs(work, visit):
        begin_contact(work=work, need=need)
    return visit


def miss_visit(*, work: Work, visit: Visit, why: str) -> Visit:
    """Note that a planned visit did not take place. Coming visits are cancelled in the plan, not here."""
    _require_planned(work, visit, "visit.cancel")
    reason = why.strip()
    if not reason or len(reason) > _LONGEST_WHY:
        problem = N_("Say in at most %(most)s characters why it did not take place.")
        raise InvalidInput(field="why", problem=problem, most=_LONGEST_WHY)
    visit.state, visit.cancelled_why, visit.updated_at = CANCELLED, reason, work.now()
    work.session.flush()
    audit(
        work=work,
        action="visit.cancel",
        subject=visit,
        before={"state": PLANNED},
        after={"state": CANCELLED},
        why=reason,
    )
    return visit


def edit_findings(*, work: Work, visit: Visit, findings: str) -> Visit:
    """Change what was found on a visit that took place. The log tells that it changed, not what it says."""
    require_role(work, "visit.findings", *RECORDERS)
    if visit.state != DONE:
        raise WrongState(kind="visit", state=visit.state)
    text = _text(findings)
    if text != visit.findings:
        visit.findings, visit.updated_at = text, work.now()
        work.session.flush()
        audit(work=work, action="visit.findings", subject=visit, after={"changed": ["findings"]})
    return visit


def needs_of_visit(*, work: Work, visit: Visit) -> list[Need]:
    """The needs that the visit serves, in the caller's scope."""
    return [need for need in _needs(work, visit) if find_visible(work.session, Need, need.ref, work.actor) is not None]


def _require_planned(work: Work, visit: Visit, action: str) -> None:
    require_role(work, action, *RECORDERS)
    if visit.state != PLANNED or visit.plan.state != PUBLISHED:
        raise WrongState(kind="visit", state=visit.state)
    check_took_place(work, visit.on_date)


def _text(findings: str) -> str:
    stripped = findings.strip()
    if len(stripped) > _LONGEST_FINDINGS:
        problem = N_("The text is too long: use at most %(most)s characters.")
        raise InvalidInput(field="findings", problem=problem, most=_LONGEST_FINDINGS)
    return stripped


def _needs(work: Work, visit: Visit) -> list[Need]:
    return list(work.session.scalars(select(Need).where(Need.id.in_(visit.need_ids)).order_by(Need.id)))
