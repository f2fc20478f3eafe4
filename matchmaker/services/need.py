"""Needs (技术需求): draft, post, submit, return, verify, publish, edit and close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from matchmaker.errors import InvalidInput, WrongState
from matchmaker.locale import N_
from matchmaker.models import Campaign, Need, Organization
from matchmaker.models.codes import MATCHED_STATES, Confidentiality, NeedResult, NeedSource, NeedState, Role
from matchmaker.services import need_values
from matchmaker.services.audit import audit, differences
from matchmaker.services.classification import Code, classify
from matchmaker.services.need_values import NeedValues
from matchmaker.services.passage import is_searchable, rebuild_passages
from matchmaker.services.scope import require_role
from matchmaker.services.suggest_jobs import ask_for_suggestions
from matchmaker.services.work import Work, token_hash
from matchmaker.services.working_days import add_working_days

ORGANIZERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
# state -> states it may move to, by any verb of this file or of `matchmaker.services.decision`
TRANSITIONS: dict[NeedState, frozenset[NeedState]] = {
    NeedState.DRAFT: frozenset({NeedState.SUBMITTED, NeedState.CLOSED}),
    NeedState.SUBMITTED: frozenset({NeedState.RETURNED, NeedState.VERIFIED, NeedState.CLOSED}),
    NeedState.RETURNED: frozenset({NeedState.SUBMITTED, NeedState.CLOSED}),
    NeedState.VERIFIED: frozenset({NeedState.PUBLISHED, NeedState.MATCHING, NeedState.CLOSED}),
    NeedState.PUBLISHED: frozenset({NeedState.VERIFIED, NeedState.MATCHING, NeedState.CLOSED}),
    NeedState.MATCHING: frozenset({NeedState.IN_CONTACT, NeedState.VERIFIED, NeedState.CLOSED}),
    NeedState.IN_CONTACT: frozenset({NeedState.MATCHING, NeedState.CLOSED}),
    NeedState.CLOSED: frozenset({NeedState.VERIFIED}),
}


@dataclass(frozen=True)
class NewNeed:
    """A need as it comes in: whose it is, how it came, and what is known of it."""

    organization: Organization
    intake: NeedSource
    values: NeedValues
    codes: tuple[Code, ...] = ()
    state: NeedState = NeedState.DRAFT
    county_code: str | None = None
    source: str | None = None
    external_id: str | None = None


def create_need(*, work: Work, new: NewNeed) -> Need:
    """Store a new need in `new.state`. Only organizers (and imports by them) may enter one as verified.

    A missing title is made of the problem's first sentence.
    """
    values = need_values.checked(new.values)
    if not values.get("title"):
        values["title"] = need_values.title_from(values.get("problem", ""))
    if not values["title"]:
        raise InvalidInput(field="problem", problem=N_("Describe the problem in one or two sentences."))
    if new.state not in (NeedState.DRAFT, NeedState.SUBMITTED):
        require_role(work, "need.verify", *ORGANIZERS)
    now = work.now()
    row = Need(
        ref=work.new_ref(),
        organization=new.organization,
        county_code=new.county_code or new.organization.county_code,
        campaign=_running_campaign(work),
        state=new.state,
        intake=new.intake,
        entered_by_id=work.actor.user_id,
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **values,
    )
    for name in ("problem", "indicators", "goal", "background"):
        setattr(row, name, values.get(name, ""))
    row.content_key = need_values.key_of(row)
    if new.state is not NeedState.DRAFT:
        _stamp_submission(work, row, now)
    if new.state in MATCHED_STATES:
        row.reviewed_at = now
    work.session.add(row)
    classify(row, new.codes)
    after = {"title": row.title, "state": row.state, "intake": row.intake}
    _follow_change(work, row)
    audit(work=work, action="need.create", subject=row, after=after)
    return row


def note_confidential_read(*, work: Work, need: Need) -> None:
    """Write the event that a confidential need was opened by somebody who is not its owner (S14)."""
    if need.confidentiality is Confidentiality.CONFIDENTIAL and need.organization_id != work.actor.organization_id:
        audit(work=work, action="need.read_confidential", subject=need)


def issue_tracking_token(*, work: Work, need: Need) -> str:
    """A new secret for the tracking link of `need`; an older link stops working."""
    token = work.new_token()
    need.tracking_hash = token_hash(token)
    audit(work=work, action="need.tracking_link", subject=need)
    return token


def find_by_tracking_token(*, work: Work, token: str) -> Need | None:
    """The need that a tracking link leads to."""
    return work.session.scalars(select(Need).where(Need.tracking_hash == token_hash(token))).one_or_none()


def edit_need(*, work: Work, need: Need, values: NeedValues, codes: tuple[Code, ...] | None = None) -> Need:
    """Change parts of a need. The enterprise may (with its account or its tracking link) until it is verified,
    organizers until it is closed.

    A change of the texts takes back the enterprise's approval of the public version.
    """
    _require_editable(work, need)
    cleaned = need_values.checked(values)
    before, after = differences(need, cleaned)
    for name, value in cleaned.items():
        setattr(need, name, value)
    reclassified = codes is not None and classify(need, codes)
    if not before and not reclassified:
        return need
    if set(before) & {*need_values.MATCHED, "public_title", "public_text"} and need.public_approved_at:
        need.public_approved_at = None
    need.content_key = need_values.key_of(need)
    need.updated_at = work.now()
    _follow_change(work, need)
    audit(work=work, action="need.edit", subject=need, before=before, after=after)
    return need


def submit_need(*, work: Work, need: Need) -> Need:
    """Hand a draft or returned need to the county for review; promises a date of answer."""
    move_need(work=work, need=need, to=NeedState.SUBMITTED, action="need.submit")
    _stamp_submission(work, need, work.now())
    return need


def return_need(*, work: Work, need: Need, note: str) -> Need:
    """Give a submitted need back to its writer with what should be added (退回修改)."""
    require_role(work, "need.return", *ORGANIZERS)
    if not note.strip():
        raise InvalidInput(field="review_note", problem=N_("Say what the enterprise should add or correct."))
    move_need(work=work, need=need, to=NeedState.RETURNED, action="need.return", why=note)
    need.review_note, need.reviewed_at = note.strip(), work.now()
    return need


def verify_need(*, work: Work, need: Need, note: str = "") -> Need:
    """Let a submitted need through (审核通过): from now on it is matched."""
    require_role(work, "need.verify", *ORGANIZERS)
    move_need(work=work, need=need, to=NeedState.VERIFIED, action="need.verify", why=note)
    need.review_note, need.reviewed_at = note.strip() or None, work.now()
    return need


def approve_public_version(*, work: Work, need: Need, title: str, text: str, how: str = "") -> Need:
    """The enterprise approves what outsiders may read; or an organizer notes `how` it gave its word."""
    if work.actor.organization_id != need.organization_id:
        require_role(work, "need.approve_public", *ORGANIZERS)
    cleaned = need_values.checked({"public_title": title, "public_text": text})
    if not cleaned["public_title"]:
        raise InvalidInput(field="public_title", problem=N_("The public version needs a title."))
    need.public_title, need.public_text = cleaned["public_title"], cleaned["public_text"]
    need.public_approved_at = need.updated_at = work.now()
    audit(work=work, action="need.approve_public", subject=need, after={"public_title": need.public_title}, why=how)
    return need


def publish_need(*, work: Work, need: Need) -> Need:
    """Show the public version to outsiders (已发布); it must have been approved."""
    require_role(work, "need.publish", *ORGANIZERS)
    if need.public_approved_at is None:
        raise InvalidInput(field="public_text", problem=N_("The enterprise has not approved the public version yet."))
    return move_need(work=work, need=need, to=NeedState.PUBLISHED, action="need.publish")


def close_need(*, work: Work, need: Need, result: NeedResult, note: str = "") -> Need:
    """Close a need (已办结) as solved, unsolved or withdrawn; the enterprise may only withdraw its own."""
    if not (result is NeedResult.WITHDRAWN and work.actor.organization_id == need.organization_id):
        require_role(work, "need.close", *ORGANIZERS)
    move_need(work=work, need=need, to=NeedState.CLOSED, action="need.close", why=note)
    need.result, need.close_note, need.closed_at = result, note.strip() or None, work.now()
    return need


def reopen_need(*, work: Work, need: Need, why: str) -> Need:
    """Take a closed need up again."""
    require_role(work, "need.reopen", *ORGANIZERS)
    move_need(work=work, need=need, to=NeedState.VERIFIED, action="need.reopen", why=why)
    need.result = need.closed_at = need.close_note = None
    return need


def confirm_intake(*, work: Work, need: Need, how: str) -> Need:
    """Note that the enterprise confirmed a need somebody entered for it (代填): by link or by recorded word."""
    if not how.strip():
        raise InvalidInput(field="confirmed_how", problem=N_("Say who confirmed it and how."))
    need.confirmed_at, need.confirmed_how = work.now(), how.strip()
    need.updated_at = work.now()
    audit(work=work, action="need.confirm", subject=need, after={"how": need.confirmed_how})
    return need


def move_need(*, work: Work, need: Need, to: NeedState, action: str, why: str = "") -> Need:
    """Move a need along TRANSITIONS, with its audit event; WrongState if its state does not allow that."""
    if to not in TRANSITIONS[need.state]:
        raise WrongState(kind="need", state=need.state.value)
    before = {"state": need.state}
    need.state = to
    need.updated_at = work.now()
    _follow_change(work, need)
    audit(work=work, action=action, subject=need, before=before, after={"state": to}, why=why)
    return need


def find_repeat(*, work: Work, need: Need) -> Need | None:
    """An older open need with the same normalised title and texts, of any enterprise in the caller's scope."""
    from matchmaker.services.scope import needs_in_scope

    query = (
        select(Need)
        .where(Need.content_key == need.content_key, Need.id != need.id, Need.state != NeedState.CLOSED)
        .where(needs_in_scope(work.actor))
        .order_by(Need.id)
    )
    return work.session.scalars(query).first()


