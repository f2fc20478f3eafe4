"""The process-wide settings of the numeric libraries, made before they are first imported.

Idle OpenMP threads that spin cost a shared machine dearly: one FAISS query took 36.9 ms by default and 1.4 ms with
one thread; so waiting is passive always. Every module here imports torch and FAISS through this one.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def configure_threads(count: int) -> None:
    """Let torch and FAISS use `count` threads in this process (1 in web workers); call it once, at the start.

    Where they are imported already, their running thread count is set too. Raises ValueError below 1.
    """
    if count < 1:
        raise ValueError(f"{count} threads: at least 1 is needed")
    os.environ["OMP_NUM_THREADS"] = str(count)
    _set_environment()
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(count)
    if "faiss" in sys.modules:
        sys.modules["faiss"].omp_set_num_threads(count)


def import_faiss() -> Any:
    """FAISS, imported at first use (0.2 s) under the settings above."""
    _set_environment()
    return import_module("faiss")


def import_torch() -> Any:
    """torch, imported at first use (2 s) under the settings above."""
    _set_environment()
    return import_module("torch")


def import_sentence_transformers() -> Any:
    """sentence-transformers, imported at first use (5-7 s) under the settings above, its progress bars off."""
    _set_environment()
    import_module("transformers").utils.logging.disable_progress_bar()
    return import_module("sentence_transformers")


def import_openvino() -> Any:
    """OpenVINO, imported at first use (0.2 s) under the settings above; None where it is not installed."""
    _set_environment()
    return import_module("openvino") if find_spec("openvino") is not None else None


def _set_environment() -> None:
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    # Nothing is downloaded at load; `model_store.fetch_model` alone asks a hub, before anything is loaded.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
