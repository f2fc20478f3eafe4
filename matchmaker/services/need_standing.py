"""Where a need stands (办理进度), as its enterprise may see it: steps, partners by consent, the answer, the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.locale import N_
from matchmaker.models import Event, Need, NeedAssessment, Outcome, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade, NeedResult, NeedState, ProfileBasis, SuggestionState
from matchmaker.services.audit import EventFilter, events_query
from matchmaker.services.suggestion_text import HINTS, REASONS
from matchmaker.services.work import Work

# 征集—审核—匹配—对接—签约—解决
STEPS = (N_("Post"), N_("Review"), N_("Match"), N_("Meet"), N_("Sign"), N_("Solve"))
_AT: dict[NeedState, int] = {
    NeedState.DRAFT: 0,
    NeedState.SUBMITTED: 1,
    NeedState.RETURNED: 1,
    NeedState.VERIFIED: 2,
    NeedState.PUBLISHED: 2,
    NeedState.MATCHING: 2,
    NeedState.IN_CONTACT: 3,
}
SIGNED = ("contract", "paid")
# What an enterprise reads of the log: acts on its need. Reads, reveals and links are not its business.
ACTS: dict[str, str] = {
    "need.create": N_("Need entered"),
    "need.edit": N_("Need changed"),
    "need.submit": N_("Need submitted"),
    "need.return": N_("Returned for changes"),
    "need.verify": N_("Passed the review"),
    "need.approve_public": N_("Public version approved"),
    "need.publish": N_("Published"),
    "need.matching": N_("Matching begun"),
    "need.contact": N_("Contact begun"),
    "need.confirm": N_("Confirmed by the enterprise"),
    "need.close": N_("Closed"),
    "need.reopen": N_("Taken up again"),
    "need.tracking_link": N_("New tracking link"),
}
# Acts whose reason is meant for the enterprise; other notes are the organizers' own.
TOLD = frozenset({"need.return", "need.close", "need.reopen"})
MOST_EVENTS = 50


@dataclass(frozen=True)
class Step:
    """One step of the work; `on` is the day it was reached, where that is known."""

    name: str
    on: date | datetime | None
    done: bool
    current: bool


@dataclass(frozen=True)
class Partner:
    """Somebody whom the organizers accepted. `name` and `institution` are None while the person has not confirmed.

    `group`: person, team or achievement; `home`: kind of the institution.
    """

    group: str
    grade: Grade
    name: str | None
    institution: str | None
    home: str | None


@dataclass(frozen=True)
class Answer:
    """That nobody really fits so far: `text` and `hints` are messages for gettext."""

    grade: Grade
    text: str
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A line of the record: `text` is a message for gettext, `by` who: self, office or program. `why` as written."""

    at: datetime
    text: str
    by: str
    why: str


def steps_of(*, work: Work, need: Need) -> tuple[Step, ...]:
    """The six steps of the work with the one that is under way; a solved need has done them all."""
    solved = need.state is NeedState.CLOSED and need.result is NeedResult.SOLVED
    place = len(STEPS) if solved else _AT.get(need.state, _furthest(need))
    if place == _AT[NeedState.IN_CONTACT] and _is_signed(work, need):
        place = STEPS.index("Sign") + 1
    days = (need.submitted_at, need.reviewed_at, need.assessed_at, None, None, need.closed_at if solved else None)
    under_way = place if need.state is not NeedState.CLOSED else -1
    return tuple(
        Step(name, day if number <= place else None, number < place, number == under_way)
        for number, (name, day) in enumerate(zip(STEPS, days, strict=True))
    )


def accepted_partners(*, work: Work, need: Need) -> tuple[Partner, ...]:
    """Whom the organizers accepted for `need`. A person's name is passed on only with the person's consent."""
    query = (
        select(Suggestion)
        .where(Suggestion.need_id == need.id, Suggestion.state == SuggestionState.ACCEPTED)
        .options(joinedload(Suggestion.expert), joinedload(Suggestion.achievement))
        .order_by(Suggestion.rank)
    )
    return tuple(_partner(row) for row in work.session.scalars(query))


def answer_of(*, work: Work, need: Need) -> Answer | None:
    """Why nobody fits so far, once matching has looked at the need and nobody was accepted for it."""
    if need.state not in MATCHED_STATES or need.state is NeedState.IN_CONTACT:
        return None
    row = work.session.scalars(select(NeedAssessment).where(NeedAssessment.need_id == need.id)).one_or_none()
    if row is None or not row.reasons or row.grade not in (Grade.WEAK, Grade.NONE):
        return None
    accepted = select(Suggestion.id).where(Suggestion.need_id == need.id, Suggestion.state == SuggestionState.ACCEPTED)
    if work.session.scalars(accepted.limit(1)).first() is not None:
        return None
    hints = tuple(HINTS[hint["code"]] for hint in row.hints if hint["code"] != "invite_experts")
    return Answer(Grade.NONE, REASONS[row.reasons[0]["code"]], hints)


def record_of(*, work: Work, need: Need) -> Sequence[Entry]:
    """What was done with `need`, newest first. Offices are named, not the persons in them."""
    query = events_query(work=work, where=EventFilter(subject_kind="need", subject_ref=need.ref))
    rows = work.session.scalars(query.where(Event.action.in_(list(ACTS))).limit(MOST_EVENTS))
    return [Entry(row.at, ACTS[row.action], _by(work, row), row.why if row.action in TOLD else "") for row in rows]


def _by(work: Work, event: Event) -> str:
    if event.actor_ref == work.actor.ref:
        return "self"
    return {"link": "self", "anonymous": "self", "system": "program", "client": "program"}.get(
        event.actor_kind, "office"
    )


def _furthest(need: Need) -> int:
    """How far a closed need had come."""
    dates = (need.submitted_at, need.reviewed_at, need.assessed_at)
    return sum(day is not None for day in dates)


def _is_signed(work: Work, need: Need) -> bool:
    signed = select(Outcome.id).where(Outcome.need_id == need.id, Outcome.level.in_(SIGNED))
    return work.session.scalars(signed.limit(1)).first() is not None


def _partner(row: Suggestion) -> Partner:
    if row.achievement is not None:
        home = row.achievement.institution
        return Partner(
            "achievement",
            row.grade,
            row.achievement.title,
            home.name if home else None,
            home.kind.value if home else None,
        )
    expert = row.expert
    assert expert is not None  # a need's suggestion names one of both, by a check constraint
    home = expert.institution
    told = expert.basis is ProfileBasis.CONFIRMED
    return Partner(
        expert.kind.value,
        row.grade,
        expert.name if told else None,
        home.name if home is not None and told else None,
        home.kind.value if home is not None else None,
    )
