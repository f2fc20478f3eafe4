"""The needs that suit an institution as a workbook, and as a text to copy."""

from __future__ import annotations

from collections.abc import Sequence

from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.models import Organization
from matchmaker.services.audit import audit
from matchmaker.services.both_ways.suitable import SuitableNeed, of_school, suitable_needs
from matchmaker.services.suggestion_text import grade_label
from matchmaker.services.work import Work

COLUMNS = (
    Column("编号", 14),
    Column("需求名称", 32),
    Column("需求说明", 60),
    Column("县市区", 12),
    Column("领域", 20),
    Column("适合的学院", 20),
    Column("适合的专家、团队或成果", 36),
    Column("匹配程度", 12),
)
HEADLINE = N_("Technical needs of Tai'an's enterprises that suit %(institution)s (%(count)s)")
SUITS = N_("Suits: %(names)s")
ASK = N_("Who is interested answers through the institution's liaison; names of enterprises are told after both agree.")


def export_suitable(*, work: Work, institution: Organization, school: str = "") -> bytes:
    """The list, of one school or of all, as .xlsx; that it was taken out is an event."""
    found = of_school(suitable_needs(work=work, institution=institution), school)
    audit(work=work, action="suitable.export", subject=institution, after={"count": len(found)})
    return write_workbook(COLUMNS, [_row(work, one) for one in found], sheet="适合本单位的需求")


def suitable_text(*, work: Work, institution: Organization, needs: Sequence[SuitableNeed], locale: str) -> str:
    """The list as plain text, to be pasted into a message."""
    lines = [render(HEADLINE, {"institution": institution.name, "count": len(needs)}, locale=locale)]
    for number, need in enumerate(needs, start=1):
        place = labels(work, "divisions", [need.county_code or ""], locale)
        marks = "，".join(filter(None, (place, labels(work, "fields_form12", need.fields, locale))))
        lines += ["", f"{number}. {need.title}" + (f"（{marks}）" if marks else "")]
        if need.text:
            lines.append(need.text)
        names = "；".join(f"{one.school} {one.name}".strip() for one in need.fitting)
        lines.append(render(SUITS, {"names": names}, locale=locale))
    return "\n".join([*lines, "", render(ASK, locale=locale)])


def labels(work: Work, scheme: str, codes: Sequence[str], locale: str) -> str:
    """The entries of a list in words; a code that is not in the list (any more) as it is."""
    terms = work.schemes(scheme)
    return "、".join(terms.get(code).label(locale) if code in terms else code for code in codes if code)


def _row(work: Work, need: SuitableNeed) -> list[str]:
    zh = "zh_Hans_CN"
    return [
        need.ref,
        need.title,
        need.text,
        labels(work, "divisions", [need.county_code or ""], zh),
        labels(work, "fields_form12", need.fields, zh),
        "、".join(need.schools),
        "；".join(f"{one.name}（{grade_label(one.grade, zh)}）" for one in need.fitting),
        grade_label(need.grade, zh),
    ]
