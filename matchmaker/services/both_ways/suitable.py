"""适合我校的需求: needs that suit an institution, in their public version, for its liaison to send round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement

from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Expert, Need, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, Role
from matchmaker.services.both_ways.relations import INSTITUTIONS, candidate_institution_id, relations
from matchmaker.services.both_ways.tie import COUNTED
from matchmaker.services.classification import codes_of
from matchmaker.services.scope import find_visible, needs_in_scope
from matchmaker.services.work import Work

READERS = (Role.LIAISON, Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Fitting:
    """Somebody of the institution, or a result of it, that fits: its name, its school, how well."""

    name: str
    school: str
    grade: Grade


@dataclass(frozen=True)
class SuitableNeed:
    """What may be sent round of a need: nothing of its internal version, nothing of who posted it."""

    ref: str
    title: str
    text: str
    county_code: str | None
    fields: tuple[str, ...]
    grade: Grade
    fitting: tuple[Fitting, ...]

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools whose people fit, each once."""
        return tuple(dict.fromkeys(one.school for one in self.fitting if one.school))


def institution_for(*, work: Work, ref: str | None) -> Organization:
    """The institution that is asked about: a liaison's own, or the one an organizer names. NotFound for any other."""
    actor = work.actor
    if actor.role not in READERS:
        raise Forbidden(action="suitable.read")
    if actor.role is Role.LIAISON:
        own = work.session.get(Organization, actor.organization_id) if actor.organization_id else None
        if own is None or (ref is not None and ref != own.ref):
            raise NotFound(kind="organization", ref=ref or "")
        return own
    found = find_visible(work.session, Organization, ref or "", actor)
    if found is None or found.kind not in INSTITUTIONS:
        raise NotFound(kind="organization", ref=ref or "")
    return found


def suitable_needs(*, work: Work, institution: Organization) -> list[SuitableNeed]:
    """Needs with a good relation to somebody of `institution`, the closest first.

    Only needs that the enterprise let be shown: an approved public version, not confidential. Organizers see those of
    their own scope.
    """
    where: ColumnElement[bool] = may_be_sent_round() & (candidate_institution_id == institution.id)
    if work.actor.role is not Role.LIAISON:
        where &= needs_in_scope(work.actor)
    grouped: dict[int, list[Suggestion]] = {}
    for row in relations(work=work, where=where):
        grouped.setdefault(row.need_id or 0, []).append(row)
    found = [_suitable(rows) for rows in grouped.values()]
    return sorted(found, key=lambda one: (COUNTED.index(one.grade), one.schools, one.ref))


def of_school(needs: Sequence[SuitableNeed], school: str) -> list[SuitableNeed]:
    """Those that suit `school`, with its people alone; all of them as they are for an empty name."""
    if not school:
        return list(needs)
    own = [replace(one, fitting=tuple(each for each in one.fitting if each.school == school)) for one in needs]
    return [one for one in own if one.fitting]


def may_be_sent_round() -> ColumnElement[bool]:
    """The condition on needs under which outsiders may read their public version."""
    return (
        Need.public_approved_at.isnot(None)
        & Need.public_title.isnot(None)
        & (Need.confidentiality != Confidentiality.CONFIDENTIAL)
    )


def _suitable(rows: Sequence[Suggestion]) -> SuitableNeed:
    need = rows[0].need
    assert need is not None
    best = sorted(rows, key=lambda row: (COUNTED.index(row.grade), -row.score))
    return SuitableNeed(
        ref=need.ref,
        title=need.public_title or "",
        text=need.public_text or "",
        county_code=need.county_code,
        fields=tuple(codes_of(need, "fields_form12")),
        grade=best[0].grade,
        fitting=tuple(dict.fromkeys(_fitting(row) for row in best)),
    )


def _fitting(row: Suggestion) -> Fitting:
    record = row.expert or row.achievement
    assert record is not None
    if isinstance(record, Expert):
        return Fitting(record.name, record.school or "", row.grade)
    return Fitting(record.title, (record.expert and record.expert.school) or "", row.grade)
