"""The themes among the needs that the caller may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.models import Need
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.coach.repeats import directions
from matchmaker.services.index_state import IndexState
from matchmaker.services.need_vectors import stored_queries
from matchmaker.services.scope import needs_in_scope, require_role
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.themes.grouping import group_alike
from matchmaker.services.themes.naming import theme_words
from matchmaker.services.work import Work

READERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.AUDITOR)
# Mean cosine within a theme. Of the 46 themes that 0.45 makes of the 281 real needs, read one by one, nine share no
# more than a field or a word; this bound drops six of these and none of the others (see tests/services/themes).
LEAST_ALIKE = 0.475
# Needs in their life before closing; of more than this many the newest.
OPEN = (NeedState.SUBMITTED, NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT)
MOST = 3000


@dataclass(frozen=True)
class Theme:
    """Needs that ask for the same; `words` are theirs, `central` the one that is most like the others."""

    words: tuple[str, ...]
    central: Need
    needs: tuple[Need, ...]

    @property
    def enterprises(self) -> int:
        return len({need.organization_id for need in self.needs})

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(sorted({need.county_code for need in self.needs if need.county_code}))


def find_themes(*, work: Work, index: SearchIndex) -> list[Theme]:
    """Themes of at least two needs, the largest first; none while there is no model."""
    require_role(work, "themes.read", *READERS)
    query = (
        select(Need)
        .where(Need.state.in_(OPEN), needs_in_scope(work.actor))
        .order_by(Need.id.desc())
        .limit(MOST)
        .options(joinedload(Need.organization))
    )
    return themes_of(work=work, state=index.current(), needs=work.session.scalars(query).all(), least=LEAST_ALIKE)


def themes_of(
    *, work: Work, state: IndexState, needs: Sequence[Need], least: float, alone: bool = False
) -> list[Theme]:
    """The themes among these needs; with `alone` also those of one need. Needs without a vector are left out."""
    if state.tools.model_id is None:
        return []
    found = directions(state, stored_queries(work.session, needs, model_id=state.tools.model_id))
    known = sorted((need for need in needs if need.id in found), key=lambda need: need.id)
    if not known:
        return []
    vectors = np.stack([found[need.id] for need in known])
    groups = group_alike(vectors, least=least)
    return [_theme(state, known, vectors, group) for group in groups if alone or len(group) > 1]


def _theme(state: IndexState, needs: Sequence[Need], vectors: np.typing.NDArray[np.float32], group: list[int]) -> Theme:
    own = [needs[place] for place in group]
    alike = vectors[group] @ vectors[group].sum(axis=0)
    return Theme(theme_words(state, own), own[int(np.argmax(alike))], tuple(own))
