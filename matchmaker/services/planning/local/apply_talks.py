"""Let the rows of a meeting follow an option: talks end, move and begin."""

from __future__ import annotations

from typing import Any

from matchmaker.models import Plan, Talk
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import CANCELLED, DRAFT, PLANNED
from matchmaker.services.planning.meeting_change import place_told
from matchmaker.services.work import Work


def apply_talks(*, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
    """Do what the option says; whoever knows of the plan is to be told. The caller has the checker look after it.

    Two who meet in another slot keep their talk, with its answers.
    """
    rows = {(talk.expert_id, talk.enterprise_id): talk for talk in plan.talks}
    added = {(one["expert"], one["enterprise"]): one for one in option["add"]}
    for one in option["remove"]:
        pair = one["expert"], one["enterprise"]
        if pair not in added:
            talk = rows[pair]
            before = place_told(talk.slot, talk.table_number)
            audit(work=work, action="talk.cancel", subject=talk, before=before, after={"state": CANCELLED}, why=why)
            talk.state, talk.locked, talk.updated_at = CANCELLED, False, work.now()
            if plan.state == DRAFT:
                plan.talks.remove(talk)
    for pair, one in added.items():
        standing = pair in rows and rows[pair].state != CANCELLED
        talk = rows[pair] if pair in rows else _new_talk(work, plan, *pair)
        before = place_told(talk.slot, talk.table_number) if standing else {}
        talk.state, talk.slot, talk.table_number, talk.updated_at = PLANNED, one["slot"], one["table"], work.now()
        work.session.flush()
        action = "talk.move" if standing else "talk.add"
        audit(work=work, action=action, subject=talk, before=before, after=place_told(one["slot"], one["table"]))
    work.session.flush()
    changed = [*option["remove"], *option["add"]]
    experts, places = {one["expert"] for one in changed}, {one["enterprise"] for one in changed}
    note_changed(work=work, plan=plan, experts=experts, organizations=places)


def _new_talk(work: Work, plan: Plan, expert_id: int, enterprise_id: int) -> Talk:
    needs = {(expert, enterprise): ids for expert, enterprise, ids in plan.problem["problem"].get("needs", [])}
    talk = Talk(ref=work.new_ref(), expert_id=expert_id, enterprise_id=enterprise_id, locked=False, slot=0,
                table_number=0, state=PLANNED, need_ids=needs.get((expert_id, enterprise_id), []),
                created_at=work.now(), updated_at=work.now())  # fmt: skip
    plan.talks.append(talk)
    return talk
