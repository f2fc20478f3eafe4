"""Follow-up tasks (跟进事项): what somebody has to do after a visit or for a need, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from matchmaker.errors import Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.locale import N_
from matchmaker.models import FollowUp, Need, Organization, User, Visit
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit, differences
from matchmaker.services.scope import needs_in_scope, require_role
from matchmaker.services.work import Actor, Work

ORGANIZERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
EDITABLE = frozenset({"text", "due_on", "owner_id"})
_LONGEST = 2000


@dataclass(frozen=True)
class NewFollowUp:
    """A task of `owner` (nobody's yet if None) that came from a visit, a need, or both."""

    text: str
    due_on: date | None = None
    owner: User | None = None
    need: Need | None = None
    visit: Visit | None = None
    source: str | None = None
    external_id: str | None = None


def add_follow_up(*, work: Work, new: NewFollowUp) -> FollowUp:
    """Store a task. It must belong to a visit or a need, so that it is found there again."""
    require_role(work, "follow_up.add", *ORGANIZERS)
    if new.need is None and new.visit is None:
        raise InvalidInput(field="need", problem=N_("Say which need or visit this task belongs to."))
    now = work.now()
    row = FollowUp(
        ref=work.new_ref(),
        need_id=new.need.id if new.need is not None else None,
        visit_id=new.visit.id if new.visit is not None else None,
        owner_id=new.owner.id if new.owner is not None else None,
        text=_text(new.text),
        due_on=new.due_on,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
    )
    work.session.add(row)
    work.session.flush()
    audit(work=work, action="follow_up.add", subject=row, after={"due_on": row.due_on, "owner": _owner(new.owner)})
    return row


def edit_follow_up(*, work: Work, task: FollowUp, values: Mapping[str, Any]) -> FollowUp:
    """Change text, due_on or owner_id of an open task."""
    require_role(work, "follow_up.edit", *ORGANIZERS)
    unknown = sorted(set(values) - EDITABLE)
    if unknown:
        raise InvalidInput(field=", ".join(unknown), problem=N_("This field cannot be changed here."))
    _require_state(task, done=False)
    wanted = dict(values) | ({"text": _text(values["text"])} if "text" in values else {})
    before, after = differences(task, wanted)
    for name in after:
        setattr(task, name, wanted[name])
    if after:
        task.updated_at = work.now()
        work.session.flush()
        audit(work=work, action="follow_up.edit", subject=task, before=before, after=after)
    return task


def finish_follow_up(*, work: Work, task: FollowUp, note: str = "") -> FollowUp:
    """Mark a task done today; its owner or an organizer may."""
    _require_hand(work, task, "follow_up.finish")
    _require_state(task, done=False)
    task.done_on, task.updated_at = work.today(), work.now()
    audit(work=work, action="follow_up.finish", subject=task, after={"done_on": task.done_on}, why=note)
    return task


def reopen_follow_up(*, work: Work, task: FollowUp, why: str = "") -> FollowUp:
    """Take a finished task up again."""
    _require_hand(work, task, "follow_up.reopen")
    _require_state(task, done=True)
    task.done_on, task.updated_at = None, work.now()
    audit(work=work, action="follow_up.reopen", subject=task, why=why)
    return task


@dataclass(frozen=True)
class FollowUpFilter:
    """What to look for; empty fields do not filter. `overdue`: open and due before today."""

    open_only: bool = False
    overdue: bool = False
    owner_id: int | None = None
    need_id: int | None = None
    visit_id: int | None = None


def follow_ups_query(*, work: Work, where: FollowUpFilter) -> Select[FollowUp]:
    """The tasks this caller may see: the most urgent first, those without a day last."""
    query = select(FollowUp).where(_in_scope(work.actor))
    if where.open_only or where.overdue:
        query = query.where(FollowUp.done_on.is_(None))
    if where.overdue:
        query = query.where(FollowUp.due_on < work.today())
    for column, wanted in (
        (FollowUp.owner_id, where.owner_id),
        (FollowUp.need_id, where.need_id),
        (FollowUp.visit_id, where.visit_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    return query.order_by(FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.id)


@dataclass(frozen=True)
class ListedTask:
    """A task with its owner, and the visit or need it came from."""

    task: FollowUp
    owner: User | None
    visit: Visit | None


def list_follow_ups(*, work: Work, where: FollowUpFilter, limit: int = 200) -> list[ListedTask]:
    """The most urgent tasks this caller may see, at most `limit` of them."""
    rows = work.session.scalars(follow_ups_query(work=work, where=where).limit(limit)).all()
    owners = {row.id: row for row in work.session.scalars(select(User).where(User.id.in_({r.owner_id for r in rows})))}
    visits = select(Visit).where(Visit.id.in_({row.visit_id for row in rows}))
    found = {row.id: row for row in work.session.scalars(visits)}
    return [ListedTask(row, owners.get(row.owner_id or 0), found.get(row.visit_id or 0)) for row in rows]


def possible_owners(*, work: Work, county_code: str | None = None) -> list[User]:
    """Who may be given a task: active organizers of the county, and of the city; by name."""
    require_role(work, "follow_up.add", *ORGANIZERS)
    own = (User.role == Role.COUNTY) & (User.county_code == county_code)
    of_city = User.role.in_((Role.CITY, Role.ADMINISTRATOR))
    query = select(User).where(User.active.is_(True), or_(own, of_city))
    return list(work.session.scalars(query.order_by(User.role != Role.COUNTY, User.display_name, User.id)))


def get_follow_up(*, work: Work, ref: str) -> FollowUp:
    """The task with reference `ref`, or NotFound if there is none in the caller's scope."""
    query = select(FollowUp).where(FollowUp.ref == ref, _in_scope(work.actor))
    row = work.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(kind="follow_up", ref=ref)
    return row


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own tasks, and for organizers and auditors those of needs and visits in their scope."""
    own = FollowUp.owner_id == actor.user_id if actor.user_id is not None else false()
    if not (actor.is_organizer or actor.role is Role.AUDITOR or actor.kind == "system"):
        return own
    visits = select(Visit.id)
    if not actor.sees_all:
        places = select(Organization.id).where(Organization.county_code == actor.county_code)
        visits = visits.where(Visit.enterprise_id.in_(places))
    return or_(own, FollowUp.need_id.in_(select(Need.id).where(needs_in_scope(actor))), FollowUp.visit_id.in_(visits))


def _require_hand(work: Work, task: FollowUp, action: str) -> None:
    if work.actor.user_id is None or work.actor.user_id != task.owner_id:
        require_role(work, action, *ORGANIZERS)
    if work.actor.role is Role.AUDITOR:
        raise Forbidden(action=action)


def _require_state(task: FollowUp, *, done: bool) -> None:
    if (task.done_on is not None) is not done:
        raise WrongState(kind="follow_up", state="open" if task.done_on is None else "done")


def _text(text: str) -> str:
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST:
        problem = N_("Write what has to be done, in at most %(most)s characters.")
        raise InvalidInput(field="text", problem=problem, most=_LONGEST)
    return stripped


def _owner(owner: User | None) -> str | None:
    return owner.ref if owner is not None else None
