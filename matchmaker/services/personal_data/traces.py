"""Free texts that others wrote about a person: the record stays, the name in it becomes a stand-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from matchmaker.models import Achievement, Base, Contact, Expert, OutboxMessage, Plan, Suggestion, Talk, Visit
from matchmaker.services.passage import rebuild_passages
from matchmaker.services.suggestion import retire_suggestion
from matchmaker.services.work import Work

# table -> columns with texts in which the person may be named
TEXTS: dict[str, tuple[str, ...]] = {
    "achievement": ("title", "text"),
    "decision": ("note",),
    "visit": ("findings", "cancelled_why"),
    "talk": ("note",),
    "outcome": ("note",),
    "feedback": ("text",),
    "follow_up": ("text",),
}


def remove_traces(*, work: Work, expert: Expert, rows: list[Base], stand_in: str) -> None:
    """Take the expert's name, numbers and addresses out of the records among `rows` that stay.

    Evidence of suggestions quotes the profile and goes; the grade stays. Arrangements of visits (room, car, meals) go.
    An achievement stays with the institution; one of nobody else takes no part in matching any more.
    """
    reach = [value for row in expert.contacts for value in (row.mobile, row.telephone, row.email, row.wechat) if value]
    clean = _without({expert.name: stand_in} | dict.fromkeys(reach, "***"))
    for row in rows:
        for column in TEXTS.get(row.__tablename__, ()):
            setattr(row, column, clean(getattr(row, column)))
        if isinstance(row, Suggestion) and row.expert_id == expert.id:
            row.evidence = {}
            retire_suggestion(work=work, suggestion=row)
        elif isinstance(row, Visit):
            row.arrangements = {}
        elif isinstance(row, Achievement):
            row.institution_id = row.institution_id or expert.institution_id
            row.expert = None
            row.active = row.active and row.institution_id is not None
            rebuild_passages(work=work, owner=row)
    for mail in _mails_about(work, rows):
        mail.payload = clean(mail.payload)
    plan_ids = {row.plan_id for row in rows if isinstance(row, Visit | Talk)}
    for plan_id in sorted(plan_ids):
        plan = work.session.get_one(Plan, plan_id)
        plan.problem, plan.report = clean(plan.problem), clean(plan.report)


def _mails_about(work: Work, rows: list[Base]) -> list[OutboxMessage]:
    """Mails to the enterprises that the person was to meet: they name the visitor."""
    met = {row.enterprise_id for row in rows if isinstance(row, Visit | Talk)}
    addresses = select(Contact.email).where(Contact.organization_id.in_(met), Contact.email.isnot(None))
    return list(work.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient.in_(addresses))))


def _without(words: dict[str, str]) -> Callable[[Any], Any]:
    """Replaces every one of `words` in texts, and in the texts of lists and mappings."""
    longest_first = sorted((word for word in words if word), key=len, reverse=True)

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            for word in longest_first:
                value = value.replace(word, words[word])
            return value
        if isinstance(value, list):
            return [clean(item) for item in value]
        if isinstance(value, dict):
            return {name: clean(item) for name, item in value.items()}
        return value

    return clean
