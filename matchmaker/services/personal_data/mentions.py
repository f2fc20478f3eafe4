"""Texts of others in which a person's name stands. Nobody but a reader can tell whether the same person is meant."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from matchmaker.models import Achievement, Base, Expert, Need, Organization, Pairing, Rsvp, Trip, Willingness
from matchmaker.services.need_list import contains
from matchmaker.services.personal_data.person import EXPERT, Person

# table -> columns that people fill with prose or with names of third persons
PROSE: dict[type[Base], tuple[InstrumentedAttribute[str] | InstrumentedAttribute[str | None], ...]] = {
    Achievement: (Achievement.title, Achievement.text),
    Expert: (Expert.profile,),
    Need: (Need.problem, Need.background, Need.goal, Need.wanted_partners, Need.review_note, Need.close_note),
    Organization: (Organization.profile, Organization.legal_representative),
    Pairing: (Pairing.agreement,),
    Rsvp: (Rsvp.note, Rsvp.colleague, Rsvp.school),
    Trip: (Trip.leader,),
    Willingness: (Willingness.note, Willingness.recommended),
}


def mentions_of(session: Session, person: Person, rows: list[Base]) -> dict[str, int]:
    """How many rows of each table hold the name, without those that are of the person (`rows`)."""
    if len(person.name) < 2:
        return {}
    found = {}
    for model, columns in PROSE.items():
        own = {row.id for row in rows if isinstance(row, model)}
        if person.kind == EXPERT and model is Expert:
            own.add(person.owner.id)
        held = or_(*(column.like(contains(person.name), escape="\\") for column in columns))
        count = session.scalar(select(func.count()).select_from(model).where(held, model.id.notin_(own)))
        if count:
            found[model.__tablename__] = count
    return found
