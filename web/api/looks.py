"""Looks at confidential needs, recorded by operations that only read."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.models import Need
from matchmaker.models.codes import Confidentiality
from matchmaker.services.need import note_confidential_read
from web.access_log import request_id
from web.api.operation import Call


def record_looks(call: Call, needs: Iterable[Need]) -> None:
    """Confidential needs that are about to be shown, in a transaction of its own that commits at once.

    So nobody who writes waits until the answer was made, and nothing is shown of which there is no event.
    """
    secret = [need.id for need in needs if need.confidentiality is Confidentiality.CONFIDENTIAL]
    if not secret:
        return
    with call.application.database.write() as session:
        work = call.application.work(session, call.work.actor, request_id())
        for key in secret:
            note_confidential_read(work=work, need=session.get_one(Need, key))
