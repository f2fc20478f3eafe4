"""Ask for the schedule of a meeting (对接洽谈会): its numbers are fixed now; planned again, locked talks stay."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Plan
from matchmaker.services.planning.access import DISCARDED, campaign_of, require_planner
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_event import Kept, MeetingEvent, read_event
from matchmaker.services.planning.meeting_problem import hours_of
from matchmaker.services.planning.stored import require_ready, stored_inputs
from matchmaker.services.work import Work

KIND = "meetings"


def event_of(plan: Plan) -> MeetingEvent:
    """The event of a meeting's plan."""
    return read_event(plan.problem["inputs"]["event"])


def ask_for_meeting(
    *, work: Work, campaign: Campaign, event: MeetingEvent, inputs: Inputs | None = None, name: str = ""
) -> Plan:
    """A draft of a meeting on a day to come. What the event leaves open is taken from the round's rules now, so that a
    change of the rules moves no schedule later.
    """
    require_planner(work=work, campaign=campaign, action="plan.create")
    if event.on_date <= work.today():
        raise InvalidInput(field="on_date", problem=N_("Choose a day to come."))
    hours = hours_of(campaign=campaign, event=event)
    whole = replace(event, tables=hours.tables, slots=hours.slots, minutes=hours.minutes, pause=hours.pause)
    last = whole.starts(hours.slots - 1, hours.minutes, hours.pause)
    if last.date() != event.on_date:
        raise InvalidInput(
            field="slots", problem=N_("The last time slot lies on the next day: choose fewer or shorter ones.")
        )
    known = name.strip() or f"{event.on_date.month}月{event.on_date.day}日{work.schemes('plan_kinds').get(KIND).zh}"
    return ask_for_plan(work=work, campaign=campaign, kind=KIND, inputs=inputs, name=known, event=whole)


def plan_meeting_again(*, work: Work, plan: Plan) -> Plan:
    """Another draft of the same meeting, from the database as it is now; locked talks keep their slot.

    When it is published it takes the place of `plan`.
    """
    campaign = campaign_of(work=work, plan=plan)
    require_planner(work=work, campaign=campaign, action="plan.create")
    require_ready(plan)
    kept = tuple(
        Kept(talk.expert_id, talk.enterprise_id, talk.slot)
        for talk in sorted(plan.talks, key=lambda talk: (talk.slot, talk.table_number))
        if talk.locked
    )
    event = replace(event_of(plan), kept=kept)
    draft = ask_for_meeting(work=work, campaign=campaign, event=event, inputs=stored_inputs(plan), name=plan.name)
    draft.supersedes_id = plan.id if plan.state != DISCARDED else plan.supersedes_id
    return draft
