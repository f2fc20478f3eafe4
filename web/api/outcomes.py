"""/outcomes: record, read and change what came of introductions."""

from __future__ import annotations

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Need, Outcome, Suggestion
from matchmaker.services.need import note_confidential_read
from matchmaker.services.outcome import NewOutcome, edit_outcome, get_outcome, record_outcome
from matchmaker.services.outcome_list import OutcomeFilter, list_outcomes
from matchmaker.services.scope import find_visible
from web.api.operation import Call, Lock, Operation, Result
from web.api.parameters import PageQuery
from web.api.parties import UNKNOWN_RECORD, expert_named_or_none
from web.api.records import paged, shown
from web.api.refusals import InvalidRequest, Problem
from web.api.resource import LEFT_OUT
from web.api.shapes.base import Ref, code_of
from web.api.shapes.outcome import OutcomeOut, OutcomePage, OutcomePatch, OutcomePost

ADDRESS = "outcomes"
READ = ("outcomes:read", "needs:read")
RECORDED = frozenset({"needs:confidential"})


class OutcomeQuery(PageQuery):
    """Which outcomes to list."""

    need: Ref | None = Field(default=None, description=N_("The reference of a need."))
    campaign: Ref | None = Field(default=None, description=N_("The reference of a round."))
    level: list[code_of("outcome_levels")] = Field(default=[], description=N_("One of these levels."))


def index(call: Call) -> Result:
    query: OutcomeQuery = call.query
    where = OutcomeFilter(need=query.need, campaign=query.campaign, levels=tuple(query.level))
    page = list_outcomes(work=call.work, where=where, page=query.page, count=query.total)
    for need in {row.need for row in page.items if row.need is not None}:
        note_confidential_read(work=call.work, need=need)
    return paged(call, page, OutcomePage, _shape)


def get(call: Call) -> Result:
    return shown(call, _outcome(call), _shape)


def create(call: Call) -> Result:
    body: OutcomePost = call.body
    need = find_visible(call.work.session, Need, body.need, call.work.actor)
    if need is None:
        raise InvalidRequest(Problem("need", "unknown_record", UNKNOWN_RECORD))
    new = NewOutcome(
        need=need,
        suggestion=_suggestion(call, body.suggestion, need),
        expert=expert_named_or_none(call, body.expert, "expert"),
        source=body.source,
        external_id=body.external_id,
        **body.values(),
    )
    return shown(call, record_outcome(work=call.work, new=new), _shape, address=ADDRESS, created=True)


def change(call: Call) -> Result:
    body: OutcomePatch = call.body
    row = _outcome(call)
    edit_outcome(work=call.work, outcome=row, values=body.values())
    return shown(call, row, _shape)


def _outcome(call: Call) -> Outcome:
    """The outcome that the address names; that of a confidential need leaves an event. Raises NotFound."""
    row = get_outcome(work=call.work, ref=call.path["ref"])
    if row.need is not None:
        note_confidential_read(work=call.work, need=row.need)
    call.precondition.check(row.version)
    return row


def _suggestion(call: Call, ref: str | None, need: Need) -> Suggestion | None:
    """The suggestion, if it is one for this need and the caller may read it."""
    if ref is None:
        return None
    row = find_visible(call.work.session, Suggestion, ref, call.work.actor)
    if row is None or row.need_id != need.id:
        raise InvalidRequest(Problem("suggestion", "unknown_record", UNKNOWN_RECORD))
    return row


def _shape(call: Call, row: Outcome) -> OutcomeOut:
    return OutcomeOut.of(call.work, row)


OPERATIONS = (
    Operation(
        name="listOutcomes",
        method="GET",
        path="/outcomes",
        summary=N_("List outcomes"),
        description=N_("Newest first, a page at a time. A token sees outcomes of the needs that it may read."),
        scopes=READ,
        handle=index,
        query=OutcomeQuery,
        answer=OutcomePage,
        recorded=RECORDED,
    ),
    Operation(
        name="createOutcome",
        method="POST",
        path="/outcomes",
        summary=N_("Record an outcome"),
        description=N_("Its need is in contact from then on, at least."),
        scopes=(*READ, "outcomes:write"),
        handle=create,
        body=OutcomePost,
        answer=OutcomeOut,
        writes=True,
        statuses=(201,),
        tagged=True,
    ),
    Operation(
        name="getOutcome",
        method="GET",
        path="/outcomes/{ref}",
        summary=N_("Read an outcome"),
        scopes=READ,
        handle=get,
        answer=OutcomeOut,
        recorded=RECORDED,
        tagged=True,
    ),
    Operation(
        name="changeOutcome",
        method="PATCH",
        path="/outcomes/{ref}",
        summary=N_("Change an outcome"),
        description=LEFT_OUT,
        scopes=(*READ, "outcomes:write"),
        handle=change,
        body=OutcomePatch,
        answer=OutcomeOut,
        writes=True,
        tagged=True,
        lock=Lock.OPTIONAL,
    ),
)
