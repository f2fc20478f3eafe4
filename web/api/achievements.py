"""/achievements: enter, read and change results that an enterprise could use."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from matchmaker.locale import N_
from matchmaker.models import Achievement
from matchmaker.services.achievement import NewAchievement, create_achievement, edit_achievement
from matchmaker.services.external_id import link_external
from matchmaker.services.registry_list import RegistryFilter, list_achievements
from web.api.classified_filter import CLASSIFIED, ClassifiedAs, scheme_and_code
from web.api.operation import Call, Result
from web.api.parameters import PageQuery
from web.api.parties import expert_named_or_none, organization_named_or_none, require_same
from web.api.records import external_record, key_for_filter, paged_records, record_of, shown
from web.api.resource import Resource, Words, record_operations
from web.api.shapes.achievement import (
    AchievementOut,
    AchievementPage,
    AchievementPatch,
    AchievementPost,
    AchievementPut,
)
from web.api.shapes.base import Ref, Source, line
from web.api.shapes.coded import codes_from

ADDRESS = "achievements"


class AchievementQuery(PageQuery):
    """Which achievements to list."""

    institution: Ref | None = Field(default=None, description=N_("The reference of the institution."))
    classified: ClassifiedAs | None = CLASSIFIED
    q: line(100) | None = Field(default=None, description=N_("Words in title or text."))
    source: Source | None = None
    external_id: line(128) | None = None


def index(call: Call) -> Result:
    query: AchievementQuery = call.query
    where = RegistryFilter(
        words=query.q or "",
        institution_id=key_for_filter(call, query.institution),
        source=query.source,
        external_id=query.external_id,
        **scheme_and_code(query.classified),
    )
    page = list_achievements(work=call.work, where=where, page=query.page, count=query.total)
    return paged_records(call, page, AchievementPage, _shape)


def get(call: Call) -> Result:
    return shown(call, record_of(call, Achievement), _shape)


def create(call: Call) -> Result:
    body: AchievementPost = call.body
    return _created(call, body, body.source, body.external_id)


def change(call: Call) -> Result:
    body: AchievementPatch = call.body
    achievement = record_of(call, Achievement)
    _edit(call, achievement, body)
    link_external(work=call.work, row=achievement, source=body.source, external_id=body.external_id)
    return shown(call, achievement, _shape)


def store(call: Call) -> Result:
    """Create or change the achievement that the address names by an external id."""
    body: AchievementPut = call.body
    achievement = external_record(call, Achievement)
    if achievement is None:
        call.precondition.check_absent()
        return _created(call, body, call.path["source"], call.path["external_id"])
    call.precondition.check(achievement.version)
    require_same("expert", expert_named_or_none(call, body.expert, "expert"), achievement.expert)
    named = organization_named_or_none(call, body.institution, "institution")
    require_same("institution", named, achievement.institution)
    _edit(call, achievement, body)
    return shown(call, achievement, _shape)


def _created(call: Call, body: AchievementPut, source: str | None, external_id: str | None) -> Result:
    values = body.values()
    new = NewAchievement(
        title=values.pop("title"),
        text=values.pop("text", ""),
        expert=expert_named_or_none(call, body.expert, "expert"),
        institution=organization_named_or_none(call, body.institution, "institution"),
        values=values,
        codes=codes_from(body.classifications or ()),
        source=source,
        external_id=external_id,
    )
    achievement = create_achievement(work=call.work, new=new)
    return shown(call, achievement, _shape, address=ADDRESS, created=True)


def _edit(call: Call, achievement: Achievement, body: Any) -> None:
    codes = codes_from(body.classifications or ()) if "classifications" in body.model_fields_set else None
    edit_achievement(work=call.work, achievement=achievement, values=body.values(), codes=codes)


def _shape(call: Call, achievement: Achievement) -> AchievementOut:
    return AchievementOut.of(call.work, achievement)


OPERATIONS = record_operations(
    Resource(
        noun="Achievement",
        path=ADDRESS,
        words=Words(
            index=N_("List achievements"),
            create=N_("Enter an achievement"),
            get=N_("Read an achievement"),
            change=N_("Change an achievement"),
            get_external=N_("Read an achievement by its external id"),
            store=N_("Store an achievement under its external id"),
        ),
        index=index,
        create=create,
        get=get,
        change=change,
        store=store,
        query=AchievementQuery,
        page=AchievementPage,
        answer=AchievementOut,
        post=AchievementPost,
        patch=AchievementPatch,
        put=AchievementPut,
    )
)
