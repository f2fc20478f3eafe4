"""Ask for a meeting: day, place, hours, tables, breaks, and who takes part; or plan one again."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.models import Campaign
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_ask import ask_for_meeting, plan_meeting_again
from matchmaker.services.planning.meeting_event import Break, MeetingEvent
from matchmaker.services.planning.meeting_participants import keys_of, possible_participants
from matchmaker.services.planning.rules import rules_of
from matchmaker.services.work import Work
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.navigation import ORGANIZERS
from web.pages.console.meetings.offering import MOST, SIDES, Wanted, offered
from web.pages.console.other_plans.kinds import MEETINGS, plan_of
from web.pages.console.plans.asking import LONGEST_NAME, planned_round
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

LIMITS = {"tables": (1, 200), "slots": (1, 60), "minutes": (5, 240), "pause": (0, 120)}
BREAKS = 2


@require(*ORGANIZERS)
def form() -> ResponseReturnValue:
    with reading() as work:
        campaign = planned_round(work)
        rules = rules_of(campaign=campaign, kind=MEETINGS.code)
        values: dict[str, Any] = {name: str(rules.whole(name)) for name in LIMITS}
        values |= {"begins": "09:00", **{name: name in request.args for name in ("unknown", "suggested")}}
        return page(work, campaign, FormState(values), Wanted(inputs_of(request.args)), chosen=None)


@require(*ORGANIZERS)
def ask() -> ResponseReturnValue:
    """Ask for the schedule; with `offer`, only offer and tick anew who can come, keeping what was filled in."""
    reader = FormReader(request.form)
    wanted = read_wanted(reader)
    if "offer" in request.form:
        with reading() as work:
            return page(work, planned_round(work), reader.state(), wanted, chosen=None)
    chosen = {side: frozenset(reader.words(side, most=1000)) for side in SIDES}
    errors: dict[str, str] = {}
    try:
        with writing("campaign") as work:
            campaign = planned_round(work)
            event = read_event(work, campaign, reader, wanted, chosen)
            if event is not None:
                name = reader.text("name", LONGEST_NAME)
                ref = ask_for_meeting(work=work, campaign=campaign, event=event, inputs=wanted.inputs, name=name).ref
                return redirect(url_for("meetings.show", ref=ref), 303)
    except InvalidInput as error:
        errors = field_errors(error)
    with reading() as work:
        state = reader.state(several=SIDES, more=errors)
        return page(work, planned_round(work), state, wanted, chosen), 422


@require(*ORGANIZERS)
def again(ref: str) -> ResponseReturnValue:
    """Another draft of the same meeting; locked talks stay."""
    with writing("plan") as work:
        draft = plan_meeting_again(work=work, plan=plan_of(work, ref, MEETINGS))
        made = draft.ref
    return redirect(url_for("meetings.show", ref=made), 303)


def inputs_of(given: Any) -> Inputs:
    return Inputs(suggested="suggested" in given, unknown="unknown" in given)


def read_wanted(reader: FormReader) -> Wanted:
    """Who is to be offered, and how many of each side ticked."""
    most = {side: reader.whole(f"most_{side}", 1, MOST) for side in SIDES}
    return Wanted(inputs_of(reader.form), reader.day("on_date"), "absent" in reader.form, most)


def read_event(
    work: Work, campaign: Campaign, reader: FormReader, wanted: Wanted, chosen: dict[str, frozenset[str]]
) -> MeetingEvent | None:
    """What was filled in; None where something is not right yet (the reader knows what)."""
    day = wanted.on_date
    place = reader.text("place", 120, required=True)
    begins = read_time(reader)
    numbers = {name: reader.whole(name, low, high) for name, (low, high) in LIMITS.items()}
    breaks = read_breaks(reader)
    if day is None:
        reader.errors.setdefault("on_date", gettext("Please fill this in."))
    found = possible_participants(work=work, campaign=campaign, inputs=wanted.inputs)
    for side in SIDES:
        if not chosen[side]:
            reader.errors.setdefault(side, gettext("Choose at least one."))
    if reader.errors or day is None or begins is None:
        return None
    only_on = None if wanted.absent else day
    keys = {side: keys_of(getattr(found, side), chosen[side], only_on) for side in SIDES}
    for side, mine in keys.items():
        if not mine:
            reader.errors[side] = gettext("Everybody chosen here named other days.")
    if reader.errors:
        return None
    return MeetingEvent(on_date=day, place=place, begins=begins, breaks=breaks, **numbers, **keys)


def read_time(reader: FormReader) -> time | None:
    given = reader.form.get("begins", "").strip()
    try:
        return time.fromisoformat(given)
    except ValueError:
        reader.errors["begins"] = gettext("Write the time as 09:00.")
        return None


def read_breaks(reader: FormReader) -> tuple[Break, ...]:
    """A break needs both: after which slot, and how long."""
    found = []
    for number in range(1, BREAKS + 1):
        after, minutes = reader.whole(f"after{number}", 1, 60), reader.whole(f"rest{number}", 1, 240)
        if after is not None and minutes is not None:
            found.append(Break(after, minutes))
        elif after is not None or minutes is not None:
            reader.errors.setdefault(f"after{number}", gettext("A break needs both numbers."))
    return tuple(found)


def page(
    work: Work, campaign: Campaign, state: FormState, wanted: Wanted, chosen: dict[str, frozenset[str]] | None
) -> str:
    """The form; `chosen` None ticks whom it wants."""
    return render_page(
        work,
        "console/meetings/new.html",
        round=campaign,
        form=state,
        breaks=range(1, BREAKS + 1),
        sides=offered(work, campaign, wanted, chosen),
        limits=LIMITS | {f"most_{side}": (1, MOST) for side in SIDES},
        labels={"on_date": gettext("Day"), "place": gettext("Place"), "begins": gettext("Begins at"),
                "tables": gettext("Tables"), "slots": gettext("Time slots"), "minutes": gettext("Minutes a slot"),
                "pause": gettext("Minutes between slots"), "experts": gettext("Experts"),
                "enterprises": gettext("Enterprises"), "breaks": gettext("Breaks"),
                "most_experts": gettext("Experts at most"), "most_enterprises": gettext("Enterprises at most")},
    )  # fmt: skip
