"""The wheel holds everything that runs: programs, pages, catalogues, weights, reference data, migrations (lane S).

It is built from what git knows, installed into an environment of its own without the checkout, and started there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("matchmaker", "embeddings", "web")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def run(*command: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def tracked() -> set[str]:
    """The files of the packages that git knows."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    return set(run("git", "ls-files", "-z", *PACKAGES, folder=ROOT).split("\0")) - {""}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a clean copy of what is committed; hatchling is the one of this environment: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    files = tracked()
    clone = folder / "clone"
    run("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone), folder=folder)
    assert files
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), ".",
        folder=clone)  # fmt: skip
    (made,) = folder.glob("*.whl")
    return made


def test_every_file_of_the_packages_is_in_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    committed = set(run("git", "ls-tree", "-r", "-z", "--name-only", "HEAD", *PACKAGES, folder=ROOT).split("\0")) - {""}
    assert committed - names == set()
    assert names - committed == set()


def test_installed_alone_it_serves_its_pages(wheel: Path, tmp_path: Path) -> None:
    """Dependencies are those of this environment; the packages themselves come from the wheel only."""
    target = tmp_path / "installed"
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel),
        folder=tmp_path)  # fmt: skip
    said = run(sys.executable, "-c", TRY, str(target), folder=tmp_path, MATCHMAKER_DATA_DIR=str(tmp_path / "data"),
               MATCHMAKER_CACHE_DIR=str(tmp_path / "none"), PYTHONPATH=str(target))  # fmt: skip
    assert said.splitlines()[-1] == "served"


TRY = """
import sys
from pathlib import Path

target = Path(sys.argv[1])
import embeddings, matchmaker, web
for package in (embeddings, matchmaker, web):
    assert Path(package.__file__).is_relative_to(target), package.__file__

from matchmaker import schema
from matchmaker.bootstrap import build_application
from matchmaker.cli import COMMANDS, main
from matchmaker.demo.data import __file__ as _demo
from matchmaker.locale.catalogues import translations
from matchmaker.ranking.engine import SHIPPED
from matchmaker.reference import load_scheme
from importlib import import_module

for module in COMMANDS.values():
    import_module(module)
application = build_application()
schema.upgrade(application.database)
assert (SHIPPED / "relevance.json").is_file(), SHIPPED
assert len(list(load_scheme("divisions"))) > 3
assert translations("zh_Hans_CN").gettext("Personal data") == "个人信息"

from web.wsgi import build_web

client = build_web(application).test_client()
for path in ("/", "/post", "/sign-in", "/api/v1/openapi.json", "/api/v1/docs", "/healthz"):
    assert client.get(path).status_code == 200, path
page = client.get("/").text
import re
for asset in set(re.findall(r'(?:href|src)="(/assets/[^"#]+)', page)):
    assert client.get(asset).status_code == 200, asset
print("served")
"""
