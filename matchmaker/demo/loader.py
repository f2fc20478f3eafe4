"""Loads the demo data: plays its story from the first act to the last, in the order of time, through the services.

Every act leaves its key as the request id of its audit events, in the transaction that does it. So a later run knows
what is done already: after a crash it goes on where the story broke off, and a whole story is not touched again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.bootstrap import Application
from matchmaker.demo.act import Act
from matchmaker.demo.data import DemoData, demo_data
from matchmaker.demo.errors import DemoInProduction, DemoRefused
from matchmaker.demo.marks import MIXED, holds_data, holds_demo, mark_mixed, performed_acts
from matchmaker.demo.scene import STORYTELLER, Scene
from matchmaker.demo.story import story
from matchmaker.demo.story_time import MATCHING_EVENINGS

Report = Callable[[int, int], None]
BATCH = 50
SETTLED = timedelta(minutes=1)


@dataclass(frozen=True)
class Loaded:
    """How many acts the story has, and how many of them this run has done (0: all was there)."""

    acts: int
    done: int


def load_demo(
    application: Application,
    progress: Report | None = None,
    *,
    run_jobs: Callable[[], object] | None = None,
    force: bool = False,
) -> Loaded:
    """Bring the database to the end of the demo's story.

    `run_jobs` runs all due jobs; it is called on the story's matching evenings, with the application's clock set to
    them, so that organizers in the story find the real pipeline's suggestions. Without it no suggestion is decided on
    (see `matchmaker.demo.decide`). Raises DemoRefused for a database with other data unless `force`, and
    DemoInProduction.
    """
    check_loadable(application, force=force)
    _note_other_data(application)
    data, acts = demo_data(), story(demo_data())
    performed, latest = performed_acts(application.database), application.clock()
    pending = [_not_later(act, latest) for act in acts if act.key not in performed]
    report, done = progress or (lambda done, total: None), len(acts) - len(pending)
    report(done, len(acts))
    known: dict[object, Any] = {}
    for batch in _batches(pending, breaks=run_jobs is not None):
        if isinstance(batch, datetime):
            with _clock_after(application, batch):
                assert run_jobs is not None
                run_jobs()
            continue
        with application.database.write() as session:
            for act in batch:
                perform(application, session, data, act, known)
        done += len(batch)
        report(done, len(acts))
    return Loaded(acts=len(acts), done=len(pending))


def check_loadable(application: Application, *, force: bool = False) -> None:
    """Raise DemoInProduction or DemoRefused if the demo must not be loaded here."""
    if application.settings.environment == "production":
        raise DemoInProduction
    if not force and not holds_demo(application.database) and holds_data(application.database):
        raise DemoRefused


def is_loaded(application: Application) -> bool:
    """Whether the whole story was told in this database."""
    return performed_acts(application.database).issuperset(act.key for act in story(demo_data()))


def perform(application: Application, session: Session, data: DemoData, act: Act, known: dict[object, Any]) -> None:
    """Do one act in `session`."""
    act.do(Scene(act.key, act.at, session, data, application.settings, known))


def _note_other_data(application: Application) -> None:
    if not holds_demo(application.database) and holds_data(application.database):
        with application.database.write() as session:
            mark_mixed(application.work(session, STORYTELLER, MIXED))


def _not_later(act: Act, latest: datetime) -> Act:
    """Where the clock is behind the story, its last acts happen now: nothing is dated in the future."""
    return replace(act, at=latest) if act.at > latest else act


def _batches(acts: Sequence[Act], *, breaks: bool) -> Iterator[Sequence[Act] | datetime]:
    """Acts that are committed together, and between them the matching evenings that have something to match."""
    evenings = [evening for evening in MATCHING_EVENINGS if breaks and acts and evening < acts[-1].at]
    missed = [evening for evening in evenings if evening < acts[0].at]
    if missed:  # a run that broke off may have stopped just before this one
        yield missed[-1]
    start = 0
    for evening in evenings[len(missed) :]:
        end = next(place for place, act in enumerate(acts) if act.at > evening)
        yield from _parts(acts[start:end])
        yield evening
        start = end
    yield from _parts(acts[start:])


def _parts(acts: Sequence[Act]) -> Iterator[Sequence[Act]]:
    for start in range(0, len(acts), BATCH):
        yield acts[start : start + BATCH]


@contextmanager
def _clock_after(application: Application, moment: datetime) -> Iterator[None]:
    """Let the application's clock stand just after `moment`, when everything that was asked for is due."""
    clock = application.clock
    application.clock = lambda: (moment + SETTLED).astimezone(UTC)
    try:
        yield
    finally:
        application.clock = clock
