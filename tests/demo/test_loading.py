"""Loading the demo: safe to repeat, to break off, and never into other data or production."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from matchmaker import schema
from matchmaker.database import Database, open_database
from matchmaker.demo import loader
from matchmaker.demo.act import Act, act
from matchmaker.demo.data import demo_data
from matchmaker.demo.decide import decide_demo
from matchmaker.demo.errors import DemoInProduction, DemoNotAlone, DemoRefused
from matchmaker.demo.loader import is_loaded, load_demo
from matchmaker.demo.reset import reset_demo
from matchmaker.demo.scene import Scene
from matchmaker.demo.story import story
from matchmaker.demo.story_time import MATCHING_EVENINGS
from matchmaker.models import Decision, Event, Expert, Ledger, Need, Organization, Suggestion, User
from matchmaker.models.codes import NeedState, SuggestionState
from matchmaker.services.audit import verify_chain
from tests.demo.stage import NOW, an_application, copy_of, fake_matching
from tests.support.builders import an_enterprise
from tests.support.world import World

pytestmark = pytest.mark.xdist_group("demo")
DATA = demo_data()


def contents(database: Database) -> dict[str, Any]:
    """What a second run must not change."""
    with database.read() as session:
        ledger = session.get_one(Ledger, 1)
        counts = {kind.__tablename__: session.scalar(select(func.count()).select_from(kind)) for kind in
                  (Organization, Expert, Need, User, Suggestion, Decision)}  # fmt: skip
        refs = sorted(ref for kind in (Organization, Expert, Need, User) for ref in session.scalars(select(kind.ref)))
        return counts | {"events": ledger.event_number, "changes": ledger.change_number, "refs": refs}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> tuple[Act, ...]:
    """A story of the first hundred acts: institutions, accounts and some profiles."""
    acts = story(DATA)[:100]
    monkeypatch.setattr(loader, "story", lambda data: acts)
    return acts


def test_a_second_run_changes_nothing(told_file: Path, tmp_path: Path) -> None:
    database = copy_of(told_file, tmp_path)
    application = an_application(database, tmp_path)
    before, evenings = contents(database), []
    again = load_demo(application, run_jobs=lambda: evenings.append(application.clock()))
    assert (again.done, again.acts) == (0, len(story(DATA)))
    assert contents(database) == before
    assert evenings == []
    assert is_loaded(application)
    database.dispose()


@pytest.mark.postgres
def test_the_whole_story_on_postgresql_without_jobs(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    cluster = request.getfixturevalue("postgres_cluster")
    database = open_database(cluster.create_database(template="migrated"), pool_size=4)
    application = an_application(database, tmp_path)
    assert load_demo(application).done == len(story(DATA))
    with database.read() as session:
        verify_chain(session)
        stored = {need.external_id: need for need in session.scalars(select(Need))}
        states = {key: (need.state.value, need.result and need.result.value) for key, need in stored.items()}
        assert states == {row["key"]: (row["state"], row.get("result")) for row in DATA.rows("need")}
    before = contents(database)
    assert load_demo(application).done == 0
    assert contents(database) == before
    database.dispose()


def test_the_same_data_give_the_same_references(
    short: tuple[Act, ...], sqlite_database: Database, told: Database, tmp_path: Path
) -> None:
    load_demo(an_application(sqlite_database, tmp_path))
    few, all_refs = contents(sqlite_database)["refs"], contents(told)["refs"]
    assert len(few) > 40
    assert set(few) <= set(all_refs)


def test_a_run_that_broke_off_goes_on_where_it_stopped(
    short: tuple[Act, ...], sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = an_application(sqlite_database, tmp_path)
    perform = loader.perform

    def break_off(*arguments: Any) -> None:
        if arguments[3] is broken:
            raise OSError("the disk is full")
        perform(*arguments)

    broken = short[70]
    monkeypatch.setattr(loader, "perform", break_off)
    with pytest.raises(OSError, match="disk"):
        load_demo(application)
    assert not is_loaded(application)
    monkeypatch.setattr(loader, "perform", perform)
    told: list[tuple[int, int]] = []
    assert load_demo(application, lambda done, total: told.append((done, total))).done == 50  # the first batch was kept
    assert (told[0], told[-1]) == ((50, 100), (100, 100))
    assert is_loaded(application)
    with sqlite_database.read() as session:
        verify_chain(session)
        assert set(session.scalars(select(Event.request_id))) == {one.key for one in short}


def test_matching_runs_on_the_evenings_with_the_clock_of_the_story(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = MATCHING_EVENINGS[:3]
    done: list[object] = []

    def note(name: str, at: datetime) -> Act:
        def do(scene: Scene) -> None:
            done.append((name, scene.work().now()))
            an_enterprise(scene.work(), f"示例{name}公司")

        return act(name, at, do)

    acts = (
        note("early", first.replace(hour=9)),
        note("between", second.replace(hour=9)),
        note("late", third.replace(hour=21)),
    )
    monkeypatch.setattr(loader, "story", lambda data: acts)
    application = an_application(sqlite_database, tmp_path)
    load_demo(application, run_jobs=lambda: done.append(application.clock()))
    after = [evening.replace(minute=1).astimezone(UTC) for evening in (first, second, third)]
    assert done == [
        ("early", acts[0].at), after[0], ("between", acts[1].at), after[1], after[2], ("late", acts[2].at),
    ]  # fmt: skip
    assert application.clock() == NOW


def test_an_evening_that_a_broken_run_missed_is_made_up_for(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = MATCHING_EVENINGS[0]
    acts = tuple(
        act(
            name, first.replace(hour=hour), lambda scene: an_enterprise(scene.work(), f"示例{scene.at:%H}公司") and None
        )
        for name, hour in (("early", 9), ("late", 21))
    )
    evenings: list[datetime] = []
    application = an_application(sqlite_database, tmp_path)
    monkeypatch.setattr(loader, "story", lambda data: acts[:1])
    load_demo(application, run_jobs=lambda: evenings.append(application.clock()))
    assert evenings == []
    monkeypatch.setattr(loader, "story", lambda data: acts)
    load_demo(application, run_jobs=lambda: evenings.append(application.clock()))
    assert evenings == [first.replace(minute=1).astimezone(UTC)]


def test_where_the_clock_is_behind_the_story_nothing_is_dated_in_the_future(
    short: tuple[Act, ...], sqlite_database: Database, tmp_path: Path
) -> None:
    early = short[30].at.astimezone(UTC)
    load_demo(an_application(sqlite_database, tmp_path, early))
    with sqlite_database.read() as session:
        moments = session.scalars(select(Event.at).order_by(Event.id)).all()
        assert moments == sorted(moments)
        assert (moments[0], moments[-1]) == (short[0].at.astimezone(UTC), early)


def test_other_data_are_left_alone_unless_forced(
    short: tuple[Act, ...], sqlite_database: Database, tmp_path: Path, world: World
) -> None:
    with sqlite_database.write() as session:
        an_enterprise(world.work(session), "真实存在的企业")
    application = an_application(sqlite_database, tmp_path)
    with pytest.raises(DemoRefused):
        load_demo(application)
    with pytest.raises(DemoRefused):
        reset_demo(application)
    assert contents(sqlite_database)["organization"] == 1
    assert load_demo(application, force=True).done == 100
    with pytest.raises(DemoNotAlone):
        reset_demo(application)
    assert contents(sqlite_database)["organization"] > 20


def test_never_in_production(short: tuple[Act, ...], sqlite_database: Database, tmp_path: Path) -> None:
    application = an_application(sqlite_database, tmp_path)
    application.settings.environment = "production"
    for force in (False, True):
        with pytest.raises(DemoInProduction):
            load_demo(application, force=force)
    assert contents(sqlite_database)["user"] == 0


def test_a_reset_empties_the_demo_and_it_can_be_loaded_again(
    short: tuple[Act, ...], sqlite_database: Database, tmp_path: Path, world: World
) -> None:
    application = an_application(sqlite_database, tmp_path)
    load_demo(application)
    before = contents(sqlite_database)
    with sqlite_database.write() as session:
        an_enterprise(world.work(session), "在演示库里随手建的企业")
    reset_demo(application)
    assert schema.current_revision(sqlite_database) is None
    reset_demo(application)  # nothing to do
    schema.upgrade(sqlite_database)
    load_demo(application)
    assert contents(sqlite_database) == before


def test_suggestions_that_come_late_are_decided_on_once(told_file: Path, tmp_path: Path) -> None:
    database = copy_of(told_file, tmp_path)
    application = an_application(database, tmp_path)
    application.entropy = random.Random(12).randbytes  # other references than those of the told story
    with database.write() as session:
        for suggestion in session.scalars(select(Suggestion)).all():
            if suggestion.need.state in (NeedState.MATCHING, NeedState.IN_CONTACT):
                session.delete(suggestion)
    assert decide_demo(application) == 0
    fake_matching(application)()
    count = decide_demo(application)
    with database.read() as session:
        late = session.scalars(select(Decision).where(Decision.created_at == NOW)).all()
        assert len(late) == count > 60
        states = {decision.suggestion.need.state for decision in late}
        assert states == {NeedState.MATCHING, NeedState.IN_CONTACT}
        assert SuggestionState.ACCEPTED in {decision.suggestion.state for decision in late}
    assert decide_demo(application) == 0
    database.dispose()


def test_two_runs_never_share_a_key() -> None:
    keys = [one.key for one in story(DATA)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", ["x" * 60])
def test_a_key_that_the_log_cannot_hold_is_refused(name: str) -> None:
    nothing: Callable[[Scene], None] = lambda scene: None  # noqa: E731
    with pytest.raises(ValueError, match="not a key"):
        act(name, NOW, nothing)
