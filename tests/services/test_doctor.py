"""The doctor names each of a dozen broken configurations, with its mend (S18)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from matchmaker import schema
from matchmaker.database import Database, open_database
from matchmaker.locale.render import render
from matchmaker.models.codes import Role
from matchmaker.sealing import Sealer
from matchmaker.services import doctor
from matchmaker.services.doctor import Finding, examine
from matchmaker.settings import Settings
from tests.support.builders import a_user
from tests.support.world import START, World

SECRET = SecretStr("0123456789abcdef" * 4)


@pytest.fixture
def good(tmp_path: Path, sqlite_database: Database, world: World) -> dict[str, Any]:
    """Settings of a service that may go public, and a database with an administrator who has a second factor."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    with sqlite_database.write() as session:
        sealed = Sealer([SECRET.get_secret_value()]).seal("JBSWY3DPEHPK3PXP", now=world.clock())
        a_user(world.work(session), Role.ADMINISTRATOR, "root", totp_secret=sealed, totp_confirmed_at=world.clock())
    return {
        "environment": "production",
        "data_dir": folder,
        "secret_key": SECRET,
        "base_url": "https://match.city.example",
        "trusted_hosts": "match.city.example",
        "proxy_hops": 1,
    }


def findings(database: Database, values: dict[str, Any], model_problem: str | None = None) -> list[Finding]:
    return examine(
        settings=Settings(_env_file=None, **values), database=database, model_problem=model_problem, production=True
    )


def errors(found: list[Finding]) -> set[str]:
    return {finding.check for finding in found if finding.level == "error"}


def test_a_good_configuration_has_no_error(sqlite_database: Database, good: dict[str, Any]) -> None:
    assert errors(findings(sqlite_database, good)) == set()


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "not production": ({"environment": "development"}, "environment"),
    "no secret": ({"secret_key": None}, "secret_key"),
    "short secret": ({"secret_key": SecretStr("abc")}, "secret_key"),
    "dull secret": ({"secret_key": SecretStr("a" * 64)}, "secret_key"),
    "plain http": ({"base_url": "http://match.city.example"}, "base_url"),
    "foreign host": ({"trusted_hosts": "other.example"}, "trusted_hosts"),
    "any host": ({"trusted_hosts": "match.city.example,*"}, "trusted_hosts"),
    "no second factor": ({"second_factor_required": False}, "second_factor"),
    "relative data folder": ({"data_dir": Path(".data")}, "data_dir"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_configuration_is_named(sqlite_database: Database, good: dict[str, Any], name: str) -> None:
    changes, check = BROKEN[name]
    assert check in errors(findings(sqlite_database, {**good, **changes}))


def test_a_readable_data_folder_is_named(sqlite_database: Database, good: dict[str, Any]) -> None:
    good["data_dir"].chmod(0o755)
    assert errors(findings(sqlite_database, good)) == {"data_dir_mode"}


def test_a_missing_model_is_named(sqlite_database: Database, good: dict[str, Any]) -> None:
    assert errors(findings(sqlite_database, good, model_problem="not there")) == {"model"}


def test_a_sqlite_that_may_corrupt_is_named(
    sqlite_database: Database, good: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """N2."""
    named = {}
    for at_risk in (True, False):
        monkeypatch.setattr(doctor, "sqlite_is_in_corruption_range", lambda at_risk=at_risk: at_risk)
        named[at_risk] = [found.level for found in findings(sqlite_database, good) if found.check == "sqlite"]
    assert named == {True: ["warning"], False: []}


def test_weights_of_another_model_are_named(sqlite_database: Database, good: dict[str, Any]) -> None:
    found = examine(
        settings=Settings(_env_file=None, **good),
        database=sqlite_database,
        model_problem=None,
        weights_problem="they belong to another model",
        production=False,
    )
    named = [finding for finding in found if finding.check == "weights"]
    assert [finding.params for finding in named] == [{"error": "they belong to another model"}]
    assert "matchmaker evaluate train" in named[0].mend


def test_accounts_that_must_not_be_are_named(sqlite_database: Database, good: dict[str, Any], world: World) -> None:
    with sqlite_database.write() as session:
        a_user(world.work(session), Role.ADMINISTRATOR, "demo-admin")
    assert errors(findings(sqlite_database, good)) == {"administrator_factor", "demo_accounts"}


@pytest.mark.parametrize(
    "stored",
    ["JBSWY3DPEHPK3PXP", Sealer(["another secret"]).seal("JBSWY3DP", now=START)],
    ids=["unsealed", "another key"],
)
def test_secrets_that_the_present_key_did_not_seal_are_named(
    sqlite_database: Database, good: dict[str, Any], world: World, stored: str
) -> None:
    with sqlite_database.write() as session:
        a_user(world.work(session), Role.CITY, "li.wei", totp_secret=stored, totp_confirmed_at=world.clock())
    assert errors(findings(sqlite_database, good)) == {"seals"}


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'other' / 'm.sqlite3'}")
    yield database
    database.dispose()


def test_a_database_without_schema_or_administrator_is_named(empty_database: Database, good: dict[str, Any]) -> None:
    assert errors(findings(empty_database, good)) == {"schema"}
    schema.upgrade(empty_database)
    assert errors(findings(empty_database, good)) == {"administrator"}


@pytest.mark.parametrize("locale", ["en", "zh_Hans_CN"])
def test_every_finding_has_words_and_a_mend(sqlite_database: Database, good: dict[str, Any], locale: str) -> None:
    everything = {**good, **{name: value for changes, _ in BROKEN.values() for name, value in changes.items()}}
    for finding in findings(sqlite_database, everything, model_problem="gone"):
        problem = render(finding.problem, finding.params, locale=locale)
        mend = render(finding.mend, finding.params, locale=locale)
        assert problem
        assert mend
        assert "%(" not in problem + mend
