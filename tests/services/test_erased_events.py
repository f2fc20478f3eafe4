"""Details of events are erased at request: the chain holds, nothing else changes, and no tampering hides behind it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from matchmaker.database import Database
from matchmaker.errors import AuditBroken
from matchmaker.models import Event
from matchmaker.services.audit import audit_plain, verify_chain
from matchmaker.services.audit_tail import verify_tail
from matchmaker.services.erased_events import ERASE, MARK, erase_details, is_erased
from tests.support.builders import an_enterprise, an_expert
from tests.support.world import World


def seed(database: Database, world: World) -> None:
    with database.write() as session:
        for number in range(3):
            an_enterprise(world.work(session), f"示例{number}厂")
        an_expert(world.work(session), name="林示例")


def erase(database: Database, world: World, *numbers: int, told: bool = True) -> None:
    with database.write() as session:
        erase_details(session, numbers)
        if told:
            audit_plain(work=world.work(session), action=ERASE, subject_kind="expert", subject_ref="x",
                        after={"events": list(numbers)})  # fmt: skip


def test_the_chain_holds_over_what_was_erased_and_was_told(database: Database, world: World) -> None:
    seed(database, world)
    erase(database, world, 2, 4)
    with database.read() as session:
        assert (verify_chain(session), verify_tail(session)) == (5, 5)
        second = session.get_one(Event, 2)
        assert (second.action, second.before, second.after, second.why) == ("organization.create", {}, MARK, "")
        assert [is_erased(event) for event in session.scalars(select(Event).order_by(Event.id))] == [
            False, True, False, True, False,
        ]  # fmt: skip


def test_what_was_erased_in_silence_is_found(database: Database, world: World) -> None:
    seed(database, world)
    erase(database, world, 3, told=False)
    with database.read() as session:
        for verify in (verify_chain, verify_tail):
            with pytest.raises(AuditBroken) as caught:
                verify(session)
            assert caught.value.params["number"] == 3


FALSE = {
    "an act of another": {"action": "organization.edit"},
    "another person": {"actor_name": "somebody else"},
    "a new digest": {"digest": "0" * 64},
    "other details": {"after": {"name": "another"}},
    "details beside the mark": {"after": MARK | {"name": "another"}},
    "another reason": {"why": "because"},
}


@pytest.mark.parametrize("how", FALSE)
def test_the_database_lets_details_go_and_nothing_be_put_in_their_place(
    database: Database, world: World, how: str
) -> None:
    seed(database, world)
    values = {"before": {}, "after": MARK, "why": ""} | FALSE[how]
    with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
        session.execute(update(Event).where(Event.id == 2).values(values))
    with database.read() as session:
        assert verify_chain(session) == 4


def test_a_told_erasure_does_not_cover_other_content(sqlite_database: Database, world: World) -> None:
    seed(sqlite_database, world)
    erase(sqlite_database, world, 2)
    with sqlite_database.write() as session:
        session.execute(text("DROP TRIGGER event_refuse_update"))
        session.execute(update(Event).where(Event.id == 2).values(after={"name": "never said"}))
    with sqlite_database.read() as session, pytest.raises(AuditBroken) as caught:
        verify_chain(session)
    assert caught.value.params["number"] == 2
