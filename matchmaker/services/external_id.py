"""External ids: the key under which another system knows a record, `source` + `external_id`."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.errors import Conflicting, InvalidInput
from matchmaker.locale import N_
from matchmaker.services.audit import audit
from matchmaker.services.scope import Row, in_scope
from matchmaker.services.work import Work


def find_external(*, work: Work, kind: type[Row], source: str, external_id: str) -> Row | None:
    """The record of `kind` that `source` knows as `external_id`, if there is one in the caller's scope."""
    known = (kind.source == source) & (kind.external_id == external_id)
    return work.session.scalars(select(kind).where(known, in_scope(kind, work.actor))).one_or_none()


def link_external(*, work: Work, row: Row, source: str | None, external_id: str | None) -> bool:
    """Let `row` be known as `external_id` of `source`; says whether that changed anything.

    A source may change its own id. Conflicting if the record belongs to another source already: one system's key is
    never replaced by another's. The caller has checked that it may edit the row.
    """
    if source is None and external_id is None:
        return False
    if source is None or external_id is None:
        missing = "source" if source is None else "external_id"
        raise InvalidInput(field=missing, problem=N_("The source and the external id belong together: give both."))
    if (row.source, row.external_id) == (source, external_id):
        return False
    if row.source not in (None, source):
        raise Conflicting(what=type(row).__tablename__)
    before = {"source": row.source, "external_id": row.external_id}
    row.source, row.external_id, row.updated_at = source, external_id, work.now()
    after = {"source": source, "external_id": external_id}
    audit(work=work, action=f"{type(row).__tablename__}.link", subject=row, before=before, after=after)
    return True
