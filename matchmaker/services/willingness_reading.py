"""A filled workbook of willingness: what each row would change, then the good rows recorded as answers by workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from matchmaker.errors import InvalidInput
from matchmaker.identity import name_key
from matchmaker.interchange.cells import text_of
from matchmaker.interchange.errors import ColumnsMissing
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.opening import open_file
from matchmaker.interchange.reading.table import Column, Row, Table
from matchmaker.interchange.reading.tabulating import tabulate
from matchmaker.locale import N_
from matchmaker.models import Campaign
from matchmaker.services.offered_days import offered_days
from matchmaker.services.participation import conditions_of
from matchmaker.services.party import ORGANIZERS, Party
from matchmaker.services.scope import find_visible, in_scope, require_role
from matchmaker.services.willingness import NewAnswer, answer_willingness, checked_answer, willingness_of
from matchmaker.services.willingness_list import table_of
from matchmaker.services.willingness_workbook import HEADINGS
from matchmaker.services.work import Work

TAKEN, UPDATED, UNCHANGED, EMPTY, SKIPPED = "taken", "updated", "unchanged", "empty", "skipped"
_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\s*[月/.]\s*(\d{1,2})(?!\d)")
_MOST_ROWS = 2000


@dataclass(frozen=True)
class Fate:
    """What becomes of one row: `verdict`, the party (None: not found), the new answer, and what is wrong with it.

    EMPTY rows say nothing yet: no answer is no mistake.
    """

    row: int
    name: str
    verdict: str
    party: Party | None = None
    answer: NewAnswer | None = None
    before: str = ""
    problem: InvalidInput | None = None


def read_workbook_rows(*, work: Work, campaign: Campaign, side: str, content: bytes, filename: str) -> list[Fate]:
    """The fate of every row of a file; only reads. Raises the subclasses of `FileRefused` for the file as a whole."""
    require_role(work, "willingness.answer", *ORGANIZERS)
    table, columns = _table(content, filename)
    days = set(offered_days(work=work, campaign=campaign))
    seen: set[int] = set()
    fates = []
    for row in table.rows[:_MOST_ROWS]:
        cells = {name: text_of(row.cells[at]).strip() for name, at in columns.items()}
        if cells.get("answer") or cells.get("name"):  # else a remark below the table
            fates.append(_fate(work, campaign, side, row, cells, days, seen))
    return fates


def apply_rows(*, work: Work, campaign: Campaign, side: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Record the rows of a preview (ref, answer, note, colleague, dates) as answers; how many changed anything.

    Each is checked anew: the caller may only record for whom it sees.
    """
    require_role(work, "willingness.answer", *ORGANIZERS)
    kind, stored = table_of(side), 0
    for row in rows:
        party = find_visible(work.session, kind, str(row.get("ref", "")), work.actor)
        if party is None:
            raise InvalidInput(field="rows", problem=N_("The list has changed: read the workbook again."))
        new = _answer_of(row)
        if _says_nothing_new(work, campaign, party, new):
            continue
        answer_willingness(work=work, campaign=campaign, party=party, new=new, how="workbook")
        stored += 1
    return stored


def row_document(fate: Fate) -> dict[str, Any]:
    """A good row as the preview carries it."""
    assert fate.party is not None
    assert fate.answer is not None
    dates = fate.answer.dates
    return {
        "ref": fate.party.ref,
        "answer": fate.answer.answer,
        "note": fate.answer.note,
        "colleague": fate.answer.colleague,
        "dates": [day.isoformat() for day in dates] if dates is not None else None,
    }


def _table(content: bytes, filename: str) -> tuple[Table, dict[str, int]]:
    """The sheet with the most known headers, and which column is which."""
    limits = Limits()

    def judge(columns: Sequence[Column], sure: bool) -> float:
        return float(len(_columns(columns)))

    tables = [tabulate(sheet, judge, limits) for sheet in open_file(content, filename, limits).sheets]
    best = max(tables, key=lambda table: len(_columns(table.columns)))
    columns = _columns(best.columns)
    if "answer" not in columns or not {"ref", "name"} & columns.keys():
        raise ColumnsMissing(
            filename=filename,
            sheet=best.sheet,
            row=best.header_row,
            columns="、".join(column.header or column.letter for column in best.columns),
            needed=f"{HEADINGS['name'].header} / {HEADINGS['answer'].header}",
        )
    return best, columns


