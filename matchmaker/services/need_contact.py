"""Bring a need to 对接中 when something happened between the two sides: a talk, a visit, a result."""

from __future__ import annotations

from matchmaker.models import Need
from matchmaker.models.codes import NeedState
from matchmaker.services.need import ORGANIZERS, move_need
from matchmaker.services.scope import require_role
from matchmaker.services.work import Work


def begin_contact(*, work: Work, need: Need, why: str = "") -> Need:
    """Move a matched need to 对接中, over 专家匹配中 if nobody decided on it; in any other state it stays as it is.

    For organizers, and for programs that may record results.
    """
    require_role(work, "need.contact", *ORGANIZERS, scope="outcomes:write")
    if need.state in (NeedState.VERIFIED, NeedState.PUBLISHED):
        move_need(work=work, need=need, to=NeedState.MATCHING, action="need.matching", why=why)
    if need.state is NeedState.MATCHING:
        move_need(work=work, need=need, to=NeedState.IN_CONTACT, action="need.contact", why=why)
    return need
