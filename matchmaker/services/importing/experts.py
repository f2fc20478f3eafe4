"""Rows of experts and teams."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from matchmaker.identity import name_key
from matchmaker.interchange import ExpertRow
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import ExpertKind, ExpertState, ProfileBasis
from matchmaker.services.audit import differences
from matchmaker.services.expert import NewExpert, create_expert, edit_expert
from matchmaker.services.importing.codes import codes_of_row
from matchmaker.services.importing.organizations import institution_named
from matchmaker.services.importing.result import RowResult
from matchmaker.services.need_values import telephone
from matchmaker.services.work import Work


def write_expert(*, work: Work, row: ExpertRow, source: str) -> RowResult:
    """Create or update the expert or team of a row: known by number, a team by its name, a person by name and unit."""
    institutions = [institution_named(work=work, name=name) for name in row.institutions]
    values = _values(row)
    codes = codes_of_row(row, row.disciplines)
    known = _by_number(work, row, source) or _by_name(work, row, institutions)
    if known is None:
        new = _new(row, institutions, values, source)
        return RowResult(row.row, "taken", create_expert(work=work, new=new))
    filled = {name: value for name, value in values.items() if value not in (None, "", [])}
    before, _ = differences(known, filled)
    present = {(item.scheme, item.code) for item in known.classifications}
    if not before and present >= {(code.scheme, code.code) for code in codes}:
        return RowResult(row.row, "unchanged", known)
    edit_expert(work=work, expert=known, values=filled, codes=codes or None)
    return RowResult(row.row, "updated", known)


def _new(row: ExpertRow, institutions: list[Organization], values: dict[str, Any], source: str) -> NewExpert:
    numbers = [found for found in (telephone(phone.number) for phone in row.contact.phones) if found]
    filled = {name: value for name, value in values.items() if value is not None and name != "name"}
    return NewExpert(
        kind=ExpertKind(row.kind.code),
        name=row.name,
        institution=institutions[0] if institutions else None,
        further_institutions=tuple(institutions[1:]),
        basis=ProfileBasis(row.basis.code) if row.basis else ProfileBasis.PUBLIC,
        state=ExpertState(row.state.code) if row.state else ExpertState.ACTIVE,
        values=filled,
        codes=codes_of_row(row, row.disciplines),
        mobile=numbers[0] if numbers else None,
        email=row.contact.emails[0] if row.contact.emails else None,
        source=source if row.external_id else None,
        external_id=row.external_id,
    )


def _values(row: ExpertRow) -> dict[str, Any]:
    profile = "\n".join(text for text in (row.profile, row.achievements, row.patents) if text)
    return {
        "name": row.name,
        "school": row.school or None,
        "title": row.professional_title or row.position or None,
        "degree": row.degree[:40] or None,
        "gender": row.gender.code if row.gender else None,
        "birth_year": row.birth_year,
        "region": row.region or None,
        "profile": profile,
        "directions": list(row.directions),
        "projects": [{"title": project.title, "year": project.year} for project in row.projects],
        "services": list(row.services),
        "max_visits": row.max_visits,
        "max_days": row.max_days,
        "available_dates": [window.start.isoformat() for window in row.available if window.start],
        "profile_source": row.profile_source[:300] or None,
    }


def _by_number(work: Work, row: ExpertRow, source: str) -> Expert | None:
    if row.external_id is None:
        return None
    query = select(Expert).where(Expert.source == source, Expert.external_id == row.external_id)
    return work.session.scalars(query).one_or_none()


def _by_name(work: Work, row: ExpertRow, institutions: list[Organization]) -> Expert | None:
    query = select(Expert).where(Expert.name_key == name_key(row.name), Expert.kind == ExpertKind(row.kind.code))
    if row.external_id is not None:
        query = query.where(Expert.external_id.is_(None))
    if row.kind.code == ExpertKind.PERSON.value:
        institution_id = institutions[0].id if institutions else None
        query = query.where(Expert.institution_id == institution_id)
    return work.session.scalars(query.order_by(Expert.id)).first()
