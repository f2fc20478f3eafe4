"""Copies a sentence-transformers folder from the model hub, on explicit request only: data files, never code."""

from __future__ import annotations

from pathlib import Path

from embeddings.errors import FetchFailed

# No .py, no pickles: what is not there cannot run.
ALLOWED_PATTERNS = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja"]
IGNORED_PATTERNS = ["onnx/*", "openvino/*"]


def download_from_hub(hub_id: str, folder: Path) -> None:
    """Download the data files of `hub_id` into `folder`; raises `FetchFailed`, also where HF_HUB_OFFLINE is set."""
    # Imported here: it costs half a second and only this one command needs it.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        snapshot_download(hub_id, local_dir=folder, allow_patterns=ALLOWED_PATTERNS, ignore_patterns=IGNORED_PATTERNS)
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise FetchFailed(model=hub_id, reason=f"the hub did not deliver it ({error})") from error
