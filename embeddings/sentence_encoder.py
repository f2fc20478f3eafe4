"""The encoder of record: a sentence-transformers folder on torch, loaded at the first text, safe under threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.adapter import Adapter, apply_adapter, read_adapter
from embeddings.encoder import EncodingProgress
from embeddings.errors import ModelRefused
from embeddings.identity import encoder_id
from embeddings.model_config import ModelConfig, read_model_config
from embeddings.model_store import ModelFolder, check_safety, locate_model
from embeddings.packed_linear import pack_linear_layers
from embeddings.pooled_encoding import encode_texts
from embeddings.runtime import import_sentence_transformers, import_torch
from embeddings.segmenter import Segmenter
from embeddings.splitting import split_text

# Token counts are rounded up to these steps (see `_padding`); short texts cannot bear much padding.
_SHORT_STEP, _LONG_STEP = 4, 16
_SHORT_CHARACTERS = 64


def open_encoder(
    model: str, *, cache_dir: Path, threads: int | None = None, adapter: Path | None = None
) -> SentenceTransformerEncoder:
    """The encoder of the model in the setting; checks its files, loads nothing yet.

    `adapter` is a file that changes the model it was trained on; any other model stays as it is.
    Raises `ModelUnknown`, `ModelMissing`, `ModelDamaged`, `ModelRefused` or `AdapterDamaged`; there is no substitute.
    """
    folder = locate_model(model, cache_dir=cache_dir)
    found = read_adapter(adapter) if adapter is not None else None
    fitting = found if found is not None and found.base == folder.sha256 else None
    return SentenceTransformerEncoder(folder, threads=threads, adapter=fitting)


class SentenceTransformerEncoder:
    """An `Encoder` over a model folder. The folder's own code is never run and only safetensors are read.

    Made in milliseconds: identity, size and limits come from the folder's files. torch is imported and the weights
    are loaded (7 s; the process then holds 1.2 GB, a third of it mapped from the file) at the first encoding. One lock
    serves all threads: torch uses `threads` cores (None: its own choice) within one call.
    """

    def __init__(self, folder: ModelFolder, *, threads: int | None = None, adapter: Adapter | None = None) -> None:
        """`adapter` must have been trained on this folder's model."""
        check_safety(folder.path)
        self._adapter = adapter
        self._folder = folder
        self._config = read_model_config(folder.path)
        self._threads = threads
        self._words = Segmenter()
        self._lock = threading.RLock()
        self._model: Any = None
        self._tokenizer: Any = None

    @property
    def model_id(self) -> str:
        return encoder_id(self._folder, self._adapter)

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
        if texts:
            self._load()

        def forward(batch: list[str]) -> NDArray[np.float32]:
            # Held for one batch at a time, so that a query waits for a batch and not for a whole corpus.
            with self._lock:
                vectors = self._model.encode(
                    batch,
                    prompt=prompt,
                    batch_size=len(batch),
                    show_progress_bar=False,
                    convert_to_numpy=True,
                    processing_kwargs=_padding(batch, self.max_tokens),
                )
            if vectors.shape[1] != self.dimension:
                reason = f"its vectors have {vectors.shape[1]} numbers and its files say {self.dimension}"
                raise ModelRefused(path=str(self._folder.path), reason=reason)
            return np.asarray(vectors, np.float32)

        return encode_texts(
            texts,
            dimension=self.dimension,
            split=self.split,
            count=self._count,
            forward=forward,
            progress=progress,
        )

    def _count(self, texts: Sequence[str], *, special: bool = False) -> list[int]:
        """Tokens of each text, special tokens counted or not.

        The model's own tokenizer changes its settings with every batch, and a second thread then gets "Already
        borrowed"; so it is asked under the model's lock. A second one would take 280 MB.
        """
        with self._lock:
            file = self._folder.path / "tokenizer.json"
            if self._model is None and self._tokenizer is None and file.is_file():
                self._tokenizer = _load_tokenizer(file)
            if self._tokenizer is not None:
                found = self._tokenizer.encode_batch(list(texts), add_special_tokens=special)
                return [len(encoding.ids) for encoding in found]
            self._load()
            rows = self._model.tokenizer(
                list(texts), add_special_tokens=special, truncation=False, padding=False, verbose=False
            )["input_ids"]
            return [len(row) for row in rows]

    def _load(self) -> None:
        """Load the model, once; the tokenizer that served before it is let go."""
        with self._lock:
            if self._model is None:
                self._tokenizer = None
                model = load_model(self._folder.path, self._config, threads=self._threads, adapter=self._adapter)
                pack_linear_layers(model)
                self._model = model


def load_model(path: Path, config: ModelConfig, *, threads: int | None, adapter: Adapter | None) -> Any:
    """The sentence-transformers model with its adapter, as the library makes it. Raises `ModelRefused`."""
    torch = import_torch()
    library = import_sentence_transformers()
    if threads is not None:
        torch.set_num_threads(threads)
    with _refusing(path):
        model = library.SentenceTransformer(
            str(path),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "dtype": "float32"},
        )
        if adapter is not None:
            apply_adapter(model, adapter)
    model.max_seq_length = config.max_tokens
    model.eval()
    return model


def _load_tokenizer(file: Path) -> Any:
    """The tokenizer alone, with truncation and padding off: cutting texts then needs no torch."""
    # Imported here: `import embeddings` stays light.
    from tokenizers import Tokenizer

    with _refusing(file.parent):
        tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _padding(batch: Sequence[str], max_tokens: int) -> dict[str, dict[str, int]] | None:
    """Lets few different sequence lengths occur: oneDNN keeps some 0.5 MB of machine code for each shape it meets.

    Without it a process grew by 460 MB over 360 batches of mixed lengths, with it by 100 MB and no further. The
    tokenizer wants the limit to be a multiple, too.
    """
    step = _SHORT_STEP if max(map(len, batch)) <= _SHORT_CHARACTERS else _LONG_STEP
    return {"text": {"pad_to_multiple_of": step}} if max_tokens % step == 0 else None


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn what the libraries raise about a broken folder (anything, plain Exception included) into `ModelRefused`."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise ModelRefused(path=str(path), reason=f"it could not be loaded ({error})") from error
