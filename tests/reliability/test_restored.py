"""A fresh machine goes on with a restored backup: the second factor, learnt weights, suggestions, files (N10)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from embeddings.model_store import ModelFolder
from matchmaker import schema
from matchmaker.bootstrap import Application, build_application
from matchmaker.cli import main
from matchmaker.models import Suggestion, User
from matchmaker.models.codes import NeedState, Role
from matchmaker.ranking.engine import Engine
from matchmaker.services.attachment import Upload, digest_of, file_path, keep_file
from matchmaker.services.encode import encode_waiting
from matchmaker.services.learning.weights_store import WeightsStore
from matchmaker.services.preview import preview_matches
from matchmaker.services.sign_in_code import attempt_code
from matchmaker.services.suggest_pass import SuggestPass
from matchmaker.services.user_session import Step
from matchmaker.services.work_source import WorkSource
from matchmaker.settings import Settings
from tests.embeddings.conftest import tiny, tiny_folder, wheel  # noqa: F401  (fixtures)
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.support.accounts import OFFICE, PASSWORD, STRICT, cheap_hash, cheap_passwords, sign_in_as  # noqa: F401
from tests.support.builders import a_need, a_user, an_enterprise, an_expert
from tests.test_wiring import of_this_model

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LEARNT = "learnt-2026-11-24"
UPLOAD = Upload("图纸.pdf", b"%PDF-1.7 a drawing")
pytestmark = pytest.mark.usefixtures("cheap_passwords")


@dataclass
class Place:
    """A machine: its data folder, the environment of its commands, and the service on it."""

    data: Path
    shared: dict[str, str]

    def run(self, *arguments: str) -> Result:
        done = CliRunner().invoke(main, list(arguments), env=self.shared | {"MATCHMAKER_DATA_DIR": str(self.data)})
        assert done.exit_code == 0, (done.output, done.exception)
        return done

    def application(self) -> Application:
        names = {key.removeprefix("MATCHMAKER_").lower(): value for key, value in self.shared.items()}
        return build_application(Settings(_env_file=None, data_dir=self.data, **names))


@pytest.fixture
def first(tmp_path: Path, tiny_folder: ModelFolder, engine: Engine) -> Iterator[Place]:  # noqa: F811
    """A service in use: an organizer with a second factor, an upload, learnt weights that run, suggestions."""
    own = tmp_path / "own"
    place = Place(tmp_path / "first", {
        "MATCHMAKER_CACHE_DIR": str(tmp_path / "cache"),
        "MATCHMAKER_MODEL": str(tiny_folder.path),
        "MATCHMAKER_WEIGHTS": str(own),
    })  # fmt: skip
    application = place.application()
    of_this_model(engine, application.settings, own)
    schema.upgrade(application.database)
    with application.database.write() as session:
        work = application.work(session)
        sealed = work.sealer().seal(SECRET, now=work.now())
        organizer = a_user(work, Role.CITY, "li.wei", totp_secret=sealed, totp_confirmed_at=work.now())
        session.get_one(User, organizer.user_id).password_hash = cheap_hash(PASSWORD)
        an_expert(work, name="林示例", directions=["锂离子电池材料"])
        an_expert(work, name="冯示例", directions=["矿山隧道掘进"])
        need = a_need(work, an_enterprise(work), "锂离子电池材料", NeedState.VERIFIED)
        keep_file(work=work, upload=UPLOAD, data_dir=place.data)
        need_id = need.id
    search = application.search
    assert search.encoder is not None
    assert isinstance(search.weights, WeightsStore)
    shipped = search.weights.shipped
    provenance = {**shipped.provenance, "learnt": {"on top of": shipped.version}}
    model = replace(shipped, version=LEARNT, weights=shipped.weights * 0.5, provenance=provenance)
    search.weights.keep(model, {"made_at": "2026-11-24"})
    search.weights.switch(LEARNT)
    encode_waiting(database=application.database, encoder=search.encoder, clock=application.clock)
    SuggestPass(application.database, search, application.work).run([need_id], reason="test")
    yield place
    application.database.dispose()


def judged(application: Application) -> list[tuple[str, str, float]]:
    """What a preview finds now: name, grade and probability of each."""
    with application.database.read() as session:
        found = preview_matches(work=application.work(session), index=application.search, title="锂离子电池材料")
        return [(one.row.name, one.grade.value, round(one.score, 6)) for one in found.candidates]


def suggested(application: Application) -> list[tuple[str, str, float]]:
    with application.database.read() as session:
        rows = session.scalars(select(Suggestion).order_by(Suggestion.ref)).all()
        return [(row.ref, row.grade.value, row.score) for row in rows]


def sign_in(application: Application) -> Step:
    works = WorkSource(database=application.database, clock=application.clock, entropy=application.entropy,
                       sealer=application.sealer)  # fmt: skip
    token = sign_in_as(works, rules=STRICT).token
    code = pyotp.TOTP(SECRET).at(application.clock())
    return attempt_code(works=works, token=token, code=code, origin=OFFICE, rules=STRICT).step


def test_a_fresh_machine_goes_on_where_the_first_stopped(first: Place, tmp_path: Path) -> None:
    target = tmp_path / "backup.tar"
    told = first.run("backup", str(target))
    assert told.stdout == f"{target}\n"
    assert f"{first.data / 'secret_key'}: opens the sealed second-factor secrets" in told.stderr
    assert target.stat().st_mode & 0o077 == 0
    assert (first.data / "secret_key").read_bytes() not in target.read_bytes()

    second = Place(tmp_path / "second", first.shared)
    second.data.mkdir()
    shutil.copy(first.data / "secret_key", second.data)  # what the output said is kept apart
    assert "second factor" not in second.run("restore", str(target)).stderr
    before, after = first.application(), second.application()
    assert sign_in(after) is Step.NONE
    assert after.search.current().tools.engine is not None
    assert after.search.current().tools.engine.model.version == LEARNT  # type: ignore[union-attr]
    assert judged(after) == judged(before) != []
    assert suggested(after) == suggested(before) != []
    kept = file_path(second.data, digest_of(UPLOAD))
    assert kept.read_bytes() == UPLOAD.content
    for application in (before, after):
        application.database.dispose()


def test_without_the_secret_the_restore_names_who_cannot_sign_in_and_what_to_do(first: Place, tmp_path: Path) -> None:
    first.run("backup", str(tmp_path / "backup.tar"))
    second = Place(tmp_path / "second", first.shared)
    told = second.run("restore", str(tmp_path / "backup.tar")).stderr
    assert "The second factor of 1 accounts was sealed with another secret (li.wei)" in told
    assert str(second.data / "secret_key") in told
    assert not (second.data / "secret_key").exists()  # none is made that would hide the loss
    second.run("user", "reset-second-factor", "li.wei", "--why", "the secret is lost")
    application = second.application()
    works = WorkSource(database=application.database, clock=application.clock, entropy=application.entropy)
    assert sign_in_as(works, rules=STRICT).step is Step.ENROL
    application.database.dispose()


def test_restored_over_another_service_the_weights_are_those_of_the_backup(first: Place, tmp_path: Path) -> None:
    first.run("backup", str(tmp_path / "learnt.tar"))
    empty = Place(tmp_path / "empty", first.shared)
    empty.run("db", "upgrade")
    empty.run("backup", str(tmp_path / "empty.tar"))
    empty.run("restore", "--overwrite", str(tmp_path / "learnt.tar"))
    application = empty.application()
    assert application.search.current().tools.engine.model.version == LEARNT  # type: ignore[union-attr]
    application.database.dispose()
    empty.run("restore", "--overwrite", str(tmp_path / "empty.tar"))
    application = empty.application()
    assert application.search.current().tools.engine.model.version == "hand-made"  # type: ignore[union-attr]
    application.database.dispose()
