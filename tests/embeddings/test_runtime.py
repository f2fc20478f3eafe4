"""Import costs and process settings are looked at in processes of their own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from embeddings import configure_threads


def _run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.strip()


def test_importing_the_library_imports_nothing_heavy() -> None:
    heavy = "torch faiss sentence_transformers transformers tokenizers rjieba scipy huggingface_hub safetensors"
    assert _run(f"import sys, embeddings; print([name for name in '{heavy}'.split() if name in sys.modules])") == "[]"


def test_settings_are_made_before_faiss_is_imported() -> None:
    program = (
        "import os, embeddings.runtime as r; r.configure_threads(3); faiss = r.import_faiss();"
        "print(os.environ['OMP_WAIT_POLICY'], os.environ['OMP_NUM_THREADS'], os.environ['TOKENIZERS_PARALLELISM'],"
        "os.environ['HF_HUB_OFFLINE'], faiss.omp_get_max_threads())"
    )
    assert _run(program) == "PASSIVE 3 false 1 3"


def test_a_later_call_changes_the_running_thread_count() -> None:
    program = (
        "import embeddings.runtime as r; r.configure_threads(2); faiss = r.import_faiss(); r.configure_threads(1);"
        "print(faiss.omp_get_max_threads())"
    )
    assert _run(program) == "1"


def test_waiting_is_passive_even_if_nobody_set_a_thread_count() -> None:
    assert (
        _run("import os, embeddings.runtime as r; r.import_faiss(); print(os.environ['OMP_WAIT_POLICY'])") == "PASSIVE"
    )


def test_less_than_one_thread_is_refused() -> None:
    with pytest.raises(ValueError, match="0 threads"):
        configure_threads(0)
