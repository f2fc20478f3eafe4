"""A compiled graph: token ids in, vectors out, in few shapes and little memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ExportUnusable
from embeddings.exported.folder import GRAPH, WEIGHTS
from embeddings.exported.mapped_pages import give_back
from embeddings.exported.shapes import batch_sizes, padded_length
from embeddings.exported.word_table import WordTable
from embeddings.runtime import import_openvino

_CAPABILITY = {"f32": "FP32", "bf16": "BF16"}


def processor_has(precision: str) -> bool:
    """Whether this machine computes in a precision by itself. Raises `ExportUnusable` without OpenVINO."""
    return _has(_library("").Core(), precision)


class Graph:
    """Not for several threads at once; `threads` cores (None: OpenVINO's choice) are used within a call."""

    def __init__(self, folder: Path, *, precision: str, threads: int | None) -> None:
        """Compiles the graph (0.3 s). Raises `ExportUnusable`."""
        library = _library(str(folder))
        core = library.Core()
        if not _has(core, precision):
            reason = f"this processor has no {precision}. Run: matchmaker model export --precision f32"
            raise ExportUnusable(path=str(folder), reason=reason)
        settings: dict[str, Any] = {"INFERENCE_PRECISION_HINT": precision, "NUM_STREAMS": 1}
        if threads is not None:
            settings["INFERENCE_NUM_THREADS"] = threads
        try:
            self._request = core.compile_model(folder / GRAPH, "CPU", settings).create_infer_request()
        except RuntimeError as error:
            raise ExportUnusable(path=str(folder), reason=f"OpenVINO refuses it ({error})") from error
        self._weights = folder / WEIGHTS
        self._libraries = Path(library.__file__).parent
        self._met: set[tuple[int, int]] = set()

    def vectors(self, ids: Sequence[Sequence[int]], words: WordTable, *, limit: int) -> NDArray[np.float32]:
        """float32[n, d] of texts as token ids, at most `limit` each; cheapest where neighbours are of one length."""
        found: list[NDArray[np.float32]] = []
        length = padded_length(max(map(len, ids)), limit)
        begin = 0
        for size in batch_sizes(len(ids), length):
            found.append(self._run(ids[begin : begin + size], words, limit))
            begin += size
        return np.concatenate(found)

    def _run(self, ids: Sequence[Sequence[int]], words: WordTable, limit: int) -> NDArray[np.float32]:
        length = padded_length(max(map(len, ids)), limit)
        rows = np.zeros((len(ids), length), np.int64)
        mask = np.zeros((len(ids), length), np.int64)
        for place, row in enumerate(ids):
            rows[place, : len(row)] = row
            mask[place, : len(row)] = 1
        found = np.array(self._request.infer([rows, mask, words.rows(rows)], share_inputs=True)[0], np.float32)
        if rows.shape not in self._met:
            self._met.add(rows.shape)
            give_back(self._weights, self._libraries)
        return found


def _has(core: Any, precision: str) -> bool:
    return _CAPABILITY[precision] in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _library(path: str) -> Any:
    library = import_openvino()
    if library is None:
        reason = "openvino is not installed. Run: pip install 'taian-matchmaker[export]'"
        raise ExportUnusable(path=path, reason=reason)
    return library
