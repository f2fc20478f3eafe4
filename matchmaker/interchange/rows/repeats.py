"""Finds repeats within a file: the later row is left out, with the number of the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.achievement import AchievementRow
from matchmaker.interchange.rows.drafts import RowWarning
from matchmaker.interchange.rows.expert import ExpertRow
from matchmaker.interchange.rows.need import NeedRow
from matchmaker.interchange.rows.organization import OrganizationRow

AnyRow: TypeAlias = NeedRow | ExpertRow | AchievementRow | OrganizationRow


def without_repeats(rows: Iterable[AnyRow]) -> tuple[tuple[AnyRow, ...], tuple[Skipped, ...]]:
    """The rows that are taken, some with a further warning, and the repeats among them.

    The same title and text is a repeat. Needs of different organizations that have only a title are not: they are
    taken with a warning. A name that comes again with other texts is taken with a warning too. An identifier that
    comes again is left out of the later row, so that one does not overwrite the other.
    """
    by_content: dict[tuple[type, str], AnyRow] = {}
    by_name: dict[tuple[type, str], AnyRow] = {}
    by_id: dict[tuple[type, str], int] = {}
    taken: list[AnyRow] = []
    skipped: list[Skipped] = []
    for row in rows:
        first = by_content.setdefault((type(row), row.content_key), row)
        if first is not row and not _only_title_of_another(first, row):
            skipped.append(Skipped(row.row, _reason(first, row)))
            continue
        namesake = by_name.setdefault((type(row), row.name_key), row)
        taken.append(_with_own_id(_warned(row, first, namesake), by_id))
    return tuple(taken), tuple(skipped)


def _only_title_of_another(first: AnyRow, row: AnyRow) -> bool:
    return isinstance(row, NeedRow) and isinstance(first, NeedRow) and not row.text and _differ(first, row)


def _differ(first: NeedRow, row: NeedRow) -> bool:
    """Whether two needs name different organizations."""
    if first.organization is None or row.organization is None:
        return False
    return first.organization.name_key != row.organization.name_key


def _reason(first: AnyRow, row: AnyRow) -> Message:
    if isinstance(row, NeedRow) and isinstance(first, NeedRow):
        if _differ(first, row) and row.organization is not None:
            return message("row.repeat_other", first=first.row, organization=row.organization.name)
        return message("row.repeat", first=first.row)
    return message("row.repeat" if isinstance(row, AchievementRow) else "row.repeat_name", first=first.row)


def _warned(row: AnyRow, first: AnyRow, namesake: AnyRow) -> AnyRow:
    if first is not row:
        return _with_warning(row, "title", message("row.same_title", first=first.row))
    if namesake is not row and isinstance(row, ExpertRow | OrganizationRow):
        return _with_warning(row, "name", message("row.same_name", first=namesake.row))
    return row


def _with_own_id(row: AnyRow, by_id: dict[tuple[type, str], int]) -> AnyRow:
    if row.external_id is None:
        return row
    first = by_id.setdefault((type(row), row.external_id), row.row)
    if first == row.row:
        return row
    problem = message("id.repeat", text=row.external_id, first=first)
    return replace(_with_warning(row, "external_id", problem), external_id=None)


def _with_warning(row: AnyRow, field: str, problem: Message) -> AnyRow:
    return replace(row, warnings=(*row.warnings, RowWarning(row.row, field, problem)))
