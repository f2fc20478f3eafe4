"""Forms of answers, the same by personal link, in the portal and in the console: willingness, and words to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, gettext

from matchmaker.models import Participation, Rsvp, Willingness
from matchmaker.services.invitations.reply import Reply, answers_to
from matchmaker.services.willingness import NewAnswer
from web.choices import Choice, choices
from web.form_reader import FormReader
from web.form_state import FormState

LONGEST_NOTE, LONGEST_NAME, LONGEST_SCHOOL = 2000, 200, 120
SEVERAL = ("dates",)


def read_answer(form: FormReader, days: Sequence[date], known: Participation | None) -> NewAnswer:
    """What was chosen; `form.errors` tells what is not right.

    The form offers the next days only: days that are `known` beyond them stay, unless none is ticked (any day will do).
    """
    offered = [day.isoformat() for day in days]
    chosen = form.codes("dates", offered)
    if chosen and known is not None:
        chosen = sorted({*chosen, *(day for day in known.dates if day not in offered)})
    return NewAnswer(
        answer=form.code("answer", [code for code, _ in choices("willingness_answers")], required=True) or "",
        note=form.text("note", LONGEST_NOTE),
        colleague=form.text("colleague", LONGEST_NAME),
        dates=tuple(date.fromisoformat(day) for day in chosen) if days else None,
    )


def answer_state(answer: Willingness | None, conditions: Participation | None) -> FormState:
    """The form as it stands for what is known."""
    values: dict[str, Any] = {"dates": list(conditions.dates) if conditions is not None else []}
    if answer is not None:
        values |= {"answer": answer.answer, "note": answer.note, "colleague": answer.recommended}
    return FormState(values)


def read_reply(form: FormReader, days: Sequence[date]) -> Reply:
    """What was said to an appointment."""
    return Reply(
        answer=form.code("answer", [code for code, _ in choices("rsvp_answers")], required=True) or "",
        reason=form.code("reason", [code for code, _ in choices("decline_reasons")]) or "",
        note=form.text("note", LONGEST_NOTE),
        colleague=form.text("colleague", LONGEST_NAME),
        school=form.text("school", LONGEST_SCHOOL),
        dates=tuple(date.fromisoformat(day) for day in form.codes("dates", [day.isoformat() for day in days])),
    )


def reply_state(rsvp: Rsvp | None) -> FormState:
    if rsvp is None:
        return FormState()
    values: dict[str, Any] = {"answer": rsvp.answer, "reason": rsvp.reason_code, "note": rsvp.note,
                              "colleague": rsvp.colleague, "school": rsvp.school,
                              "dates": list(rsvp.dates)}  # fmt: skip
    return FormState(values)


def reply_choices(kind: str) -> list[Choice]:
    """The answers that can be given to an engagement of this kind."""
    return [choice for choice in choices("rsvp_answers") if choice[0] in answers_to(kind)]


def day_choices(days: Sequence[date]) -> list[Choice]:
    """Days to tick, each with its day of the week."""
    # Translators: pattern of a day with its day of the week, in Unicode's form (CLDR)
    return [(day.isoformat(), format_date(day, gettext("EEE d MMM"))) for day in days]
