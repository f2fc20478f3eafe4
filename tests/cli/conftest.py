"""Fixtures that the tests of the commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.plan_scene import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    def save(document: Any) -> str:
        path = tmp_path / f"given{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return save
