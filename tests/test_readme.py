"""What the README says exists, and what exists is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matchmaker.cli import COMMANDS
from matchmaker.settings import Settings

ROOT = Path(__file__).parent.parent
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")

both = pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])


@both
def test_every_setting_has_its_row_and_no_other(text: str) -> None:
    rows = re.findall(r"^\| `MATCHMAKER_([A-Z_]+)` \|", text, flags=re.MULTILINE)
    assert sorted(rows) == sorted(name.upper() for name in Settings.model_fields)


@both
def test_every_command_named_exists(text: str) -> None:
    named = set(re.findall(r"`matchmaker ([a-z]+)", text)) | set(
        re.findall(r"^matchmaker ([a-z]+)", text, re.MULTILINE)
    )
    assert named
    assert named <= set(COMMANDS)


@both
def test_every_make_target_named_exists(text: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, flags=re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


@both
def test_every_file_linked_exists(text: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def shown_defaults(text: str) -> dict[str, str]:
    rows = re.findall(r"^\| `(MATCHMAKER_[A-Z_]+)` \| `([^`]+)` \|", text, flags=re.MULTILINE)
    return dict(rows)


def test_both_languages_tell_the_same_defaults_and_figures() -> None:
    assert shown_defaults(CHINESE) == shown_defaults(ENGLISH) != {}
    measured = CHINESE[CHINESE.index("## 实测") : CHINESE.index("## 局限")]
    figures = re.findall(r"\d\.\d{2,3}|\d+,\d{3}", measured)
    assert len(figures) > 10
    assert [figure for figure in figures if figure not in ENGLISH] == []