def _columns(columns: Iterable[Column]) -> dict[str, int]:
    """Field -> index of its column; the first column that bears a name of the field."""
    found: dict[str, int] = {}
    for at, column in enumerate(columns):
        for name, heading in HEADINGS.items():
            if name not in found and any(text in (heading.header, *heading.synonyms) for text in column.readings):
                found[name] = at
                break
    return found


def _fate(
    work: Work, campaign: Campaign, side: str, row: Row, cells: Mapping[str, str], days: set[date], seen: set[int]
) -> Fate:
    name = cells.get("name", "") or cells.get("ref", "")
    if not cells.get("answer"):
        return Fate(row.number, name, EMPTY)
    try:
        party = _party(work, side, cells)
        if party.id in seen:
            raise InvalidInput(field="name", problem=N_("This party stands in an earlier row already."))
        new = NewAnswer(
            answer=_answer_code(work, cells["answer"]),
            note=cells.get("note", ""),
            colleague=cells.get("colleague", ""),
            dates=_days(cells.get("dates", ""), days),
        )
        checked_answer(work, party, new)
    except InvalidInput as error:
        return Fate(row.number, name, SKIPPED, problem=error)
    seen.add(party.id)
    known = willingness_of(work=work, campaign=campaign, party=party)
    same = _says_nothing_new(work, campaign, party, new)
    verdict = UNCHANGED if same else TAKEN if known is None else UPDATED
    return Fate(row.number, party.name, verdict, party, new, known.answer if known is not None else "")


def _party(work: Work, side: str, cells: Mapping[str, str]) -> Party:
    """By its reference, else by its name if only one bears it."""
    kind: Any = table_of(side)
    ref = cells.get("ref", "")
    if ref:
        found: Party | None = find_visible(work.session, kind, ref, work.actor)
        if found is None:
            problem = N_("There is no %(ref)s here: take the number out to go by the name.")
            raise InvalidInput(field="ref", problem=problem, ref=ref)
        return found
    query = select(kind).where(in_scope(kind, work.actor), kind.name_key == name_key(cells.get("name", "")))
    rows: list[Party] = list(work.session.scalars(query.limit(2)))
    if not rows:
        raise InvalidInput(field="name", problem=N_("Nobody of this name is known here."))
    if len(rows) > 1:
        raise InvalidInput(field="name", problem=N_("Several bear this name: give the number, too."))
    return rows[0]


def _answer_code(work: Work, text: str) -> str:
    answers = work.schemes("willingness_answers")
    term = answers.find(text)
    if term is None:
        known = "、".join(one.zh for one in answers)
        problem = N_("“%(text)s” is no answer; known are: %(known)s.")
        raise InvalidInput(field="answer", problem=problem, text=text[:40], known=known)
    return str(term.code)


def _days(text: str, offered: set[date]) -> tuple[date, ...] | None:
    """The days that a cell names; None for an empty cell: what is known stays."""
    if not text:
        return None
    found = {_day(*map(int, match.groups())) for match in _FULL.finditer(text)}
    rest = _FULL.sub(" ", text)
    for match in _SHORT.finditer(rest):
        month, day = map(int, match.groups())
        found |= {one for one in offered if (one.month, one.day) == (month, day)} or {None}
    good = tuple(sorted(day for day in found if day is not None))
    if not good or None in found:
        problem = N_("The days “%(text)s” are not understood, or lie outside of the round: write 2026-12-04.")
        raise InvalidInput(field="dates", problem=problem, text=text[:40])
    return good


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _answer_of(row: Mapping[str, Any]) -> NewAnswer:
    try:
        dates = row["dates"]
        return NewAnswer(
            answer=str(row["answer"]),
            note=str(row["note"]),
            colleague=str(row["colleague"]),
            dates=tuple(date.fromisoformat(str(day)) for day in dates) if dates is not None else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(field="rows", problem=N_("The list has changed: read the workbook again.")) from error


def _says_nothing_new(work: Work, campaign: Campaign, party: Party, new: NewAnswer) -> bool:
    row = willingness_of(work=work, campaign=campaign, party=party)
    if row is None or (row.answer, row.note, row.recommended or "") != (new.answer, new.note, new.colleague):
        return False
    known = conditions_of(work=work, campaign=campaign, party=party)
    days = sorted(day.isoformat() for day in new.dates) if new.dates is not None else None
    return days is None or days == (list(known.dates) if known is not None else [])
