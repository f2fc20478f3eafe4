"""A meeting of a small round, worked out by the real planner."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from matchmaker.database import Database
from matchmaker.models import Campaign
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_ask import ask_for_meeting
from matchmaker.services.planning.meeting_event import Break, MeetingEvent
from tests.services.planning.scenes import DAYS, Round, work_out
from tests.support.world import World

EVENT = MeetingEvent(
    on_date=DAYS[1], place="泰安会议中心（示例）", begins=time(9, 30), tables=3, slots=4, minutes=20, pause=5,
    breaks=(Break(2, 15),),
)  # fmt: skip


def met(database: Database, world: World, made: Round, *, inputs: Inputs | None = None, **changes: object) -> int:
    """A draft of the meeting, with its talks; its key."""
    with database.write() as session:
        work = world.work(session, made.city)
        campaign = session.get_one(Campaign, made.campaign.id)
        event = replace(EVENT, **changes)  # type: ignore[arg-type]
        plan_id = ask_for_meeting(work=work, campaign=campaign, event=event, inputs=inputs).id
    work_out(database, world, plan_id)
    return plan_id
