"""/counts: what another system compares with its own store."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, Field

from matchmaker.locale import N_
from matchmaker.models import Achievement, Expert, Need, Organization, Suggestion
from matchmaker.services.record_counts import count_records
from web.api.operation import Call, Operation, Result
from web.api.parameters import Query
from web.api.shapes.base import Out, Source
from web.api.shapes.coded import Coded, coded_surely

# name in the answer -> kind of record; a token is told of those that it may read (scope `{name}:read`)
KINDS: dict[str, type[Any]] = {
    "needs": Need,
    "experts": Expert,
    "organizations": Organization,
    "achievements": Achievement,
    "suggestions": Suggestion,
}


class CountsQuery(Query):
    """Whose records to count."""

    source: Source | None = Field(
        default=None, description=N_("Count only records that came from this system; all of them unless it is given.")
    )


class StateCount(Out):
    """How many records are in one state."""

    state: Coded
    count: int


class ResourceCount(Out):
    """The counts of one kind of record."""

    resource: str
    total: int
    by_state: list[StateCount] = Field(description=N_("States without a record are left out."))
    last_changed_at: AwareDatetime | None


class Counts(Out):
    """Counts of all kinds of records that the token may read."""

    source: str | None
    counted_at: AwareDatetime
    items: list[ResourceCount]


def count(call: Call) -> Result:
    query: CountsQuery = call.query
    names = [name for name in KINDS if call.may(f"{name}:read")]
    items = [_count(call, name, query.source) for name in names]
    return Result(Counts(source=query.source, counted_at=call.work.now(), items=items))


def _count(call: Call, name: str, source: str | None) -> ResourceCount:
    found = count_records(work=call.work, kind=KINDS[name], source=source)
    by_state = [
        StateCount(state=coded_surely(call.work, found.scheme, code), count=number)
        for code, number in found.by_state.items()
    ]
    return ResourceCount(resource=name, total=found.total, by_state=by_state, last_changed_at=found.last_changed_at)


OPERATIONS = (
    Operation(
        name="countRecords",
        method="GET",
        path="/counts",
        summary=N_("Count records, to reconcile two systems"),
        description=N_(
            "For each kind of record that the token may read: how many there are, how many in which state, and when "
            "one last changed. Confidential needs count only with the scope needs:confidential."
        ),
        scopes=(),
        any_token=True,
        handle=count,
        query=CountsQuery,
        answer=Counts,
    ),
)
