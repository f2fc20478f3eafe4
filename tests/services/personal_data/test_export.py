"""Everything held about a person leaves in one file, for a program and for a reader; nothing of others does (S15)."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden
from matchmaker.models import Base, Event, Organization
from matchmaker.models.codes import Confidentiality, Role
from matchmaker.services.personal_data.export import WAYS, export_person
from matchmaker.services.personal_data.holdings import ACCOUNTS, LEFT_OUT, LISTS, OPENED, referring
from matchmaker.services.personal_data.person import contact_person, contacts_of, expert_person
from matchmaker.services.personal_data.words import COLUMNS, TABLES
from tests.services.personal_data.scene import MAIL, MOBILE, NAME, TRACES, a_known_expert
from tests.support.builders import a_need, a_user, an_enterprise
from tests.support.world import World

# Columns of the machinery: in the file under their own name.
PLAIN = {
    "achievement", "active", "amount_received", "attempts", "chain_code", "channel", "contract_kind", "done_on",
    "due_at", "error", "evidence_sha256", "external_id", "group_leader", "invitation", "invited", "ip_state",
    "joint_platform", "locked", "made_at", "max_delegation", "max_per_date", "older_than_contact", "pairing", "part",
    "parts", "plan_kind", "position", "previous_state", "rank", "readable_until", "registration_number", "revoked_at",
    "run", "scheme", "score", "searchable", "sent_how", "side", "signed_on", "slot", "starts_at", "suggestion",
    "table_number", "talk", "topic", "trip", "trl", "until", "verdict", "vice_president", "visit",
}  # fmt: skip


def exported(database: Database, world: World, ref: str, ending: str) -> bytes:
    with database.write() as session:
        work = world.work(session)
        return export_person(work=work, person=expert_person(work=work, ref=ref), ending=ending).content


def test_the_file_for_a_program_holds_every_trace(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    content = exported(database, world, scene.expert_ref, "json")
    document: dict[str, Any] = json.loads(content)
    text = content.decode()
    assert [trace for trace in TRACES if trace not in text] == []
    assert document["records"]["contact"] == [
        {"name": NAME, "mobile": MOBILE, "email": MAIL, "wechat": "wx-zero-example",
         "created_at": document["records"]["contact"][0]["created_at"],
         "updated_at": document["records"]["contact"][0]["updated_at"]}
    ]  # fmt: skip
    assert document["records"]["embedding"][0]["count"] > 0
    assert "vector" not in text
    assert "match.example/" not in text  # a personal link opens for whoever holds it
    actions = [event["action"] for event in document["records"]["event"]]
    assert {"expert.create", "expert.edit", "expert.contact", "contact.reveal"} <= set(actions)
    with database.read() as session:
        last = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert last is not None
        assert (last.action, last.subject_ref, last.after["format"]) == ("person.export", scene.expert_ref, "json")


def test_the_file_for_a_reader_holds_the_same_in_words(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    sheet = load_workbook(io.BytesIO(exported(database, world, scene.expert_ref, "xlsx"))).active
    assert sheet is not None
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=2, max_col=4, values_only=True)]
    text = "\n".join(str(row[3]) for row in rows)
    assert [trace for trace in TRACES if trace not in text] == []
    assert ("联系方式", "1", "手机号", MOBILE) in rows


def test_of_a_need_only_its_number_is_told(database: Database, world: World) -> None:
    """An expert's file tells nothing of enterprises' needs, confidential ones least of all."""
    scene = a_known_expert(database, world)
    with database.write() as session:
        need = session.merge(scene.made.needs[0])
        need.confidentiality, need.title, ref = Confidentiality.CONFIDENTIAL, "绝密炉衬配方", need.ref
    text = exported(database, world, scene.expert_ref, "json").decode()
    assert "绝密炉衬配方" not in text
    assert ref in text


def test_a_contacts_file_holds_what_needs_say_of_them(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work, "示例丙厂")
        need = a_need(work, enterprise, "需求甲", contact_name="李联系", contact_mobile=MOBILE)
        a_need(work, enterprise, "需求乙", contact_name="王旁人", contact_mobile="13900000002")
        ref, need_ref = enterprise.ref, need.ref
    with database.write() as session:
        work = world.work(session)
        owner = session.scalars(select(Organization).where(Organization.ref == ref)).one()
        key = next(one.key for one in contacts_of(work, owner) if one.name == "李联系")
        handed = export_person(work=work, person=contact_person(work=work, ref=ref, key=key), ending="json")
    records = json.loads(handed.content)["records"]
    assert {"need": need_ref, "contact_name": "李联系", "contact_mobile": MOBILE} in records["need"]
    assert "王旁人" not in handed.content.decode()
    assert "需求甲" not in handed.content.decode()


@pytest.mark.parametrize("role", [Role.CITY, Role.AUDITOR])
def test_only_administrators_hand_it_out(sqlite_database: Database, world: World, role: Role) -> None:
    scene = a_known_expert(sqlite_database, world)
    with sqlite_database.write() as session:
        person = expert_person(work=world.work(session), ref=scene.expert_ref)
        work = world.work(session, a_user(world.work(session), role, "other"))
        for ending in WAYS:
            with pytest.raises(Forbidden):
                export_person(work=work, person=person, ending=ending)


def test_every_table_and_column_has_words_or_is_known_to_have_none() -> None:
    tables = {"expert", "outbox_message", *(model.__tablename__ for start in ("expert", *OPENED)
                                            for model, _ in referring(start))}  # fmt: skip
    assert tables <= set(TABLES)
    columns = set()
    for name in tables:
        for column in Base.metadata.tables[name].columns:
            target = next((key.column.table.name for key in column.foreign_keys), None)
            if column.name in LEFT_OUT or target in ACCOUNTS:
                continue
            shown = column.name.removesuffix("_ids") if column.name in LISTS else column.name
            columns.add(shown.removesuffix("_id") if target else shown)
    assert columns - set(COLUMNS) == PLAIN
