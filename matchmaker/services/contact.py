"""Contacts (联系人): note how an organization or an expert is reached."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Contact, Expert, Organization
from matchmaker.services.audit import audit
from matchmaker.services.work import Work


@dataclass(frozen=True)
class NewContact:
    """A person and how to reach them; at least one way is given."""

    name: str = ""
    role: str | None = None
    mobile: str | None = None
    telephone: str | None = None
    email: str | None = None
    wechat: str | None = None


def add_contact(*, work: Work, owner: Organization | Expert, new: NewContact) -> Contact:
    """Store a contact of `owner`. The log says that there is one; how to reach it stands in no log."""
    if not any((new.mobile, new.telephone, new.email, new.wechat)):
        raise InvalidInput(field="mobile", problem=N_("Give at least one way to reach this contact."))
    now = work.now()
    row = Contact(
        name=new.name.strip(),
        role=new.role,
        mobile=new.mobile,
        telephone=new.telephone,
        email=new.email,
        wechat=new.wechat,
        created_at=now,
        updated_at=now,
    )
    owner.contacts.append(row)
    after = {"contact_name": row.name, "mobile": row.mobile, "telephone": row.telephone, "email": row.email}
    audit(work=work, action=f"{owner.__tablename__}.contact", subject=owner, after=after)
    return row
