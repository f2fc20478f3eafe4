"""Acts of a need's life up to its publication: posted, returned, confirmed, verified, shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.codes import FIELDS, code_of, code_or_none, codes_of
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.need_life import NeedLife, enters_verified, life_of, visit_days
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.interchange.values.amounts import parse_amount
from matchmaker.interchange.values.windows import parse_window
from matchmaker.models import Need, Organization
from matchmaker.models.codes import Confidentiality, NeedSource, NeedState
from matchmaker.services.need import (
    NewNeed,
    approve_public_version,
    confirm_intake,
    create_need,
    publish_need,
    return_need,
    verify_need,
)
from matchmaker.services.need_values import NeedValues
from matchmaker.services.work import Work

# What outsiders read of a need whose enterprise wants to tell the rest in person.
RESERVED_TEXT = "企业希望在对接时当面说明具体情况。"
CONFIRMED = "电话回访，联系人确认登记内容无误"


def lives(data: DemoData) -> dict[str, NeedLife]:
    """Need -> when the steps of its life happen."""
    visits = visit_days(data)
    return {row["key"]: life_of(row, visits.get(row["key"])) for row in data.rows("need")}


def need_acts(data: DemoData) -> Iterator[Act]:
    """Posting and review of every need."""
    timetable = lives(data)
    for row in data.rows("need"):
        key, life = row["key"], timetable[row["key"]]
        yield act(f"need:{key}", life.posted, partial(_post, row))
        if life.returned is not None:
            yield act(f"need:{key}:return", life.returned, partial(_return, row))
        if life.reviewed is not None and not enters_verified(row):
            if row["source"] != "门户":
                yield act(f"need:{key}:confirm", _before(life.reviewed), partial(_confirm, row))
            yield act(f"need:{key}:verify", life.reviewed, partial(_verify, row))
        if life.published is not None:
            yield act(f"need:{key}:publish", life.published, partial(_publish, row))


def _before(at: datetime) -> datetime:
    return at - timedelta(minutes=12)


def _post(row: Row, scene: Scene) -> None:
    enterprise = scene.row(Organization, row["enterprise"])
    work = _writer(row, scene)
    if enters_verified(row):
        state = NeedState.VERIFIED
    else:
        state = NeedState.DRAFT if row["state"] == NeedState.DRAFT else NeedState.SUBMITTED
    new = NewNeed(
        organization=enterprise,
        intake=NeedSource(code_of(work, "intake_sources", row["source"])),
        values=_values(work, row),
        codes=codes_of(work, FIELDS, row["fields"]),
        state=state,
        source=SOURCE,
        external_id=row["key"],
    )
    need = create_need(work=work, new=new)
    contact = enterprise.contacts[0]
    # Past the check of the form on purpose: it takes only numbers that a network could serve, and these must not be.
    need.contact_name, need.contact_mobile = contact.name, contact.mobile


def _writer(row: Row, scene: Scene) -> Work:
    """Whoever typed the need: the enterprise at the portal, else the organizer of its county (代填)."""
    if row["source"] == "门户":
        return scene.enterprise(row["enterprise"])
    return scene.organizer(scene.data.by_key[row["enterprise"]]["county"])


def _values(work: Work, row: Row) -> NeedValues:
    funds = parse_amount(row["funds"]).value
    window = parse_window(row["window"]).value
    return NeedValues(
        title=row["title"],
        problem=row["problem"],
        indicators=row["indicators"],
        goal=row["goal"],
        keywords=row["keywords"],
        activity_kind=code_or_none(work, "need_kinds", row["kind"]),
        cooperation_mode=code_or_none(work, "cooperation_modes", row["mode"]),
        funds_low=funds.low if funds is not None else None,
        funds_high=funds.high if funds is not None else None,
        funds_text=row["funds"] or None,
        window_from=window.start if window is not None else None,
        window_to=window.end if window is not None else None,
        window_text=row["window"] or None,
        confidentiality=Confidentiality(row["confidentiality"]),
    )


def _organizer(row: Row, scene: Scene) -> Work:
    return scene.organizer(scene.data.by_key[row["enterprise"]]["county"])


def _return(row: Row, scene: Scene) -> None:
    return_need(work=_organizer(row, scene), need=scene.row(Need, row["key"]), note=plain_note(row))


def _confirm(row: Row, scene: Scene) -> None:
    confirm_intake(work=_organizer(row, scene), need=scene.row(Need, row["key"]), how=CONFIRMED)


def _verify(row: Row, scene: Scene) -> None:
    verify_need(work=_organizer(row, scene), need=scene.row(Need, row["key"]))


def _publish(row: Row, scene: Scene) -> None:
    need, work = scene.row(Need, row["key"]), _organizer(row, scene)
    title, text = row.get("public_title") or row["title"], row.get("public_text") or row["problem"]
    if row["confidentiality"] == Confidentiality.COUNTY:
        text = RESERVED_TEXT
    owner = scene.enterprise(row["enterprise"])
    approving = owner if owner.actor.organization_id == need.organization_id else work
    approve_public_version(work=approving, need=need, title=title, text=text or RESERVED_TEXT)
    publish_need(work=work, need=need)


def plain_note(row: Row) -> str:
    """The remark of the data without the mark of what it is an example of."""
    note = str(row.get("note", ""))
    return note.partition("：")[2] if note.startswith("特例") else note
