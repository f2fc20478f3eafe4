"""Which experts should we invite? Subjects and fields of needs that found no partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.models import Achievement, Classification, Expert, Need, NeedAssessment, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Confidentiality, ExpertState, Grade, Role, SuggestionState
from matchmaker.services.classification import codes_of
from matchmaker.services.scope import needs_in_scope, require_role
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.themes.theme import LEAST_ALIKE, Theme, themes_of
from matchmaker.services.work import Work

READERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.AUDITOR)
FIELDS = "fields_form12"
NOT_COVERED, TOO_VAGUE = "not_covered", "too_vague"
_TERMS = 6


@dataclass(frozen=True)
class LonelyNeed:
    """A need without a partner: why, and which of its terms nobody names (of a confidential need none are told)."""

    need: Need
    reason: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class SubjectGap:
    """A subject that needs ask for in vain. `uncovered`: of how many nobody works on it at all."""

    words: tuple[str, ...]
    title: str
    needs: tuple[LonelyNeed, ...]

    @property
    def enterprises(self) -> int:
        return len({one.need.organization_id for one in self.needs})

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(sorted({one.need.county_code for one in self.needs if one.need.county_code}))

    @property
    def uncovered(self) -> int:
        return sum(one.reason == NOT_COVERED for one in self.needs)

    @property
    def terms(self) -> tuple[str, ...]:
        """What nobody in the registry names, the most frequent first."""
        counts = Counter(term for one in self.needs for term in one.terms)
        return tuple(term for term, _ in counts.most_common(_TERMS))


@dataclass(frozen=True)
class FieldGap:
    """A field of the need form: needs, those of them without a partner, active experts, achievements."""

    code: str
    needs: int
    lonely: int
    experts: int
    achievements: int


@dataclass(frozen=True)
class Coverage:
    """`subjects` by falling number of needs; `vague`: needs that say too little to know whom to invite.

    `needs` counts all that are matched.
    """

    subjects: tuple[SubjectGap, ...]
    fields: tuple[FieldGap, ...]
    vague: tuple[LonelyNeed, ...]
    needs: int

    @property
    def lonely(self) -> int:
        """How many of the needs have no partner."""
        return sum(len(gap.needs) for gap in self.subjects) + len(self.vague)


def coverage(*, work: Work, index: SearchIndex) -> Coverage:
    """What the needs in the caller's scope ask for in vain, by the last run of matching and all decisions since.

    A need is without a partner while its best candidate is weak or none and nobody was accepted for it. Without a model
    subjects are not gathered: each need stands alone.
    """
    require_role(work, "coverage.read", *READERS)
    lonely = _lonely(work)
    telling = [one for one in lonely if one.reason != TOO_VAGUE]
    matched = select(func.count(Need.id)).where(Need.state.in_(MATCHED_STATES), needs_in_scope(work.actor))
    return Coverage(
        subjects=tuple(_subjects(work, index, telling)),
        fields=tuple(_fields(work, lonely)),
        vague=tuple(one for one in lonely if one.reason == TOO_VAGUE),
        needs=work.session.scalar(matched) or 0,
    )


def _lonely(work: Work) -> list[LonelyNeed]:
    accepted = select(Suggestion.need_id).where(Suggestion.state == SuggestionState.ACCEPTED)
    accepted = accepted.where(Suggestion.need_id.isnot(None))
    query = (
        select(Need, NeedAssessment)
        .join(NeedAssessment, NeedAssessment.need_id == Need.id)
        .where(Need.state.in_(MATCHED_STATES), needs_in_scope(work.actor), Need.id.not_in(accepted))
        .where(NeedAssessment.grade.in_((Grade.NONE, Grade.WEAK)))
        .order_by(Need.id)
        .options(joinedload(Need.organization), selectinload(Need.classifications))
    )
    return [_told(need, found) for need, found in work.session.execute(query)]


def _told(need: Need, found: NeedAssessment) -> LonelyNeed:
    first = found.reasons[0] if found.reasons else {}
    secret = need.confidentiality is Confidentiality.CONFIDENTIAL
    terms = () if secret else tuple(first.get("terms", ()))
    return LonelyNeed(need, str(first.get("code", "only_weak")), terms)


def _subjects(work: Work, index: SearchIndex, lonely: Sequence[LonelyNeed]) -> list[SubjectGap]:
    by_id = {one.need.id: one for one in lonely}
    needs = [one.need for one in lonely]
    themes = themes_of(work=work, state=index.current(), needs=needs, least=LEAST_ALIKE, alone=True)
    gathered = {need.id for theme in themes for need in theme.needs}
    alone = [Theme((), need, (need,)) for need in needs if need.id not in gathered]
    found = [
        SubjectGap(theme.words, theme.central.title, tuple(by_id[need.id] for need in theme.needs))
        for theme in (*themes, *alone)
    ]
    return sorted(found, key=lambda gap: (-len(gap.needs), -gap.uncovered, gap.needs[0].need.id))


def _fields(work: Work, lonely: Sequence[LonelyNeed]) -> list[FieldGap]:
    of_lonely = Counter(code for one in lonely for code in codes_of(one.need, FIELDS))
    seen = select(Need.id).where(Need.state.in_(MATCHED_STATES), needs_in_scope(work.actor))
    needs = _count(work, Classification.need_id, seen)
    experts = _count(work, Classification.expert_id, select(Expert.id).where(Expert.state == ExpertState.ACTIVE))
    achievements = _count(work, Classification.achievement_id, select(Achievement.id).where(Achievement.active))
    gaps = [
        FieldGap(code, needs[code], of_lonely[code], experts[code], achievements[code])
        for code in (term.code for term in work.schemes(FIELDS))
        if needs[code]
    ]
    return sorted(gaps, key=lambda gap: (-gap.lonely, gap.experts, gap.code))


def _count(work: Work, column: object, owners: object) -> Counter[str]:
    query = (
        select(Classification.code, func.count())
        .where(Classification.scheme == FIELDS, column.in_(owners))  # type: ignore[attr-defined]
        .group_by(Classification.code)
    )
    return Counter({code: count for code, count in work.session.execute(query)})
