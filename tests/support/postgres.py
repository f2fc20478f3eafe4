"""A PostgreSQL cluster of the tests' own, on a socket in a temporary folder, started once per test process."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


def find_initdb() -> Path | None:
    """The `initdb` of the newest PostgreSQL installed, or None."""
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = installed[-1] if installed else on_path and Path(on_path)
    return Path(found).resolve() if found else None


class Cluster:
    """A running cluster; `create_database` gives a fresh database's URL."""

    def __init__(self, folder: Path, binaries: Path, user: str | None) -> None:
        self.folder, self.binaries, self.user = folder, binaries, user

    def run(self, name: str, *arguments: str) -> None:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [self.binaries / name, *arguments]
        subprocess.run(command, check=True, user=self.user, cwd=self.folder, env=environment, **quiet)

    def start(self) -> None:
        options = f"-k {self.folder} -h '' -c fsync=on -c max_connections=60"
        self.run(
            "pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-w", "-l", str(self.folder / "log"), "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def create_database(self, template: str = "template1", name: str | None = None) -> str:
        name = name or f"t{uuid4().hex[:16]}"
        self.run("createdb", "-h", str(self.folder), "-U", "tests", "-T", template, name)
        return f"postgresql+psycopg://tests@/{name}?host={self.folder}"


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make a cluster, start it, and remove it at the end. `initdb` refuses root: then the user postgres runs it."""
    initdb = find_initdb()
    assert initdb is not None
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="mmpg"))
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    cluster = Cluster(folder, initdb.parent, user)
    try:
        cluster.run(
            "initdb", "-D", str(folder / "data"), "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        cluster.start()
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
