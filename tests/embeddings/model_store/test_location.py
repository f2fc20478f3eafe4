from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.errors import ModelDamaged, ModelFolderDamaged, ModelFolderMissing, ModelMissing, ModelUnknown
from embeddings.model_store import ModelFolder, locate_model
from embeddings.model_store.location import place_of
from tests.embeddings.tiny_model import TinyWheel


def test_a_known_name_lies_in_the_cache(tmp_path: Path) -> None:
    place = place_of("multilingual-e5-small", cache_dir=tmp_path)
    assert (place.path, place.managed, place.hub_id) == (tmp_path / "models" / "multilingual-e5-small", True, None)


def test_a_hub_id_lies_in_the_cache(tmp_path: Path) -> None:
    place = place_of("BAAI/bge-m3", cache_dir=tmp_path)
    assert (place.path, place.hub_id) == (tmp_path / "models" / "BAAI--bge-m3", "BAAI/bge-m3")


@pytest.mark.parametrize("form", ["{}", "{}/"])
def test_a_folder_is_used_where_it_lies(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "my-model"
    folder.mkdir()
    place = place_of(form.format(folder), cache_dir=tmp_path)
    assert (place.path, place.name, place.managed) == (folder, "my-model", False)


@pytest.mark.parametrize("name", ["e5", "", "a/b/c", "https://hub/x"])
def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelUnknown, match="Known: multilingual-e5-small"):
        place_of(name, cache_dir=tmp_path)


@pytest.mark.parametrize("name", ["multilingual-e5-small", "BAAI/bge-m3"])
def test_what_is_not_fetched_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelMissing, match="Run: matchmaker model fetch"):
        locate_model(name, cache_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_says_to_correct_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelFolderMissing, match="Correct MATCHMAKER_MODEL"):
        locate_model(str(tmp_path / "absent"), cache_dir=tmp_path)


def test_the_id_is_the_name_and_the_hash(tiny: TinyWheel, tiny_folder: ModelFolder) -> None:
    assert tiny_folder.sha256 == tiny.source.folder_sha256
    assert tiny_folder.model_id == f"tiny@{tiny.source.folder_sha256[:12]}"


def test_a_changed_file_is_damage_and_other_folders_are_not_for_fetch(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    (tiny_folder.path / "config.json").write_text("{}")
    with pytest.raises(ModelDamaged, match="matchmaker model fetch"):
        locate_model("tiny", cache_dir=tmp_path / "cache")
    with pytest.raises(ModelFolderDamaged, match="Copy the folder anew"):
        locate_model(str(tiny_folder.path), cache_dir=tmp_path / "cache")


def test_a_copied_folder_has_the_same_hash(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    tiny_folder.path.rename(copy)
    assert locate_model(str(copy), cache_dir=tmp_path).sha256 == tiny_folder.sha256
