"""Uncovered subjects as a workbook: one line a need, to be sorted and passed on."""

from __future__ import annotations

from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.models.codes import Confidentiality
from matchmaker.services.audit import audit_plain
from matchmaker.services.coverage.uncovered import NOT_COVERED, TOO_VAGUE, LonelyNeed, coverage
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.work import Work

COLUMNS = (
    Column("方向", 24),
    Column("同方向需求数", 12),
    Column("需求编号", 14),
    Column("需求名称", 36),
    Column("单位", 28),
    Column("县市区", 12),
    Column("原因", 16),
    Column("库内无人提到的词语", 36),
)
REASONS = {NOT_COVERED: "库内无人研究", "only_weak": "只有弱相关", TOO_VAGUE: "需求表述不清"}


def export_coverage(*, work: Work, index: SearchIndex) -> bytes:
    """Needs without a partner by subject as .xlsx, those that say too little at the end; the export is an event."""
    found = coverage(work=work, index=index)
    subjects = [(gap, "、".join(gap.words) or gap.title) for gap in found.subjects]
    rows = [_row(work, one, name, len(gap.needs)) for gap, name in subjects for one in gap.needs]
    rows += [_row(work, one, REASONS[TOO_VAGUE], len(found.vague)) for one in found.vague]
    told = [one.need for gap in found.subjects for one in gap.needs] + [one.need for one in found.vague]
    secret = sum(need.confidentiality is Confidentiality.CONFIDENTIAL for need in told)
    after = {"count": len(rows), "confidential": secret}
    audit_plain(work=work, action="coverage.export", subject_kind="need", subject_ref="-", after=after)
    return write_workbook(COLUMNS, rows, sheet="缺少合作对象的方向")


def _row(work: Work, one: LonelyNeed, subject: str, count: int) -> list[str | int]:
    need, divisions = one.need, work.schemes("divisions")
    county = need.county_code or ""
    return [
        subject,
        count,
        need.ref,
        need.title,
        need.organization.name,
        divisions.get(county).zh if county in divisions else county,
        REASONS.get(one.reason, one.reason),
        "、".join(one.terms),
    ]
