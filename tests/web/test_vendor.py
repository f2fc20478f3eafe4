"""What stands in the vendor folder is what its manifest says, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "web" / "static" / "vendor"
VENDORING = VENDOR.parents[1] / "vendoring"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def test_every_file_has_the_recorded_hash_and_size() -> None:
    found = {row["file"]: (VENDOR / row["file"]).read_bytes() for row in MANIFEST}
    assert {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in found.items()} == {
        row["file"]: (row["sha256"], row["bytes"]) for row in MANIFEST
    }


def test_no_file_is_there_that_the_manifest_does_not_name() -> None:
    present = {path.name for path in VENDOR.iterdir() if path.is_file()}
    assert present == {row["file"] for row in MANIFEST} | {"manifest.json", "README.md"}


def test_versions_are_the_pinned_ones() -> None:
    pinned = json.loads((VENDORING / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {row["package"]: row["version"] for row in MANIFEST} == pinned
    assert pinned["htmx.org"] == "2.0.11"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())


def test_the_folder_stays_small() -> None:
    assert sum(row["bytes"] for row in MANIFEST) < 3_000_000 / 3


def test_nothing_vendored_points_to_another_host() -> None:
    pattern = re.compile(rb"""(?:url\(|@import|src=|href=)\s*['"]?(?:https?:)?//""")
    assert [row["file"] for row in MANIFEST if pattern.search((VENDOR / row["file"]).read_bytes())] == []


def test_the_icon_sprite_holds_the_listed_icons() -> None:
    listed = {line for line in (VENDORING / "icons.txt").read_text(encoding="utf-8").split("\n") if line}
    sprite = (VENDOR / "icons.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == listed
