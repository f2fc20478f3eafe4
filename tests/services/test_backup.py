"""Backup under load, restore, and that a restored copy is no stranger's (N10)."""

from __future__ import annotations

import re
import shutil
import tarfile
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from matchmaker.database import Database, open_database
from matchmaker.models import Event, Ledger, Organization
from matchmaker.services.audit import verify_chain
from matchmaker.services.backup import RestoreFailed, restore_backup, write_backup
from tests.support.builders import an_enterprise
from tests.support.postgres import Cluster
from tests.support.world import World


def test_a_backup_taken_under_load_is_whole(sqlite_database: Database, world: World, tmp_path: Path) -> None:
    url = str(sqlite_database.engine.url)
    stop = threading.Event()

    def post() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with sqlite_database.write() as session:
                an_enterprise(world.work(session), f"示例第{number}厂")

    posting = threading.Thread(target=post)
    posting.start()
    try:
        (tmp_path / "data" / "uploads").mkdir(parents=True)
        (tmp_path / "data" / "uploads" / "a").write_bytes(b"attachment")
        seen: list[tuple[int, int]] = []
        target = write_backup(
            database_url=url,
            data_dir=tmp_path / "data",
            target=tmp_path / "b.tar",
            progress=lambda done, total: seen.append((done, total)),
        )
    finally:
        stop.set()
        posting.join()
    assert seen
    restored = f"sqlite:///{tmp_path / 'restored' / 'm.sqlite3'}"
    restore_backup(source=target, database_url=restored, data_dir=tmp_path / "restored", lineage="new")
    assert (tmp_path / "restored" / "uploads" / "a").read_bytes() == b"attachment"
    copy = open_database(restored)
    with copy.read() as session:
        organizations = session.scalar(select(func.count()).select_from(Organization))
        assert organizations == session.scalar(select(func.count()).select_from(Event)) == verify_chain(session)
        assert session.get_one(Ledger, 1).lineage == "new"
    copy.dispose()


def test_a_restore_never_overwrites_by_accident(sqlite_database: Database, world: World, tmp_path: Path) -> None:
    url = str(sqlite_database.engine.url)
    target = write_backup(database_url=url, data_dir=tmp_path, target=tmp_path / "b.tar")
    with sqlite_database.write() as session:
        an_enterprise(world.work(session), "后来的厂")
    with pytest.raises(RestoreFailed, match="exists"):
        restore_backup(source=target, database_url=url, data_dir=tmp_path, lineage="x")
    with sqlite_database.read() as session:
        assert session.scalars(select(Organization.name)).one() == "后来的厂"
    sqlite_database.dispose()
    restore_backup(source=target, database_url=url, data_dir=tmp_path, lineage="x", overwrite=True)
    with sqlite_database.read() as session:
        assert session.scalars(select(Organization.name)).all() == []


@pytest.mark.postgres
def test_backup_and_restore_on_postgres(postgres_cluster: Cluster, world: World, tmp_path: Path) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed (Debian package postgresql-client)")
    source = open_database(postgres_cluster.create_database(template="migrated"), pool_size=2)
    with source.write() as session:
        an_enterprise(world.work(session), "示例厂")
    url = source.engine.url.render_as_string(hide_password=False)
    target = write_backup(database_url=url, data_dir=tmp_path, target=tmp_path / "b.tar")
    source.dispose()
    empty = postgres_cluster.create_database()
    restore_backup(source=target, database_url=empty, data_dir=tmp_path / "r", lineage="new")
    copy = open_database(empty, pool_size=2)
    with copy.read() as session:
        assert session.scalars(select(Organization.name)).one() == "示例厂"
        assert verify_chain(session) == 1
    copy.dispose()


def outside(name: str) -> tarfile.TarInfo:
    return tarfile.TarInfo(name)


def link(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, "/etc"
    return member


@pytest.mark.parametrize("member", [outside("../beside"), outside("/beside"), link("uploads")], ids=lambda m: m.name)
def test_a_file_that_reaches_elsewhere_is_not_unpacked(member: tarfile.TarInfo, tmp_path: Path) -> None:
    source = tmp_path / "b.tar"
    with tarfile.open(source, "w") as archive:
        archive.addfile(member)
    with pytest.raises(RestoreFailed, match=re.escape(member.name)):
        restore_backup(
            source=source, database_url=f"sqlite:///{tmp_path / 'm.sqlite3'}", data_dir=tmp_path / "data", lineage="new"
        )
    assert list((tmp_path / "data").iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"b.tar", "data"}
