"""The ledger: numbers follow commits, the chain verifies, and tampering is found (S14, N2)."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from matchmaker.database import Database
from matchmaker.errors import AuditBroken
from matchmaker.ledger import savepoint
from matchmaker.models import Change, Event, Organization, Passage
from matchmaker.models.codes import OrganizationKind
from matchmaker.services.audit import audit, verify_chain
from tests.support.world import World


def add_organization(world: World, database: Database, name: str) -> str:
    with database.write() as session:
        work = world.work(session)
        row = Organization(ref=work.new_ref(), kind=OrganizationKind.ENTERPRISE, name=name, name_key=name,
                           created_at=work.now(), updated_at=work.now())  # fmt: skip
        session.add(row)
        audit(work=work, action="organization.create", subject=row, after={"name": name, "mobile": "13800000000"})
        return row.ref


def test_event_is_written_with_its_row_and_hides_contact_data(database: Database, world: World) -> None:
    ref = add_organization(world, database, "示例一厂")
    with database.read() as session:
        event = session.scalars(select(Event)).one()
        assert (event.id, event.action, event.subject_ref) == (1, "organization.create", ref)
        assert event.after == {"name": "示例一厂", "mobile": "***"}


def test_rolled_back_act_leaves_no_event(database: Database, world: World) -> None:
    def fail() -> None:
        with database.write() as session:
            work = world.work(session)
            row = Organization(ref="x", kind=OrganizationKind.ENTERPRISE, name="n", name_key="n",
                               created_at=work.now(), updated_at=work.now())  # fmt: skip
            session.add(row)
            audit(work=work, action="organization.create", subject=row)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    add_organization(world, database, "示例二厂")
    with database.read() as session:
        assert [event.id for event in session.scalars(select(Event))] == [1]


def test_the_database_refuses_to_change_the_log(database: Database, world: World) -> None:
    add_organization(world, database, "示例一厂")
    with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
        session.execute(update(Event).values(action="nothing"))


TAMPERINGS = {
    "edited": "UPDATE event SET actor_name = 'somebody else' WHERE id = 2",
    "deleted": "DELETE FROM event WHERE id = 2",
    "cut off": "DELETE FROM event WHERE id = 4",
    "reordered": "UPDATE event SET id = CASE id WHEN 2 THEN -3 ELSE -2 END WHERE id IN (2, 3);"
    "UPDATE event SET id = -id WHERE id < 0",
    "inserted": "INSERT INTO event SELECT 5, at, actor_kind, actor_ref, actor_name, action, subject_kind, subject_ref,"
    " organization_ref, county_code, before, after, why, request_id, previous_digest, digest FROM event WHERE id = 4",
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_verify_finds_tampering(sqlite_database: Database, world: World, how: str) -> None:
    for number in range(4):
        add_organization(world, sqlite_database, f"示例{number}厂")
    with sqlite_database.read() as session:
        assert verify_chain(session) == 4
    with sqlite_database.write() as session:
        session.execute(text("DROP TRIGGER event_refuse_update"))
        session.execute(text("DROP TRIGGER event_refuse_delete"))
        for statement in TAMPERINGS[how].split(";"):
            session.execute(text(statement))
    with sqlite_database.read() as session, pytest.raises(AuditBroken):
        verify_chain(session)


def test_numbers_are_gapless_when_eight_threads_write(database: Database, world: World) -> None:
    threads = [
        threading.Thread(target=lambda n=n: [add_organization(world, database, f"示例{n}-{i}厂") for i in range(5)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert list(session.scalars(select(Event.id).order_by(Event.id))) == list(range(1, 41))
        assert verify_chain(session) == 40


def test_changes_of_passages_are_noticed(database: Database, world: World) -> None:
    ref = add_organization(world, database, "示例一厂")
    with database.write() as session:
        from matchmaker.models import Achievement

        work = world.work(session)
        organization = session.scalars(select(Organization).where(Organization.ref == ref)).one()
        achievement = Achievement(ref="a", title="t", content_key="k", institution_id=organization.id,
                                  created_at=work.now(), updated_at=work.now())  # fmt: skip
        session.add(achievement)
        session.flush()
        session.add(Passage(achievement_id=achievement.id, part="title", position=0, text="t", text_hash="h"))
    for act in ("text_hash", "searchable", "position"):
        with database.write() as session:
            passage = session.scalars(select(Passage)).one()
            setattr(passage, act, {"text_hash": "h2", "searchable": False, "position": 5}[act])
    with database.write() as session:
        session.delete(session.scalars(select(Passage)).one())
    with database.read() as session:
        assert [(c.id, c.operation) for c in session.scalars(select(Change).order_by(Change.id))] == [
            (1, "upsert"), (2, "upsert"), (3, "remove"), (4, "remove")]  # fmt: skip


def test_a_part_that_fails_alone_takes_only_its_own_notes_along(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        for name in ("示例一厂", "失败", "示例二厂"):
            try:
                with savepoint(session):
                    row = Organization(ref=work.new_ref(), kind=OrganizationKind.ENTERPRISE, name=name, name_key=name,
                                       created_at=work.now(), updated_at=work.now())  # fmt: skip
                    session.add(row)
                    audit(work=work, action="organization.create", subject=row, after={"name": name})
                    if name == "失败":
                        raise LookupError
            except LookupError:
                continue
    with database.read() as session:
        assert list(session.scalars(select(Organization.name).order_by(Organization.id))) == ["示例一厂", "示例二厂"]
        assert [event.after["name"] for event in session.scalars(select(Event).order_by(Event.id))] == [
            "示例一厂", "示例二厂"]  # fmt: skip
