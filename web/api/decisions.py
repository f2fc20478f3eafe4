"""/decisions: what was decided on suggestions, and to decide."""

from __future__ import annotations

from pydantic import Field

from matchmaker.errors import InvalidInput, WrongState
from matchmaker.locale import N_
from matchmaker.models import Suggestion
from matchmaker.models.codes import Verdict
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.decision_list import DecisionFilter, deciding_clients, get_decision, list_decisions
from matchmaker.services.need import note_confidential_read
from web.api.operation import Call, Lock, Operation, Result
from web.api.parameters import PageQuery
from web.api.records import BASE, paged, record_of
from web.api.shapes.base import Ref, code_of
from web.api.shapes.suggestion import DecisionIn, DecisionOut, DecisionPage

READ = ("suggestions:read",)
RECORDED = frozenset({"needs:confidential"})


class DecisionQuery(PageQuery):
    """Which decisions to list."""

    suggestion: Ref | None = Field(default=None, description=N_("The reference of a suggestion."))
    need: Ref | None = Field(default=None, description=N_("The reference of a need."))
    verdict: code_of("verdicts") | None = None


def index(call: Call) -> Result:
    query: DecisionQuery = call.query
    where = DecisionFilter(
        suggestion=query.suggestion, need=query.need, verdict=Verdict(query.verdict) if query.verdict else None
    )
    page = list_decisions(work=call.work, where=where, page=query.page, count=query.total)
    clients = deciding_clients(work=call.work, decisions=list(page.items))
    for need in {row.suggestion.need for row in page.items if row.suggestion.need is not None}:
        note_confidential_read(work=call.work, need=need)
    return paged(call, page, DecisionPage, lambda call, row: DecisionOut.of(call.work, row, clients))


def get(call: Call) -> Result:
    row = get_decision(work=call.work, ref=call.path["ref"])
    if row.suggestion.need is not None:
        note_confidential_read(work=call.work, need=row.suggestion.need)
    clients = deciding_clients(work=call.work, decisions=[row])
    return Result(DecisionOut.of(call.work, row, clients), version=row.version)


def decide(call: Call) -> Result:
    body: DecisionIn = call.body
    suggestion = record_of(call, Suggestion)
    new = NewDecision(
        verdict=Verdict(body.verdict),
        reason_code=body.reason,
        note=body.note,
        expected_version=suggestion.version,
    )
    try:
        decision = decide_suggestion(work=call.work, suggestion=suggestion, new=new)
    except InvalidInput as error:
        if error.params["field"] != "verdict":
            raise
        # Nothing to undo: the request is right, the suggestion's state is not.
        raise WrongState(kind="suggestion", state=suggestion.state.value) from error
    call.work.session.flush()
    clients = deciding_clients(work=call.work, decisions=[decision])
    answer = DecisionOut.of(call.work, decision, clients)
    return Result(answer, 201, version=decision.version, location=f"{BASE}/decisions/{decision.ref}")


OPERATIONS = (
    Operation(
        name="listDecisions",
        method="GET",
        path="/decisions",
        summary=N_("List decisions on suggestions"),
        description=N_("Newest first, a page at a time. A token sees decisions on the suggestions that it may read."),
        scopes=READ,
        handle=index,
        query=DecisionQuery,
        answer=DecisionPage,
        recorded=RECORDED,
    ),
    Operation(
        name="getDecision",
        method="GET",
        path="/decisions/{ref}",
        summary=N_("Read a decision"),
        scopes=READ,
        handle=get,
        answer=DecisionOut,
        recorded=RECORDED,
        tagged=True,
    ),
    Operation(
        name="decideSuggestion",
        method="POST",
        path="/suggestions/{ref}/decisions",
        summary=N_("Decide on a suggestion"),
        description=N_(
            "Accept, reject with a reason, hold, or undo the last decision. If-Match carries the ETag of the "
            "suggestion that was looked at: of two who decide on it at once, the second is refused."
        ),
        scopes=("suggestions:read", "decisions:write"),
        handle=decide,
        body=DecisionIn,
        answer=DecisionOut,
        writes=True,
        statuses=(201,),
        tagged=True,
        lock=Lock.REQUIRED,
    ),
)
