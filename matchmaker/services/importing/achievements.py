"""Rows of achievements, also those that stand in a table of experts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from matchmaker.identity import folded, name_key
from matchmaker.interchange import AchievementRow
from matchmaker.models import Achievement, Expert, Organization
from matchmaker.services.achievement import NewAchievement, create_achievement, edit_achievement
from matchmaker.services.audit import differences
from matchmaker.services.importing.codes import code_value, codes_of_row
from matchmaker.services.importing.organizations import institution_named
from matchmaker.services.importing.result import RowResult
from matchmaker.services.work import Work


def write_achievement(*, work: Work, row: AchievementRow, source: str) -> RowResult:
    """Create or update an achievement: known by number, else by its normalised title and institution."""
    institution = institution_named(work=work, name=row.institutions[0]) if row.institutions else None
    values, codes = _values(row), codes_of_row(row, row.contract_kinds)
    known = _by_number(work, row, source) or _by_title(work, row, institution)
    if known is None:
        filled = {name: value for name, value in values.items() if name not in ("title", "text") and value is not None}
        new = NewAchievement(
            title=row.title,
            text=row.text,
            expert=_owner(work, row, institution),
            institution=institution,
            values=filled,
            codes=codes,
            source=source if row.external_id else None,
            external_id=row.external_id,
        )
        return RowResult(row.row, "taken", create_achievement(work=work, new=new))
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    before, _ = differences(known, filled)
    present = {(item.scheme, item.code) for item in known.classifications}
    if not before and present >= {(code.scheme, code.code) for code in codes}:
        return RowResult(row.row, "unchanged", known)
    edit_achievement(work=work, achievement=known, values=filled, codes=codes or None)
    return RowResult(row.row, "updated", known)


def _values(row: AchievementRow) -> dict[str, Any]:
    return {
        "title": row.title,
        "text": row.text.strip(),
        "trl": row.trl,
        "stage": code_value(row.stage),
        "ip_state": code_value(row.ip_state),
        "year": row.year,
        "region": row.region or None,
        "profile_source": row.profile_source[:300] or None,
    }


def _by_number(work: Work, row: AchievementRow, source: str) -> Achievement | None:
    if row.external_id is None:
        return None
    query = select(Achievement).where(Achievement.source == source, Achievement.external_id == row.external_id)
    return work.session.scalars(query).one_or_none()


def _by_title(work: Work, row: AchievementRow, institution: Organization | None) -> Achievement | None:
    """Titles differ in punctuation only between two sendings; the database compares them exactly first."""
    owner = institution.id if institution else None
    query = select(Achievement).where(Achievement.institution_id == owner).order_by(Achievement.id)
    exact = work.session.scalars(query.where(Achievement.title == row.title)).first()
    if exact is not None or institution is None:
        return exact
    key = folded(row.title)
    return next((found for found in work.session.scalars(query) if folded(found.title) == key), None)


def _owner(work: Work, row: AchievementRow, institution: Organization | None) -> Expert | None:
    """The known expert of the institution that the row names as owner, if exactly one has that name."""
    if institution is None or not row.owners:
        return None
    keys = [name_key(name) for name in row.owners]
    query = select(Expert).where(Expert.institution_id == institution.id, Expert.name_key.in_(keys)).limit(2)
    found = list(work.session.scalars(query))
    return found[0] if len(found) == 1 else None
