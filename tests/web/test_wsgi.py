"""The application that `matchmaker serve` names holds pages and API over one set of services."""

from __future__ import annotations

from pathlib import Path

from matchmaker import schema
from matchmaker.bootstrap import build_application
from matchmaker.settings import Settings
from web.wsgi import build_web


def test_pages_api_and_health_answer(tmp_path: Path) -> None:
    application = build_application(Settings(_env_file=None, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache"))
    schema.upgrade(application.database)
    client = build_web(application).test_client()
    answers = {path: client.get(path).status_code for path in ("/", "/healthz", "/readyz", "/api/v1/openapi.json")}
    assert answers == {"/": 200, "/healthz": 200, "/readyz": 200, "/api/v1/openapi.json": 200}
    assert client.get("/api/v1/needs").status_code == 401
    application.database.dispose()
