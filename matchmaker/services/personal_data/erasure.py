"""Erase a person's data at their request. What the campaign's record needs stays under a name that says nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from matchmaker.errors import Conflicting, InvalidInput
from matchmaker.identity import name_key
from matchmaker.locale import N_
from matchmaker.mail import mail_folder
from matchmaker.models import Base, Embedding, Event, Expert, Organization, Passage, Plan, Visit
from matchmaker.models.codes import ExpertState
from matchmaker.services.audit import audit
from matchmaker.services.erased_events import ERASE, MARK, erase_details
from matchmaker.services.job import enqueue
from matchmaker.services.passage import rebuild_passages
from matchmaker.services.personal_data.holdings import events_about, mails_to, rows_about
from matchmaker.services.personal_data.mail_files import remove_mail_files
from matchmaker.services.personal_data.mentions import mentions_of
from matchmaker.services.personal_data.person import EXPERT, KEEPERS, Person
from matchmaker.services.personal_data.traces import remove_traces
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

# Rows that are nothing but the person's own: they go.
GO = frozenset({"contact", "affiliation", "conflict", "classification", "invitation", "participation", "plan_order",
                "willingness", "passage", "personal_link", "rsvp"})  # fmt: skip
# Rows that tell of a campaign or of others as well: they stay, without what tells of the person.
STAY = frozenset({"achievement", "suggestion", "decision", "visit", "talk", "outcome", "feedback", "follow_up"})
PROFILE: dict[str, Any] = {
    "institution_id": None, "school": None, "title": None, "degree": None, "gender": None, "birth_year": None,
    "region": None, "profile": "", "directions": [], "projects": [], "services": [], "max_visits": None,
    "max_days": None, "available_dates": [], "profile_source": None, "source": None, "external_id": None,
}  # fmt: skip


class VisitsAhead(Conflicting):
    """The person is expected somewhere: a published plan must not change by itself."""

    code = "visits_ahead"
    message = N_("%(count)s planned visits are still ahead: cancel or re-plan them first, then erase.")


@dataclass(frozen=True)
class Erased:
    """How many rows of each table went, how many stay without the person, and how many events lost their details.

    `mentions`: texts of others, by table, in which the same name stands; whether it is the same person, people decide.
    """

    removed: dict[str, int]
    kept: dict[str, int]
    events: int
    mentions: dict[str, int]


def pseudonym(person: Person) -> str:
    """What stands in the place of the name: the reference that the record of actions knows."""
    return f"#{person.owner.ref}"


def what_erasing_does(*, work: Work, person: Person) -> Erased:
    """What `erase_person` would do; nothing is changed."""
    require_role(work, "person.erase", *KEEPERS)
    rows = list(rows_about(work.session, person))
    names = [row.__tablename__ for row in (*rows, *mails_to(work.session, person))]
    counts = Counter(names)
    removed = {name: count for name, count in counts.items() if name in GO or name == "outbox_message"}
    kept = {name: count for name, count in counts.items() if name in STAY}
    if person.needs:
        kept["need"] = len(person.needs)
    mentions = mentions_of(work.session, person, rows)
    return Erased(removed, kept, len(_events(work, person, rows)), mentions)


def erase_person(*, work: Work, person: Person, confirmed: str, why: str, data_dir: Path | None = None) -> Erased:
    """Remove or anonymise everything about `person`; embeddings, index and suggestions follow in the same transaction.

    `confirmed` repeats the person's name as it stands, so that nobody erases another by mistake (InvalidInput). Events
    keep who did what on which record when; their details go. Mails to the person that lie as files in `data_dir`
    go before the transaction ends, so that none is left behind. VisitsAhead while published visits are to come.
    Administrators only.
    """
    require_role(work, "person.erase", *KEEPERS)
    if name_key(confirmed) != name_key(person.name):
        raise InvalidInput(field="confirmed", problem=N_("This is not the name of the person."))
    if isinstance(person.owner, Expert):
        _require_no_visits_ahead(work, person.owner)
    done = what_erasing_does(work=work, person=person)
    rows = list(rows_about(work.session, person))
    events = [event.id for event in _events(work, person, rows)]
    mails = list(mails_to(work.session, person))
    if data_dir is not None:
        done.removed["mail_file"] = remove_mail_files(mail_folder(data_dir), [mail.ref for mail in mails])
    for mail in mails:
        work.session.delete(mail)
    if isinstance(person.owner, Expert):
        _erase_expert(work, person, person.owner, rows)
    else:
        _erase_contact(work, person, person.owner)
    work.session.flush()
    erase_details(work.session, events)
    after = {"kind": person.kind, "removed": done.removed, "kept": done.kept, "events": events}
    enqueue(work=work, kind="snapshot", unique_key="snapshot")  # the file of the index must not keep the vectors
    audit(work=work, action=ERASE, subject=person.owner, after=after, why=why)
    return done


def _erase_expert(work: Work, person: Person, expert: Expert, rows: list[Base]) -> None:
    hashes = {row.text_hash for row in rows if isinstance(row, Passage)}
    remove_traces(work=work, expert=expert, rows=rows, stand_in=pseudonym(person))
    for row in rows:
        if row.__tablename__ in GO:
            work.session.delete(row)
    for name, value in PROFILE.items():
        setattr(expert, name, value)
    expert.name, expert.name_key = pseudonym(person), name_key(pseudonym(person))
    if expert.state is not ExpertState.WITHDRAWN:
        expert.state, expert.withdrawn_at = ExpertState.WITHDRAWN, work.now()
    expert.updated_at = work.now()
    work.session.flush()
    work.session.expire(expert)
    rebuild_passages(work=work, owner=expert)
    _forget_embeddings(work, hashes)


def _forget_embeddings(work: Work, hashes: set[str]) -> None:
    """Vectors of texts that nobody else has."""
    work.session.flush()
    used = set(work.session.scalars(select(Passage.text_hash).where(Passage.text_hash.in_(hashes))))
    work.session.execute(delete(Embedding).where(Embedding.text_hash.in_(hashes - used)))


def _erase_contact(work: Work, person: Person, organization: Organization) -> None:
    for row in person.contacts:
        organization.contacts.remove(row)
    for need in person.needs:
        need.contact_name = need.contact_mobile = need.contact_email = None
        need.updated_at = work.now()
    organization.updated_at = work.now()


def _require_no_visits_ahead(work: Work, expert: Expert) -> None:
    ahead = (
        select(Visit)
        .join(Plan, Plan.id == Visit.plan_id)
        .where(Visit.expert_id == expert.id, Plan.state == "published", Visit.state == "planned",
               Visit.on_date >= work.today())
    )  # fmt: skip
    count = len(work.session.scalars(ahead).all())
    if count:
        raise VisitsAhead(count=count)


def _events(work: Work, person: Person, rows: list[Base]) -> list[Event]:
    """Events with details: on the expert, and on records of theirs that name them; of a contact nothing is told."""
    if person.kind != EXPERT:
        return [event for event in events_about(work.session, person) if event.why]
    own = events_about(work.session, person)
    refs = [ref for row in rows if row is not person.owner and (ref := getattr(row, "ref", None)) is not None]
    words = {person.name, *person.reach} - {""}
    linked = [
        event
        for start in range(0, len(refs), 500)
        for event in work.session.scalars(select(Event).where(Event.subject_ref.in_(refs[start : start + 500])))
        if any(word in f"{event.before}{event.after}{event.why}" for word in words)
    ]
    return [event for event in (*own, *linked) if (event.before or event.after or event.why) and event.after != MARK]
