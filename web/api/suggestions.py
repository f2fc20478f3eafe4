"""/suggestions: what matching proposes, with its evidence."""

from __future__ import annotations

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Suggestion
from matchmaker.models.codes import Grade, SuggestionState
from matchmaker.services.decision_list import deciding_clients
from matchmaker.services.suggestion_list import CandidateKind, SuggestionFilter, list_suggestions
from web.api.looks import record_looks
from web.api.operation import Call, Operation, Result
from web.api.parameters import PageQuery
from web.api.records import paged, record_of
from web.api.shapes.base import Ref, code_of
from web.api.shapes.suggestion import SuggestionDetail, SuggestionOut, SuggestionPage

READ = ("suggestions:read",)


class SuggestionQuery(PageQuery):
    """Which suggestions to list."""

    need: Ref | None = Field(default=None, description=N_("The reference of a need."))
    state: list[code_of("suggestion_states")] = Field(default=[], description=N_("One of these states."))
    grade: list[code_of("grades")] = Field(default=[], description=N_("One of these grades."))
    candidate: CandidateKind | None = Field(default=None, description=N_("What is proposed."))


def index(call: Call) -> Result:
    query: SuggestionQuery = call.query
    where = SuggestionFilter(
        need=query.need,
        states=tuple(SuggestionState(code) for code in query.state),
        grades=tuple(Grade(code) for code in query.grade),
        candidate=query.candidate,
    )
    page = list_suggestions(work=call.work, where=where, page=query.page, count=query.total)
    record_looks(call, {row.need for row in page.items if row.need is not None})
    return paged(call, page, SuggestionPage, lambda call, row: SuggestionOut.of(call.work, row))


def get(call: Call) -> Result:
    row = record_of(call, Suggestion)
    if row.need is not None:
        record_looks(call, [row.need])
    clients = deciding_clients(work=call.work, decisions=row.decisions)
    return Result(SuggestionDetail.in_full(call.work, row, clients), version=row.version)


OPERATIONS = (
    Operation(
        name="listSuggestions",
        method="GET",
        path="/suggestions",
        summary=N_("List suggestions"),
        description=N_(
            "Newest first, a page at a time. A token sees suggestions for the needs that it may read, and for "
            "enterprises if it may read organizations."
        ),
        scopes=READ,
        handle=index,
        query=SuggestionQuery,
        answer=SuggestionPage,
    ),
    Operation(
        name="getSuggestion",
        method="GET",
        path="/suggestions/{ref}",
        summary=N_("Read a suggestion with its evidence"),
        scopes=READ,
        handle=get,
        answer=SuggestionDetail,
        tagged=True,
    ),
)
