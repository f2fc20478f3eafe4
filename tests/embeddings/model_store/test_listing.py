from __future__ import annotations

from pathlib import Path

from embeddings.model_store import ModelFolder, list_models


def test_known_and_installed_models_are_listed(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    rows = list_models(cache_dir=tmp_path / "cache")
    assert [(row.name, row.installed, row.model_id) for row in rows] == [
        ("multilingual-e5-small", False, None),
        ("tiny", True, tiny_folder.model_id),
    ]
    assert rows[1].bytes == sum(path.stat().st_size for path in tiny_folder.path.rglob("*") if path.is_file())


def test_a_hub_model_is_listed_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "models" / "BAAI--bge-m3").mkdir(parents=True)
    assert [row.name for row in list_models(cache_dir=tmp_path)] == ["BAAI/bge-m3", "multilingual-e5-small"]


def test_a_broken_manifest_is_shown_without_an_id(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    (tiny_folder.path / "manifest.json").write_text("{")
    assert [row.model_id for row in list_models(cache_dir=tmp_path / "cache") if row.name == "tiny"] == [None]


def test_nothing_is_made_by_listing(tmp_path: Path) -> None:
    list_models(cache_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []
