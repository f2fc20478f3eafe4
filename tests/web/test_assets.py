"""Static files: hashed addresses, kept for good, compressed once; nothing else of the folder is served."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.assets import BUNDLES, SINGLES, STATIC, asset_url, load_assets


def test_a_bundle_is_sent_compressed_and_may_be_kept_for_good(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset_url("app.css")
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address)
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (packed.headers["Content-Encoding"], packed.content_type) == ("gzip", "text/css; charset=utf-8")
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3


def test_another_hash_is_another_file(client: FlaskClient) -> None:
    assert client.get("/assets/0000000000000000/app.css").status_code == 404


def test_nothing_but_the_named_files_is_served(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset_url("vendor/icons.svg")
    for name in ("vendor/manifest.json", "css/tokens.css", "../app.py"):
        assert client.get(address.replace("vendor/icons.svg", name)).status_code == 404


def test_an_unknown_name_lists_the_known_ones(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError, match=r"known are app\.css, app\.js"):
        asset_url("nothing.css")


def test_every_style_and_script_belongs_to_a_bundle_or_stands_alone() -> None:
    present = {
        path.relative_to(STATIC).as_posix() for folder in ("css", "js", "img") for path in (STATIC / folder).iterdir()
    }
    served = {part for parts in BUNDLES.values() for part in parts} | set(SINGLES)
    assert {name for name in served if not name.startswith("vendor/")} == present


def test_styles_define_every_variable_that_they_use() -> None:
    styles = load_assets()["app.css"].content.decode()
    used = set(re.findall(r"var\((--[\w-]+)\s*\)", styles))
    defined = set(re.findall(r"(--[\w-]+)\s*:", styles))
    assert sorted(used - defined) == []


def test_pages_use_only_icons_of_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/icons.svg").read_text(encoding="utf-8")))
    sources = [*(STATIC.parent / "templates").rglob("*.html"), *STATIC.parent.glob("*.py")]
    used = {name for path in sources for name in icons_in(path)}
    assert used <= sprite, f"not in the sprite: {sorted(used - sprite)}"


def icons_in(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return set(re.findall(r'Entry\("[^"]+", _l\("[^"]+"\), "([^"]+)"', text))
    return set(re.findall(r'\bicon\("([^"]+)"', text)) | set(re.findall(r'\bicon="([^"]+)"', text))
