"""Passages (匹配依据): the texts of an expert, an achievement or a need that are searched."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from matchmaker.identity import text_hash
from matchmaker.models import Achievement, Expert, Need, Passage
from matchmaker.models.codes import MATCHED_STATES, ExpertKind, ExpertState
from matchmaker.ranking import query as ranking
from matchmaker.sentences import split_passages
from matchmaker.services.job import enqueue
from matchmaker.services.suggest_jobs import ask_for_all_suggestions
from matchmaker.services.work import Work

Owner = Expert | Achievement | Need
# A part that is searched for by words and meaning, but says nothing about fitting a need.
NAME = "name"


def rebuild_passages(*, work: Work, owner: Owner) -> None:
    """Make the stored passages of `owner` those of its present texts and state, and have what is new encoded.

    Rows that stay the same are not touched, so that an edit encodes and announces only what changed.
    """
    work.session.flush()
    wanted = list(_texts(owner))
    present = list(work.session.scalars(select(Passage).where(_owned_by(owner)).order_by(Passage.position)))
    searchable = is_searchable(owner)
    for position, (part, text) in enumerate(wanted):
        if position < len(present):
            row = present[position]
            row.part, row.text, row.text_hash, row.searchable = part, text, text_hash(text), searchable
        else:
            work.session.add(_new_passage(owner, part, position, text, searchable))
    for row in present[len(wanted) :]:
        work.session.delete(row)
    enqueue(work=work, kind="encode", unique_key="encode", priority=8)
    if not isinstance(owner, Need):
        ask_for_all_suggestions(work=work)


def remove_passages(*, work: Work, owner: Owner) -> None:
    """Delete the passages of an owner that goes away."""
    for row in work.session.scalars(select(Passage).where(_owned_by(owner))):
        work.session.delete(row)


def is_searchable(owner: Owner) -> bool:
    """Whether the owner takes part in matching at all (filter before the search, not after it)."""
    if isinstance(owner, Expert):
        return owner.state is ExpertState.ACTIVE
    if isinstance(owner, Achievement):
        return owner.active
    return owner.state in MATCHED_STATES


def need_texts(need: Need) -> ranking.Need:
    """A need as ranking knows it."""
    return ranking.Need(title=need.title, problem=need.problem, indicators=need.indicators, goal=need.goal)


def _texts(owner: Owner) -> Iterable[tuple[str, str]]:
    if isinstance(owner, Need):
        yield from need_texts(owner).parts().items()
    elif isinstance(owner, Achievement):
        yield from _described("text", owner.title, owner.text)
    else:
        yield NAME, " ".join(filter(None, (owner.institution.name if owner.institution else "", owner.name)))
        yield from (("direction", direction) for direction in owner.directions if direction.strip())
        yield from _described("profile", _topic(owner), owner.profile)
        yield from (("project", str(project["title"])) for project in owner.projects if project.get("title"))


def _described(part: str, topic: str, text: str) -> Iterable[tuple[str, str]]:
    """Pieces of a text, each beginning with what it is about: a sentence alone often does not name its subject.

    On the real teams and needs this finds the right partner where bare sentences do not; a topic without a text is a
    piece of its own.
    """
    pieces = split_passages(text)
    if topic:
        pieces = [f"{topic}：{piece}" for piece in pieces] or [topic]
    yield from ((part, piece) for piece in pieces)


def _topic(expert: Expert) -> str:
    """What a team's name says of its work, without institution and school; a person's name says nothing of it."""
    if expert.kind is not ExpertKind.TEAM:
        return ""
    topic = expert.name
    for prefix in (expert.institution.name if expert.institution else "", expert.school or ""):
        topic = topic.removeprefix(prefix).strip()
    return topic or expert.name


def _owned_by(owner: Owner) -> ColumnElement[bool]:
    if isinstance(owner, Expert):
        return Passage.expert_id == owner.id
    if isinstance(owner, Achievement):
        return Passage.achievement_id == owner.id
    return Passage.need_id == owner.id


def _new_passage(owner: Owner, part: str, position: int, text: str, searchable: bool) -> Passage:
    row = Passage(part=part, position=position, text=text, text_hash=text_hash(text), searchable=searchable)
    if isinstance(owner, Expert):
        row.expert_id = owner.id
    elif isinstance(owner, Achievement):
        row.achievement_id = owner.id
    else:
        row.need_id = owner.id
    return row
