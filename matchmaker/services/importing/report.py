"""What an import did, or would do, as plain values: every row with its fate and remarks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matchmaker.interchange import AchievementRow, ExpertRow, Message, NeedRow, OrganizationRow, Parsed, Skipped
from matchmaker.services.importing.result import ImportResult

Row = NeedRow | ExpertRow | AchievementRow | OrganizationRow
LONGEST_TITLE = 120


def report_of(parsed: Parsed, result: ImportResult) -> dict[str, Any]:
    """`rows`: {number, verdict (taken, updated, unchanged, skipped), title, line, remarks: [message], warned} in the
    file's order; `warnings`: {row, field, message}; `notes`: [message]; a message is {code, params}; `counts`.
    """
    fates: dict[int, str] = {number: fate for number, fate, _ in result.records}
    fates |= {entry.row: "skipped" for entry in result.skipped}
    remarks: dict[int, list[Message]] = {}
    for entry in result.skipped:
        remarks.setdefault(entry.row, []).append(entry.reason)
    for warning in result.warnings:
        remarks.setdefault(warning.row, []).append(warning.message)
    known = {row.row: row for row in parsed.rows}
    warned = {warning.row for warning in result.warnings}
    rows = [_row(number, fates[number], known.get(number), remarks.get(number, ()), number in warned)
            for number in sorted(fates)]  # fmt: skip
    return {
        "counts": {
            "taken": result.taken,
            "updated": result.updated,
            "unchanged": result.unchanged,
            "skipped": len(result.skipped),
            "warned": sum(row["warned"] for row in rows),
        },
        "rows": rows,
        "warnings": [{"row": each.row, "field": each.field, "message": _message(each.message)}
                     for each in result.warnings],
        "notes": [_message(note) for note in result.notes],
        "refused": False,
    }  # fmt: skip


def refusal_of(parsed: Parsed, skipped: Iterable[Skipped]) -> dict[str, Any]:
    """The report of an import that took nothing, since all or nothing was asked and some rows are not right."""
    left_out = ImportResult(skipped=list(skipped), notes=parsed.notes)
    return report_of(parsed, left_out) | {"refused": True}


def _row(number: int, verdict: str, row: Row | None, remarks: Iterable[Message], warned: bool) -> dict[str, Any]:
    title, line = _named(row) if row is not None else ("", "")
    return {
        "number": number,
        "verdict": verdict,
        "title": title[:LONGEST_TITLE],
        "line": line[:LONGEST_TITLE],
        "remarks": [_message(remark) for remark in remarks],
        "warned": warned and verdict != "skipped",
    }


def _named(row: Row) -> tuple[str, str]:
    """What a row is called, and whose it is."""
    if isinstance(row, NeedRow):
        return row.title, row.organization.name if row.organization else ""
    if isinstance(row, ExpertRow):
        return row.name, " · ".join((*row.institutions, *([row.school] if row.school else [])))
    if isinstance(row, AchievementRow):
        return row.title, " · ".join(row.institutions)
    return row.name, row.uscc or ""


def _message(message: Message) -> dict[str, Any]:
    return {"code": message.code, "params": dict(message.params)}
