"""Hand out everything held about a person: as JSON for a program, as a workbook for a reader. The act is an event."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matchmaker.interchange.writing.workbook import Column, write_workbook
from matchmaker.locale.catalogues import DEFAULT_LOCALE
from matchmaker.locale.render import render
from matchmaker.services.audit import audit
from matchmaker.services.personal_data.holdings import Record, holdings_of
from matchmaker.services.personal_data.person import KEEPERS, Person
from matchmaker.services.personal_data.words import COLUMNS, TABLES
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

# Longer values are cut into several rows: a cell of a workbook holds no more.
CELL = 30_000


@dataclass(frozen=True)
class Handed:
    """A file for the person: its content, and its ending."""

    content: bytes
    ending: str
    records: int


def export_person(*, work: Work, person: Person, ending: str) -> Handed:
    """The file of this `ending` (one of WAYS); that it was made is an event in the same transaction.

    Administrators only. The name of the file should not tell the person's name: it travels through logs.
    """
    require_role(work, "person.export", *KEEPERS)
    records = all_records(work, person)
    content = WAYS[ending](records, work.now())
    after = {"kind": person.kind, "format": ending, "count": len(records)}
    audit(work=work, action="person.export", subject=person.owner, after=after)
    return Handed(content, ending, len(records))


def all_records(work: Work, person: Person) -> list[Record]:
    """What is held; of a contact also what the needs that name them say of them, and nothing else of the needs."""
    named = ("contact_name", "contact_mobile", "contact_email")
    asked = [
        Record("need", {"need": need.ref, **{name: getattr(need, name) for name in named if getattr(need, name)}})
        for need in person.needs
    ]
    return asked + holdings_of(session=work.session, person=person)


def counted(records: Sequence[Record]) -> dict[str, int]:
    """How many records of each table."""
    return dict(Counter(record.table for record in records))


def as_json(records: Sequence[Record], now: datetime) -> bytes:
    """{made_at, records: {table: [row, ...]}}, UTF-8."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        tables.setdefault(record.table, []).append(record.values)
    document = {"made_at": now.isoformat(), "records": tables}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def as_workbook(records: Sequence[Record], now: datetime, locale: str = DEFAULT_LOCALE) -> bytes:
    """One list to read and print: part, number, what, value."""

    def say(message: str) -> str:
        return render(message, locale=locale)

    columns = [Column("部分", 18), Column("序号", 6), Column("项目", 18), Column("内容", 80)]
    numbers: Counter[str] = Counter()
    rows: list[list[str]] = []
    for record in records:
        numbers[record.table] += 1
        for name, value in record.values.items():
            told = COLUMNS.get(name)
            head = [say(TABLES[record.table]), str(numbers[record.table]), say(told) if told else name]
            rows += [[*head, part] for part in _parts(value)]
    return write_workbook(columns, rows, sheet="个人信息", notes=[f"导出时间：{now:%Y-%m-%d %H:%M} (UTC)"])


WAYS: dict[str, Callable[[Sequence[Record], datetime], bytes]] = {"json": as_json, "xlsx": as_workbook}


def _parts(value: Any) -> Iterator[str]:
    text = _text(value)
    yield from (text[start : start + CELL] for start in range(0, max(len(text), 1), CELL))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(map(_text, value))
    if isinstance(value, dict):
        return "；".join(f"{name}：{_text(part)}" for name, part in value.items())
    return str(value)
