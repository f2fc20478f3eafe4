"""Turns a loaded sentence-transformers model into an OpenVINO graph that is handed the rows of its word table.

The table stays out of the graph (see `word_table`), pooling and what follows it are in. OpenVINO's front end is called
directly: its `convert_model` would send usage statistics.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.exported.folder import GRAPH
from embeddings.exported.word_table import WordTable, read_header
from embeddings.runtime import import_openvino, import_torch


def find_word_table(model: Any, folder: Path) -> tuple[str, str]:
    """File (relative to `folder`) and tensor that hold the word table of the loaded model.

    Raises LookupError where no tensor is the table, as in a model that computes its words' vectors.
    """
    weight = model[0].auto_model.get_input_embeddings().weight
    for path in sorted(folder.rglob("*.safetensors")):
        for name, entry in read_header(path)[0].items():
            if entry["shape"] == list(weight.shape) and _is_table(path, name, weight):
                return path.relative_to(folder).as_posix(), name
    raise LookupError("its word table is not among its weights")


def trace(model: Any, width: int) -> Any:
    """An `openvino.Model`: ids and mask int64[b, t], rows float32[b, t, width] in; float32[b, d] out."""
    torch, openvino = import_torch(), import_openvino()
    # Imported here: needs torch, and only exporting needs it.
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    mask = torch.ones(3, 17, dtype=torch.int64)
    mask[1, 9:] = 0
    example = {"ids": torch.full((3, 17), 5), "mask": mask, "rows": torch.randn(3, 17, width)}
    inner = model[0].auto_model
    table = inner.get_input_embeddings()
    with _quiet(), torch.no_grad():
        given = _given_rows(torch)
        inner.set_input_embeddings(given)
        try:
            decoder = TorchScriptPythonDecoder(_whole(torch, model, given), example_input=example)
            front = FrontEndManager().load_by_framework("pytorch")
            graph = front.convert(front.load(decoder))
        finally:
            inner.set_input_embeddings(table)
    shapes = {"ids": [-1, -1], "mask": [-1, -1], "rows": [-1, -1, width]}
    graph.reshape({name: openvino.PartialShape(shape) for name, shape in shapes.items()})
    return graph


def save_graph(graph: Any, folder: Path, *, half: bool) -> None:
    """Write the graph and its weights; `half` stores them as float16."""
    import_openvino().save_model(graph, folder / GRAPH, compress_to_fp16=half)


@contextmanager
def _quiet() -> Iterator[None]:
    """The tracer names every place where it records a value; the contract test judges the result instead."""
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _is_table(path: Path, name: str, weight: Any) -> bool:
    """Whether the first and the last row of a tensor are those of the loaded table."""
    table = WordTable(path, name)
    ends = np.array([0, weight.shape[0] - 1])
    return bool(np.array_equal(table.rows(ends), weight.detach()[ends].float().numpy()))


def _given_rows(torch: Any) -> Any:
    class GivenRows(torch.nn.Module):  # type: ignore[misc]
        """Stands where the word table was and gives the rows it was handed."""

        rows: Any = None

        def forward(self, _ids: Any) -> Any:
            return self.rows

    return GivenRows()


def _whole(torch: Any, model: Any, given: Any) -> Any:
    class Whole(torch.nn.Module):  # type: ignore[misc]
        """All modules of the model, with the inputs and the output that the graph is to have."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: Any, mask: Any, rows: Any) -> Any:
            given.rows = rows
            return self.model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]

    return Whole()
