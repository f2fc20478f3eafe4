"""Willingness as a workbook: everybody on the filtered list with what is known, to be filled in and read again."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.interchange.writing.texts import Exported
from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.models import Campaign, Expert, Participation
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit_plain
from matchmaker.services.participation import all_conditions
from matchmaker.services.party import ENTERPRISE, EXPERT, INSTITUTION, ORGANIZERS, Party
from matchmaker.services.scope import require_role
from matchmaker.services.willingness_list import Asked, AskedFilter, all_asked
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Heading:
    """A column: the header that is written, and what else is understood when it is read."""

    header: str
    synonyms: tuple[str, ...]
    width: int


# Data of the form, in Chinese as the officers' tables are.
HEADINGS: dict[str, Heading] = {
    "ref": Heading("编号", ("系统编号", "ref"), 14),
    "name": Heading("名称", ("单位名称", "企业名称", "专家姓名", "姓名", "单位", "专家", "团队名称", "name"), 30),
    "place": Heading("县市区／单位", ("县市区", "县区", "所在单位", "工作单位"), 24),
    "answer": Heading("意向", ("意向答复", "答复", "是否愿意", "参加意向", "answer"), 16),
    "dates": Heading("可参加日期", ("日期", "方便时间", "可安排时间", "dates"), 30),
    "colleague": Heading("推荐同事", ("推荐人选", "推荐专家", "colleague"), 20),
    "note": Heading("说明", ("备注", "情况说明", "note"), 30),
    "how": Heading("答复方式", ("方式",), 12),
    "answered": Heading("答复日期", ("答复时间",), 14),
}
SHEETS = {ENTERPRISE: "企业意向", EXPERT: "专家意向", INSTITUTION: "院所意向"}


def export_willingness(*, work: Work, campaign: Campaign, where: AskedFilter) -> bytes:
    """The filtered list as .xlsx; what is filled in under 意向 and beside it is read back. The export is an event."""
    require_role(work, "willingness.export", *ORGANIZERS, Role.AUDITOR)
    rows = all_asked(work=work, campaign=campaign, where=where)
    conditions = all_conditions(work=work, campaign=campaign)
    audit_plain(
        work=work,
        action="willingness.export",
        subject_kind="campaign",
        subject_ref=campaign.ref,
        after={"side": where.side, "count": len(rows)},
    )
    answers = work.schemes("willingness_answers")
    notes = [
        f"意向请填：{'、'.join(term.zh for term in answers)}；没有答复的留空，留空不算愿意。",
        "可参加日期写成 2026-12-04，多个日期用顿号隔开；留空表示任何一天都可以。",
    ]
    columns = [Column(one.header, one.width) for one in HEADINGS.values()]
    known = conditions.experts if where.side == EXPERT else conditions.organizations
    cells = [_cells(work, row, known.get(row.party.id)) for row in rows]
    return write_workbook(columns, cells, sheet=SHEETS[where.side], notes=notes)


def _cells(work: Work, row: Asked, conditions: Participation | None) -> list[Exported]:
    answer = row.answer

    def said(scheme: str, code: str) -> str:
        terms = work.schemes(scheme)
        return terms.get(code).zh if code in terms else code

    return [
        row.party.ref,
        row.party.name,
        _place(work, row.party),
        said("willingness_answers", answer.answer) if answer is not None else "",
        "、".join(conditions.dates) if conditions is not None else "",
        (answer.recommended or "") if answer is not None else "",
        answer.note if answer is not None else "",
        said("answer_ways", answer.how) if answer is not None else "",
        answer.answered_at.date() if answer is not None else "",
    ]


def _place(work: Work, party: Party) -> str:
    if isinstance(party, Expert):
        return party.institution.name if party.institution is not None else ""
    divisions = work.schemes("divisions")
    code = party.county_code
    return divisions.get(code).zh if code is not None and code in divisions else ""
