"""An application for the demo's tests, and a stand-in for matching that suggests a need's partners and three others."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from matchmaker.bootstrap import Application
from matchmaker.database import Database, open_database
from matchmaker.demo.data import demo_data
from matchmaker.demo.scene import SOURCE
from matchmaker.models import Achievement, Expert, MatchRun, Need, Suggestion
from matchmaker.models.codes import MATCHED_STATES, Grade
from matchmaker.settings import Settings

# Some weeks after the story's end: everything keeps its own date.
NOW = datetime(2027, 1, 15, 1, 0, tzinfo=UTC)


def an_application(database: Database, folder: Path, now: datetime = NOW) -> Application:
    return Application(
        settings=Settings(data_dir=folder, environment="testing"),
        database=database,
        clock=lambda: now,
        entropy=random.Random(11).randbytes,
    )


def copy_of(path: Path, folder: Path) -> Database:
    """A database of one's own with the content of the SQLite file `path`."""
    own = folder / "copy.sqlite3"
    own.write_bytes(path.read_bytes())
    return open_database(f"sqlite:///{own}")


def fake_matching(application: Application) -> Callable[[], object]:
    """Stores suggestions for every matched need that has none: its partners as strong, then three wrong ones."""
    rows = {row["key"]: row for row in demo_data().rows("need")}

    def run() -> None:
        now = application.clock()
        with application.database.write() as session:
            experts = {row.external_id: row for row in session.scalars(select(Expert).where(Expert.source == SOURCE))}
            results = {row.external_id: row for row in session.scalars(select(Achievement))}
            match = MatchRun(model_id="fake", weights_version="0", generation=0, reason="test", started_at=now)
            suggested = select(Suggestion.need_id)
            query = select(Need).where(Need.state.in_(MATCHED_STATES), Need.id.not_in(suggested))
            for need in session.scalars(query.order_by(Need.id)).all():
                partners = rows[str(need.external_id)]["partners"]
                wrong = [key for key in experts if key not in partners][:3]
                work = application.work(session)
                for rank, key in enumerate([*partners, *wrong], start=1):
                    good = key in partners
                    suggestion = Suggestion(
                        ref=work.new_ref(), run=match, need=need, expert=experts.get(key),
                        achievement=results.get(key), rank=rank, grade=Grade.STRONG if good else Grade.WEAK,
                        score=0.9 - rank / 100 if good else 0.1, created_at=now, updated_at=now,
                    )  # fmt: skip
                    session.add(suggestion)
                need.grade, need.assessed_at = ("strong" if partners else "weak"), now

    return run
