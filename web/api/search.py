"""/search: find records by words and meaning, and preview who would fit a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import Field

from matchmaker.errors import SearchUnavailable
from matchmaker.locale import N_
from matchmaker.models import Need
from matchmaker.services.preview import KINDS as CANDIDATE_KINDS
from matchmaker.services.preview import preview_matches
from matchmaker.services.search import KINDS, MAX_TEXT, search_registry
from web.api.looks import record_looks
from web.api.operation import Call, Operation, Result
from web.api.parameters import Query, number
from web.api.refusals import NoModel
from web.api.shapes.base import line
from web.api.shapes.search import PreviewIn, PreviewOut, RecordKind, SearchIn, SearchOut

SCOPES = ("search:read",)
FINDS = N_(
    "Finds experts, achievements and needs that the token may read. While the language model is missing, words alone "
    "count, and the answer says so."
)


class SearchQuery(Query):
    """What to look for."""

    q: line(MAX_TEXT) = Field(description=N_("Words, a sentence, or a whole description."))
    kind: list[RecordKind] = Field(default=[], description=N_("Kinds of records; all of them unless given."))
    limit: number(1, 100) = 20


def find(call: Call) -> Result:
    query: SearchQuery = call.query
    return _found(call, query.q, query.kind, query.limit)


def find_text(call: Call) -> Result:
    body: SearchIn = call.body
    return _found(call, body.text, body.kinds, body.limit)


def preview(call: Call) -> Result:
    body: PreviewIn = call.body
    try:
        found = preview_matches(
            work=call.work,
            index=call.application.search,
            title=body.title,
            problem=body.problem,
            indicators=body.indicators,
            goal=body.goal,
            kinds=_readable(call, CANDIDATE_KINDS),
            limit=body.limit,
        )
    except SearchUnavailable as error:
        raise NoModel from error
    return Result(PreviewOut.of(call.work, found))


def _found(call: Call, text: str, kinds: Sequence[str], limit: int) -> Result:
    wanted = [kind for kind in _readable(call, KINDS) if not kinds or kind in kinds]
    result = search_registry(work=call.work, index=call.application.search, text=text, kinds=wanted, limit=limit)
    record_looks(call, [hit.row for hit in result.hits if isinstance(hit.row, Need)])
    return Result(SearchOut.of(call.work, result))


def _readable(call: Call, kinds: Iterable[str]) -> list[str]:
    """Filter before the search: what the token may not read is not searched."""
    return [kind for kind in kinds if call.may(f"{kind}s:read")]


OPERATIONS = (
    Operation(
        name="search",
        method="GET",
        path="/search",
        summary=N_("Search by words and meaning"),
        description=FINDS,
        scopes=SCOPES,
        handle=find,
        query=SearchQuery,
        answer=SearchOut,
    ),
    Operation(
        name="searchText",
        method="POST",
        path="/search",
        summary=N_("Search with a long text"),
        description=FINDS,
        scopes=SCOPES,
        handle=find_text,
        body=SearchIn,
        answer=SearchOut,
    ),
    Operation(
        name="previewMatches",
        method="POST",
        path="/search/preview",
        summary=N_("Preview who would fit a need"),
        description=N_(
            "Grades experts and achievements that the token may read against a text that is not stored, with evidence; "
            "says why if nobody fits, and what would help."
        ),
        scopes=SCOPES,
        handle=preview,
        body=PreviewIn,
        answer=PreviewOut,
    ),
)