def _follow_change(work: Work, need: Need) -> None:
    rebuild_passages(work=work, owner=need)
    if is_searchable(need):
        ask_for_suggestions(work=work, need=need)


def _stamp_submission(work: Work, need: Need, now: datetime) -> None:
    need.submitted_at = now
    if need.answer_due_on is None:
        need.answer_due_on = add_working_days(work.today(), work.answer_days)


def _require_editable(work: Work, need: Need) -> None:
    if need.state is NeedState.CLOSED:
        raise WrongState(kind="need", state=need.state.value)
    if work.actor.organization_id == need.organization_id and work.actor.role is Role.ENTERPRISE:
        if need.state not in (NeedState.DRAFT, NeedState.RETURNED, NeedState.SUBMITTED):
            raise WrongState(kind="need", state=need.state.value)
        return
    if work.actor.kind == "link" and work.actor.ref == need.ref:
        if need.state not in (NeedState.DRAFT, NeedState.RETURNED, NeedState.SUBMITTED):
            raise WrongState(kind="need", state=need.state.value)
        return
    require_role(work, "need.edit", *ORGANIZERS, scope="needs:write")


def _running_campaign(work: Work) -> Campaign | None:
    running = select(Campaign).where(Campaign.state == "running", Campaign.county_code.is_(None))
    return work.session.scalars(running.order_by(Campaign.number.desc())).first()
