"""Willingness (意向): what a party answers before anything is planned, and the conditions it names.

No row means that nobody knows; unknown never counts as willing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Campaign, Expert, Organization, Willingness
from matchmaker.services.audit import audit
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.party import Party, is_of, party_key, require_spokesman
from matchmaker.services.work import Work

WILLING, UNWILLING, COOPERATING = "willing", "unwilling", "cooperating"
ONLINE_FIRST, COLLEAGUE, UNKNOWN = "online_first", "colleague", "unknown"
BY_HAND = ("telephone", "wechat", "mail", "workbook", "in_person")
_LONGEST_NOTE, _LONGEST_NAME = 2000, 200


@dataclass(frozen=True)
class NewAnswer:
    """`answer`: a code of `willingness_answers`. `partners`: with whom they cooperate already, if they say so.

    `dates` are the days on which they can; None leaves the known ones. `answered_at`: when they said it, where that
    is told later.
    """

    answer: str
    note: str = ""
    colleague: str = ""
    partners: tuple[Party, ...] = ()
    dates: tuple[date, ...] | None = None
    answered_at: datetime | None = None


def answer_willingness(*, work: Work, campaign: Campaign, party: Party, new: NewAnswer, how: str = "") -> Willingness:
    """Store the answer of `party`; a later one takes its place (the audit log keeps both).

    A party's own account answers through the portal. An organizer records what was said: `how` is one of BY_HAND.
    """
    spoken = require_spokesman(work=work, party=party, action="willingness.answer")
    if spoken == "portal":
        return store_answer(work=work, campaign=campaign, party=party, new=new, how="portal")
    if how not in BY_HAND:
        problem = N_("Say how the answer came: %(known)s.")
        raise InvalidInput(field="how", problem=problem, known=", ".join(BY_HAND))
    return store_answer(work=work, campaign=campaign, party=party, new=new, how=how)


def store_answer(*, work: Work, campaign: Campaign, party: Party, new: NewAnswer, how: str) -> Willingness:
    """Store an answer of whoever may give it (checked by the caller)."""
    values = checked_answer(work, party, new)
    row = willingness_of(work=work, campaign=campaign, party=party)
    before = {} if row is None else {"answer": row.answer, "how": row.how}
    now = work.now()
    if row is None:
        row = Willingness(campaign_id=campaign.id, created_at=now, **party_key(party))
        work.session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.how, row.updated_at, row.recorded_by_id = how, now, work.actor.user_id
    row.answered_at = min(new.answered_at or now, now)
    work.session.flush()
    if new.dates is not None:
        set_conditions(work=work, campaign=campaign, party=party, conditions=Conditions(dates=new.dates))
    after = {"campaign": campaign.ref, "answer": row.answer, "how": how}
    audit(work=work, action="willingness.answer", subject=party, before=before, after=after)
    return row


def forget_answer(*, work: Work, campaign: Campaign, party: Party, why: str) -> None:
    """Take back an answer that was recorded by mistake: the party is unknown again."""
    require_spokesman(work=work, party=party, action="willingness.forget")
    row = willingness_of(work=work, campaign=campaign, party=party)
    if row is None:
        return
    before = {"answer": row.answer, "how": row.how}
    work.session.delete(row)
    audit(work=work, action="willingness.forget", subject=party, before=before, after={"campaign": campaign.ref},
          why=why)  # fmt: skip


def willingness_of(*, work: Work, campaign: Campaign, party: Party) -> Willingness | None:
    """The answer of one party; None: unknown."""
    query = select(Willingness).where(Willingness.campaign_id == campaign.id, is_of(Willingness, party))
    return work.session.scalars(query).one_or_none()


@dataclass(frozen=True)
class Answers:
    """All answers of a round, by the key of the expert or organization."""

    experts: Mapping[int, Willingness]
    organizations: Mapping[int, Willingness]

    def of(self, party: Party) -> str:
        """The code of the answer, UNKNOWN without one. Cooperating with named partners only is willing otherwise."""
        rows = self.experts if isinstance(party, Expert) else self.organizations
        row = rows.get(party.id)
        if row is None:
            return UNKNOWN
        return WILLING if row.answer == COOPERATING and row.partner_ids else row.answer

    def cooperate(self, expert: Expert, organization: Organization) -> bool:
        """Whether one of the two named the other as somebody they work with already."""
        mine, theirs = self.experts.get(expert.id), self.organizations.get(organization.id)
        return (mine is not None and mine.answer == COOPERATING and organization.id in mine.partner_ids) or (
            theirs is not None and theirs.answer == COOPERATING and expert.id in theirs.partner_ids
        )


def answers_of(*, work: Work, campaign: Campaign) -> Answers:
    """Every answer to a round."""
    rows = work.session.scalars(select(Willingness).where(Willingness.campaign_id == campaign.id)).all()
    return Answers(
        experts={row.expert_id: row for row in rows if row.expert_id is not None},
        organizations={row.organization_id: row for row in rows if row.organization_id is not None},
    )


def checked_answer(work: Work, party: Party, new: NewAnswer) -> dict[str, Any]:
    """The answer as it is stored; InvalidInput names the first field that cannot be taken."""
    answer = work.schemes("willingness_answers").get(new.answer).code
    if len(new.note) > _LONGEST_NOTE or len(new.colleague) > _LONGEST_NAME:
        problem = N_("The text is too long: use at most %(most)s characters.")
        raise InvalidInput(field="note", problem=problem, most=_LONGEST_NOTE)
    if answer == COLLEAGUE and not new.colleague.strip():
        raise InvalidInput(field="colleague", problem=N_("Name the colleague, and how to reach them."))
    wanted = Organization if isinstance(party, Expert) else Expert
    if any(not isinstance(partner, wanted) for partner in new.partners):
        raise InvalidInput(field="partners", problem=N_("An expert names enterprises, an enterprise names experts."))
    return {
        "answer": answer,
        "note": new.note.strip(),
        "recommended": new.colleague.strip() or None,
        "partner_ids": sorted({partner.id for partner in new.partners}) if answer == COOPERATING else [],
    }
