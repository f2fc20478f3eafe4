"""Answers (答复) to what a plan holds for a party: accept, decline with a reason, another date, a colleague instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Invitation, Organization, Pairing, Plan, Rsvp
from matchmaker.services.audit import audit
from matchmaker.services.invitations.engagements import PAIRING, Engagement, engagements_of
from matchmaker.services.invitations.errors import AnswersClosed, LinkUnknown
from matchmaker.services.invitations.records import PLAN, REVOKED
from matchmaker.services.invitations.replan import ACCEPT, follow_answer
from matchmaker.services.invitations.times import deadline_of, may_be_answered
from matchmaker.services.party import party_of, require_spokesman
from matchmaker.services.personal_link import Opened, require_open
from matchmaker.services.willingness import BY_HAND
from matchmaker.services.work import Work

DECLINE, ANOTHER_DATE, COLLEAGUE, ANOTHER_SCHOOL = "decline", "another_date", "colleague", "another_school"
# what can be said to a pairing, which has no day and is no person's; and to everything else
TO_PAIRING = (ACCEPT, DECLINE, ANOTHER_SCHOOL)
TO_OTHERS = (ACCEPT, DECLINE, ANOTHER_DATE, COLLEAGUE)
_LONGEST_NOTE, _LONGEST_NAME, _LONGEST_SCHOOL, _MOST_DATES = 2000, 200, 120, 30


@dataclass(frozen=True)
class Reply:
    """`answer`: a code of `rsvp_answers`. `reason`: a code of `decline_reasons`. `dates`: other days that suit.

    `colleague`: who could come instead, and how to reach them. `school`: of the institution, which should pair instead.
    `answered_at`: when it was said, if that is told later.
    """

    answer: str
    reason: str = ""
    note: str = ""
    dates: tuple[date, ...] = ()
    colleague: str = ""
    school: str = ""
    answered_at: datetime | None = None


def reply_by_link(*, opened: Opened, refs: Sequence[str], reply: Reply) -> list[Rsvp]:
    """Store what the holder of a link says to the engagements `refs`; changeable until the deadline."""
    if opened.invitation.purpose != PLAN:
        raise LinkUnknown
    require_open(opened)
    return _store(opened.work, opened.invitation, refs, reply, "link")


def reply_in_portal(*, work: Work, invitation: Invitation, refs: Sequence[str], reply: Reply) -> list[Rsvp]:
    """The same by a party that is signed in, for itself (a liaison also for the institution's experts)."""
    party = party_of(work=work, row=invitation)
    if require_spokesman(work=work, party=party, action="invitation.answer") != "portal":
        raise InvalidInput(field="how", problem=_how_problem(), known=", ".join(BY_HAND))
    if not may_be_answered(work=work, invitation=invitation):
        raise AnswersClosed(until=deadline_of(work=work, invitation=invitation).isoformat())
    return _store(work, invitation, refs, reply, "portal")


def record_reply(*, work: Work, invitation: Invitation, refs: Sequence[str], reply: Reply, how: str) -> list[Rsvp]:
    """What an organizer was told, by one of BY_HAND; also after the deadline."""
    party = party_of(work=work, row=invitation)
    spoken = require_spokesman(work=work, party=party, action="invitation.answer")
    if spoken != "recorded" or how not in BY_HAND:
        raise InvalidInput(field="how", problem=_how_problem(), known=", ".join(BY_HAND))
    return _store(work, invitation, refs, reply, how)


def _how_problem() -> str:
    return N_("Say how the answer came: %(known)s.")


def _store(work: Work, invitation: Invitation, refs: Sequence[str], reply: Reply, how: str) -> list[Rsvp]:
    if invitation.plan_id is None or invitation.state == REVOKED:
        raise NotFound(kind="invitation", ref=invitation.ref)
    values = _checked(work, reply)
    plan = work.session.get_one(Plan, invitation.plan_id)
    party = party_of(work=work, row=invitation)
    about = _chosen(work, engagements_of(work=work, plan=plan, party=party), refs)
    for one in about:
        _check_answer_fits(work, one, values)
    rows = [_store_one(work, invitation, one, values, how, reply.answered_at) for one in about]
    now = work.now()
    invitation.answered_at = invitation.updated_at = now
    after = {"answer": reply.answer, "reason": reply.reason or None, "how": how, "about": [one.ref for one in about]}
    audit(work=work, action="invitation.answer", subject=party, after=after)
    work.session.flush()
    for one, row in zip(about, rows, strict=True):
        follow_answer(work=work, plan=plan, engagement=one, party=party, rsvp=row)
    return rows


def _chosen(work: Work, engagements: Sequence[Engagement], refs: Sequence[str]) -> list[Engagement]:
    """The engagements asked for: all of them the party's own, none cancelled, none over."""
    known = {one.ref: one for one in engagements if one.stands}
    if not refs or any(ref not in known for ref in refs):
        raise InvalidInput(field="about", problem=N_("The plan has changed: load the page again and answer once more."))
    chosen = [known[ref] for ref in dict.fromkeys(refs)]
    over = [one for one in chosen if one.over(work.today())]
    if over:
        raise AnswersClosed(until=min(over[0].on_date, work.today()).isoformat())
    return chosen


def _store_one(
    work: Work, invitation: Invitation, about: Engagement, values: dict[str, Any], how: str, said_at: datetime | None
) -> Rsvp:
    column = getattr(Rsvp, about.column)
    query = select(Rsvp).where(Rsvp.invitation_id == invitation.id, column == about.row.id)
    row = work.session.scalars(query).one_or_none()
    now = work.now()
    if row is None:
        row = Rsvp(created_at=now, **{about.column: about.row.id})
        invitation.rsvps.append(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.how, row.updated_at, row.recorded_by_id = how, now, work.actor.user_id
    row.answered_at = min(said_at or now, now)
    return row


def _checked(work: Work, reply: Reply) -> dict[str, Any]:
    answer = work.schemes("rsvp_answers").get(reply.answer).code
    for name, most in (("note", _LONGEST_NOTE), ("colleague", _LONGEST_NAME), ("school", _LONGEST_SCHOOL)):
        if len(getattr(reply, name)) > most:
            problem = N_("The text is too long: use at most %(most)s characters.")
            raise InvalidInput(field=name, problem=problem, most=most)
    if answer == DECLINE and not reply.reason:
        raise InvalidInput(field="reason", problem=N_("Choose a reason: it helps to find something better."))
    reason = work.schemes("decline_reasons").get(reply.reason).code if answer == DECLINE else None
    if reason == "other" and not reply.note.strip():
        raise InvalidInput(field="note", problem=N_("Say in a few words what the reason is."))
    if answer == COLLEAGUE and not reply.colleague.strip():
        raise InvalidInput(field="colleague", problem=N_("Name the colleague, and how to reach them."))
    if answer == ANOTHER_SCHOOL and not reply.school.strip():
        raise InvalidInput(field="school", problem=N_("Name the school that should work with them instead."))
    later = sorted({day.isoformat() for day in reply.dates if day > work.today()})
    if answer == ANOTHER_DATE and not 1 <= len(later) <= _MOST_DATES:
        raise InvalidInput(field="dates", problem=N_("Name at least one later day that suits you."))
    return {
        "answer": answer,
        "reason_code": reason,
        "note": reply.note.strip(),
        "dates": later if answer == ANOTHER_DATE else [],
        "colleague": reply.colleague.strip() or None if answer == COLLEAGUE else None,
        "school": reply.school.strip() or None if answer == ANOTHER_SCHOOL else None,
    }


def answers_to(kind: str) -> tuple[str, ...]:
    """The codes of `rsvp_answers` that make sense for this kind of engagement."""
    return TO_PAIRING if kind == PAIRING else TO_OTHERS


def _check_answer_fits(work: Work, about: Engagement, values: dict[str, Any]) -> None:
    """A pairing has no other day; of a school only one that the institution has, and not the one it is with."""
    if values["answer"] not in answers_to(about.kind):
        raise InvalidInput(field="answer", problem=N_("This cannot be said here: choose one of the answers offered."))
    school, row = values["school"], about.row
    if school is None or not isinstance(row, Pairing):
        return
    known = work.session.get_one(Organization, row.institution_id).schools
    if known and school not in known:
        problem = N_("The institution has no such school; known are: %(known)s.")
        raise InvalidInput(field="school", problem=problem, known=", ".join(known))
    if school == row.school:
        raise InvalidInput(field="school", problem=N_("This school is proposed already: accept, or name another one."))
