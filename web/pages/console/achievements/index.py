"""The register of achievements."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.services.achievement import KEEPERS
from matchmaker.services.need_entry import FIELDS_SCHEME
from matchmaker.services.registry_list import RegistryFilter, list_achievements
from web.choices import choices
from web.list_query import read_query
from web.navigation import REGISTRY
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*REGISTRY)
def show_list() -> ResponseReturnValue:
    query = read_query(("field", "stage"))
    field = query.get("field")
    where = RegistryFilter(
        words=query.get("q") or "",
        scheme=FIELDS_SCHEME if field else None,
        code=field,
        stage=query.get("stage"),
    )
    fields, stages = choices(FIELDS_SCHEME), choices("achievement_stages")
    with reading() as work:
        found = list_achievements(work=work, where=where, page=query.page, count=True)
        return render_page(
            work,
            "console/achievements.html",
            listing=query.listing(found),
            fields=fields,
            stages=stages,
            set=query.active({"field": (gettext("Field"), fields), "stage": (gettext("Stage"), stages)}),
            may_edit=work.actor.role in KEEPERS,
            may_import=work.actor.is_organizer,
        )
