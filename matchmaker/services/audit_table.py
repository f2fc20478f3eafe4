"""The audit log as a table for a spreadsheet, on purpose as it is stored.

References, keys, codes and ISO days stand as in the events, in no language and with no names in their place: so the
table can be compared with the log and its digests, names nobody who has been erased since, and sorts by days. What an
event means in words is read on the page of the audit.
"""

from __future__ import annotations

import json

from matchmaker.interchange.writing.delimited import write_csv
from matchmaker.interchange.writing.workbook import Column
from matchmaker.services.audit import EventFilter
from matchmaker.services.audit_export import export_events
from matchmaker.services.work import Actor
from matchmaker.services.work_source import WorkSource

# column -> key of an event's values
COLUMNS = {
    "序号": "number",
    "时间（UTC）": "at",
    "身份": "actor_kind",
    "编号": "actor_ref",
    "姓名": "actor_name",
    "操作": "action",
    "对象类型": "subject_kind",
    "对象编号": "subject_ref",
    "县市区": "county_code",
    "变更前": "before",
    "变更后": "after",
    "原因": "why",
    "请求号": "request_id",
    "校验值": "digest",
}


def export_table(*, works: WorkSource, actor: Actor, where: EventFilter) -> bytes:
    """The events that match as .csv, the oldest first; the export is an event (see `export_events`)."""
    events = export_events(works=works, actor=actor, where=where)
    rows = ([_cell(event[key]) for key in COLUMNS.values()] for event in events)
    return write_csv([Column(name) for name in COLUMNS], rows)


def _cell(value: object) -> str | int | None:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value if isinstance(value, int) or value is None else str(value)
