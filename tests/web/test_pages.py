"""The table of pages: each module holds the blueprint it is listed under."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

import web.pages
from web.pages import PAGES, STYLE_GUIDE, register_pages


def test_every_page_file_is_in_the_table() -> None:
    files = {path.stem for path in Path(web.pages.__file__).parent.glob("*.py")} - {"__init__"}
    listed = {module.rpartition(".")[2] for module in [*PAGES.values(), STYLE_GUIDE[1]]}
    blueprints = {name for name in files if hasattr(import_module(f"web.pages.{name}"), "blueprint")}
    assert blueprints == listed


def test_a_wrong_line_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "helth", "web.pages.health")
    with pytest.raises(TypeError, match=r"web\.pages\.health\.blueprint must be the Blueprint named 'helth'\."):
        register_pages(Flask("test"), style_guide=False)
