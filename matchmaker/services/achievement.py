"""Achievements (成果): create, edit, hide; passages follow every change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matchmaker.errors import InvalidInput
from matchmaker.identity import content_key
from matchmaker.locale import N_
from matchmaker.models import Achievement, Expert, Organization
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit, differences
from matchmaker.services.classification import Code, classify
from matchmaker.services.passage import rebuild_passages
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

KEEPERS = (Role.CITY, Role.COUNTY, Role.ADMINISTRATOR, Role.LIAISON)
EDITABLE = frozenset({"title", "text", "trl", "stage", "ip_state", "year", "region", "profile_source"})


@dataclass(frozen=True)
class NewAchievement:
    """A result as it comes in; `values` may hold any of EDITABLE but the title."""

    title: str
    text: str = ""
    expert: Expert | None = None
    institution: Organization | None = None
    values: dict[str, Any] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    source: str | None = None
    external_id: str | None = None


def create_achievement(*, work: Work, new: NewAchievement) -> Achievement:
    """Store a new achievement of an expert, an institution, both or neither yet."""
    require_role(work, "achievement.create", *KEEPERS, scope="achievements:write")
    if not new.title.strip():
        raise InvalidInput(field="title", problem=N_("The title is empty."))
    now = work.now()
    row = Achievement(
        ref=work.new_ref(),
        title=new.title.strip(),
        text=new.text.strip(),
        content_key=content_key(new.title, new.text),
        expert=new.expert,
        institution=new.institution or (new.expert.institution if new.expert else None),
        source=new.source,
        external_id=new.external_id,
        created_at=now,
        updated_at=now,
        **_checked(new.values),
    )
    work.session.add(row)
    classify(row, new.codes)
    rebuild_passages(work=work, owner=row)
    audit(work=work, action="achievement.create", subject=row, after={"title": row.title})
    return row


def edit_achievement(
    *, work: Work, achievement: Achievement, values: dict[str, Any], codes: tuple[Code, ...] | None = None
) -> Achievement:
    """Change fields of an achievement."""
    require_role(work, "achievement.edit", *KEEPERS, scope="achievements:write")
    before, after = differences(achievement, _checked(values))
    for name, value in values.items():
        setattr(achievement, name, value)
    achievement.content_key = content_key(achievement.title, achievement.text)
    reclassified = codes is not None and classify(achievement, codes)
    if before or reclassified:
        achievement.updated_at = work.now()
        rebuild_passages(work=work, owner=achievement)
        audit(work=work, action="achievement.edit", subject=achievement, before=before, after=after)
    return achievement


def set_achievement_active(*, work: Work, achievement: Achievement, active: bool, why: str = "") -> Achievement:
    """Hide an achievement from matching, or show it again; takes effect at the next search."""
    require_role(work, "achievement.state", *KEEPERS)
    if achievement.active is not active:
        achievement.active = active
        achievement.updated_at = work.now()
        rebuild_passages(work=work, owner=achievement)
        audit(work=work, action="achievement.state", subject=achievement, after={"active": active}, why=why)
    return achievement


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise InvalidInput(field=", ".join(sorted(unknown)), problem=N_("This field cannot be changed here."))
    return dict(values)
