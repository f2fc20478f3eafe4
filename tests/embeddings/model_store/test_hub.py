from __future__ import annotations

from pathlib import Path

import huggingface_hub
import pytest

from embeddings.errors import FetchFailed
from embeddings.model_store.hub import download_from_hub


def test_only_data_files_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda hub_id, **rest: asked.update(rest, id=hub_id))
    download_from_hub("BAAI/bge-m3", tmp_path)
    assert (asked["id"], asked["local_dir"]) == ("BAAI/bge-m3", tmp_path)
    assert not {"*.py", "*.bin", "*"} & set(asked["allow_patterns"])  # type: ignore[call-overload]


def test_an_unreachable_hub_is_a_typed_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionError("no route to host")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(FetchFailed, match="no route to host"):
        download_from_hub("BAAI/bge-m3", tmp_path)
