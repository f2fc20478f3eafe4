"""What every officer's first page counts is read from indexes alone: rows of needs are long, and there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from matchmaker.database import Database
from matchmaker.models.codes import Role
from matchmaker.services.review_queue import QueueFilter, count_open, find_place
from matchmaker.services.today import waiting_today
from matchmaker.services.work import Work, actor_of
from tests.support.accounts import add_user
from tests.support.world import World


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """A line for each step that SQLite would take for what is asked meanwhile."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    steps: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_rest: object) -> None:
        asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield steps
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        for statement, values in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps += [str(row[3]) for row in rows]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda work: waiting_today(work=work), "SEARCH need USING COVERING INDEX ix_need_waiting"),
        (
            lambda work: count_open(work=work, where=QueueFilter()),
            "SEARCH suggestion USING COVERING INDEX ix_suggestion_state_grade_need",
        ),
        (lambda work: find_place(work=work, where=QueueFilter()), "SEARCH need USING INDEX ix_need_answer_due_on"),
    ],
)
def test_counts_and_neighbours_are_read_from_indexes(
    sqlite_database: Database, world: World, ask: Callable[[Work], object], index: str
) -> None:
    user = add_user(sqlite_database, world, "officer", Role.CITY)
    with sqlite_database.read() as session:
        work = world.work(session).as_actor(actor_of(user))
        with plans(sqlite_database) as steps:
            ask(work)
    assert [step for step in steps if step.startswith(index)], steps
