"""An encoder over an exported graph: the same texts, cuts and prompts as the reference, without torch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncodingProgress
from embeddings.errors import ModelRefused
from embeddings.exported.folder import ExportedFolder
from embeddings.exported.graph import Graph
from embeddings.exported.token_files import open_tokens
from embeddings.exported.word_table import WordTable
from embeddings.model_config import read_model_config
from embeddings.model_store import ModelFolder
from embeddings.pooled_encoding import encode_texts
from embeddings.segmenter import Segmenter
from embeddings.splitting import split_text


class ExportedEncoder:
    """An `Encoder`. Made in a quarter of a second, which compiles the graph; the process grows by some 170 MB.

    One lock serves all threads, held for one batch at a time.
    """

    def __init__(self, model: ModelFolder, export: ExportedFolder, *, threads: int | None = None) -> None:
        """`export` must have been made from `model`. Raises `ExportUnusable` where this machine cannot run it."""
        self._model = model
        self._export = export
        self._config = read_model_config(model.path)
        self._words = Segmenter()
        self._lock = threading.RLock()
        self._graph = Graph(export.path, precision=export.precision, threads=threads)
        self._table = WordTable(model.path / export.words[0], export.words[1])
        self._tokens: Callable[..., list[list[int]]] = open_tokens(export.path, model.path / "tokenizer.json")

    @property
    def model_id(self) -> str:
        return self._export.model_id

    @property
    def dimension(self) -> int:
        return self._config.dimension

    @property
    def max_tokens(self) -> int:
        return self._config.max_tokens

    def encode_queries(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, self._config.query_prompt, progress)

    def encode_passages(self, texts: Sequence[str], *, progress: EncodingProgress | None = None) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, self._config.passage_prompt, progress)

    def split(self, text: str) -> list[str]:
        """See `Encoder`; the longer of the two prompts is allowed for."""
        return split_text(text, limit=self._text_limit, count=self._count, words=self._words.cut)

    @cached_property
    def _text_limit(self) -> int:
        """Tokens left for a text beside the special tokens and the longer prompt."""
        bare, *prompts = self._count(["", self._config.query_prompt, self._config.passage_prompt], special=True)
        return self.max_tokens - max(bare, *prompts)

    def _encode(self, texts: Sequence[str], prompt: str, progress: EncodingProgress | None) -> NDArray[np.float32]:
        def forward(batch: list[str]) -> NDArray[np.float32]:
            with self._lock:
                ids = self._tokens([prompt + text for text in batch])
                vectors = self._graph.vectors(ids, self._table, limit=self.max_tokens)
            if vectors.shape[1] != self.dimension:
                reason = f"its vectors have {vectors.shape[1]} numbers and its files say {self.dimension}"
                raise ModelRefused(path=str(self._model.path), reason=reason)
            return vectors

        return encode_texts(
            texts,
            dimension=self.dimension,
            split=self.split,
            count=self._count,
            forward=forward,
            progress=progress,
        )

    def _count(self, texts: Sequence[str], *, special: bool = False) -> list[int]:
        """Tokens of each text, special tokens counted or not."""
        with self._lock:
            return [len(ids) for ids in self._tokens(texts, special=special)]
