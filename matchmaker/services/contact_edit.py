"""The contact of an expert or an organization: set, changed, taken away."""

from __future__ import annotations

from typing import Any, TypedDict

from matchmaker.models import Contact, Expert, Organization
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work

KEEPERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR, Role.LIAISON)
_REACH = ("mobile", "telephone", "email", "wechat")


class ContactValues(TypedDict, total=False):
    """Any part of a contact; a part that is not given stays as it is."""

    name: str | None
    role: str | None
    mobile: str | None
    telephone: str | None
    email: str | None
    wechat: str | None


def set_contact(*, work: Work, owner: Expert | Organization, values: ContactValues) -> bool:
    """Change the first contact of `owner`, or add one; says whether anything changed.

    A contact by which nobody can be reached any more is removed. The caller has `{kind}:write`, or is a keeper.
    """
    kind = type(owner).__tablename__
    require_role(work, f"{kind}.contact", *KEEPERS, scope=f"{kind}s:write")
    given: dict[str, Any] = {name: value or (None if name != "name" else "") for name, value in values.items()}
    present = owner.contacts[0] if owner.contacts else None
    row = present or Contact(name="", created_at=work.now(), updated_at=work.now())
    changed = sorted(name for name, value in given.items() if getattr(row, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(row, name, given[name])
    reachable = any(getattr(row, name) for name in _REACH)
    if present is None and reachable:
        owner.contacts.append(row)
    elif present is not None and not reachable:
        owner.contacts.remove(row)
    row.updated_at = owner.updated_at = work.now()
    audit(work=work, action=f"{kind}.contact", subject=owner, after={"changed": changed})
    return True
