"""The kinds of experts that would fit a text (预览): for whoever is writing a need, without names and contacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.errors import SearchUnavailable, TooMany
from matchmaker.models import Achievement, Expert
from matchmaker.models.codes import Grade
from matchmaker.services.passage import is_searchable
from matchmaker.services.preview import preview_matches
from matchmaker.services.rate import Limit, Quota, admit
from matchmaker.services.search import search_registry
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.work import SYSTEM, Work
from matchmaker.services.work_source import WorkSource

# Each costs an encoding: enough for somebody who writes, too little to read the registry out with.
PER_NETWORK = Limit("preview.network", count=60, seconds=600)
EVERYWHERE = Limit("preview.everywhere", count=1200, seconds=600)
SHORTEST_TEXT = 8
LONGEST_TEXT = 2_000
MOST_KINDS = 4
MOST_FIELDS = 3
FIELD_SCHEMES = ("fields_form12", "fields_hightech8", "disciplines")
_ORDER = (Grade.STRONG, Grade.FAIR, Grade.WEAK)


@dataclass(frozen=True)
class Kind:
    """One kind of candidate. `group`: person, team or achievement; `home`: kind of its institution, None if unknown.

    `fields` are (scheme, code) of what they work on; where none is classified, `terms` are words of the text itself.
    """

    group: str
    home: str | None
    grade: Grade
    count: int
    fields: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class KindsFound:
    """`state`: waiting (too little text), found, none, or words_only (there is no model; grades are not known)."""

    state: str
    kinds: Sequence[Kind] = ()


@dataclass(frozen=True)
class _One:
    row: Expert | Achievement
    grade: Grade
    terms: tuple[str, ...]


def preview_kinds(
    *,
    works: WorkSource,
    index: SearchIndex,
    network: str,
    problem: str,
    title: str = "",
    indicators: str = "",
    goal: str = "",
) -> KindsFound:
    """Match the texts against the registry and tell kinds, fields and grades only. Raises TooMany.

    The registry is searched as the system: who asks may see nothing of it, and gets no record, only the kinds.
    """
    if len(problem.strip()) < SHORTEST_TEXT:
        return KindsFound("waiting")
    wait = admit(works=works, quotas=(Quota(PER_NETWORK, network), Quota(EVERYWHERE)))
    if wait:
        raise TooMany(seconds=wait)
    texts = {"title": title, "problem": problem, "indicators": indicators, "goal": goal}
    cut = {name: text.strip()[:LONGEST_TEXT] for name, text in texts.items()}
    with works.reading(SYSTEM) as work:
        try:
            found = _by_rank(work, index, cut)
        except SearchUnavailable:
            kinds = _kinds(_by_words(work, index, cut["problem"]))
            return KindsFound("words_only" if kinds else "none", kinds)
        kinds = _kinds(found)
    return KindsFound("found" if kinds else "none", kinds)


def _by_rank(work: Work, index: SearchIndex, texts: dict[str, str]) -> list[_One]:
    """Only strong and fair ones: a weak relation promises nothing to whoever waits for help."""
    found = preview_matches(work=work, index=index, limit=20, **texts)
    return [
        _One(one.row, one.grade, tuple(one.evidence.get("shared_terms", ())))
        for one in found.candidates
        if one.grade in (Grade.STRONG, Grade.FAIR)
    ]


def _by_words(work: Work, index: SearchIndex, text: str) -> list[_One]:
    found = search_registry(work=work, index=index, text=text, kinds=("expert", "achievement"), limit=10)
    return [_One(hit.row, Grade.WEAK, ()) for hit in found.hits if isinstance(hit.row, Expert | Achievement)]


def _kinds(found: Iterable[_One]) -> tuple[Kind, ...]:
    groups: dict[tuple[str, str | None, Grade], list[_One]] = {}
    for one in found:
        if is_searchable(one.row):  # the index is a cache
            home = one.row.institution.kind.value if one.row.institution is not None else None
            groups.setdefault((_group(one.row), home, one.grade), []).append(one)
    ordered = sorted(groups.items(), key=lambda entry: _ORDER.index(entry[0][2]))
    return tuple(
        Kind(group, home, grade, len(ones), _fields(ones), _terms(ones)) for (group, home, grade), ones in ordered
    )[:MOST_KINDS]


def _group(row: Expert | Achievement) -> str:
    return "achievement" if isinstance(row, Achievement) else row.kind.value


def _fields(ones: Sequence[_One]) -> tuple[tuple[str, str], ...]:
    named = {(item.scheme, item.code): None for one in ones for item in one.row.classifications}
    return tuple(pair for pair in named if pair[0] in FIELD_SCHEMES)[:MOST_FIELDS]


def _terms(ones: Sequence[_One]) -> tuple[str, ...]:
    return tuple({term: None for one in ones for term in one.terms})[:MOST_FIELDS]
