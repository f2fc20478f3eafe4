"""Needs as a workbook under the headers that the importer knows: an officer's summary table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from matchmaker.interchange.writing.records import Record, write_records
from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality, Role
from matchmaker.services.audit import audit_plain
from matchmaker.services.classification import codes_of
from matchmaker.services.need_list import NeedFilter, needs_query
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

EXPORTERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.AUDITOR)
LIMIT = 10_000


def export_needs(*, work: Work, noting: Callable[[], AbstractContextManager[Work]], where: NeedFilter) -> bytes:
    """The filtered needs of the caller's scope as .xlsx. Contact data is left out; the export is an event.

    `work` only reads, `noting` opens the transaction of the event: making a workbook takes long, and whoever holds a
    transaction that writes keeps every other writer waiting. Nothing is returned unless the event was committed.
    Labels are those of the Chinese lists, so that the workbook can be imported again.
    """
    require_role(work, "need.export", *EXPORTERS)
    query = needs_query(work=work, where=where).options(
        joinedload(Need.organization), selectinload(Need.classifications)
    )
    rows = list(work.session.scalars(query.order_by(Need.id.desc()).limit(LIMIT)))
    secret = sum(row.confidentiality is Confidentiality.CONFIDENTIAL for row in rows)
    content = write_records("needs", _records(work, rows))
    with noting() as acting:
        audit_plain(work=acting, action="need.export", subject_kind="need", subject_ref="-",
                    after={"count": len(rows), "confidential": secret})  # fmt: skip
    return content


def _records(work: Work, rows: Sequence[Need]) -> list[Record]:
    return [_record(work, row) for row in rows]


def _record(work: Work, row: Need) -> dict[str, Any]:
    def said(scheme: str, code: str | None) -> str:
        terms = work.schemes(scheme)
        return terms.get(code).zh if code and code in terms else code or ""

    funds = row.funds_text or "-".join(f"{part:f}" for part in dict.fromkeys((row.funds_low, row.funds_high)) if part)
    return {
        "external_id": row.external_id or row.ref,
        "title": row.title,
        "problem": row.problem,
        "indicators": row.indicators,
        "goal": row.goal,
        "background": row.background,
        "keywords": "、".join(row.keywords),
        "fields": "、".join(said("fields_form12", code) for code in codes_of(row, "fields_form12")),
        "chains": "、".join(said("chains", code) for code in codes_of(row, "chains")),
        "funds": funds,
        "cooperation_mode": said("cooperation_modes", row.cooperation_mode),
        "wishes": "、".join(said("cooperation_modes", code) for code in row.wishes),
        "activity_kind": said("need_kinds", row.activity_kind),
        "start": row.window_from,
        "end": row.window_to,
        "wanted_partners": row.wanted_partners or "",
        "organization": row.organization.name,
        "uscc": row.organization.uscc or "",
        "county": said("divisions", row.county_code),
        "confidentiality": said("confidentiality_levels", row.confidentiality.value),
        "intake": said("intake_sources", row.intake.value),
        "状态": said("need_results", row.result) if row.result else said("need_states", row.state.value),
        "推荐等级": said("grades", row.grade),
    }
