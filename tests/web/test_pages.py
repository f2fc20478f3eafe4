"""The table of pages: each module holds the blueprint it is listed under."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import pytest
from flask import Flask

import web.pages
from web.pages import PAGES, STYLE_GUIDE, register_pages


def test_every_page_file_is_in_the_table() -> None:
    names = [found.name for found in walk_packages(web.pages.__path__, "web.pages.")]
    modules = [import_module(name) for name in names]
    holders = {module.__name__ for module in modules if getattr(module, "blueprint", None) is not None}
    assert holders == {*PAGES.values(), STYLE_GUIDE[1]}


def test_a_wrong_line_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "helth", "web.pages.health")
    with pytest.raises(TypeError, match=r"web\.pages\.health\.blueprint must be the Blueprint named 'helth'\."):
        register_pages(Flask("test"), style_guide=False)
