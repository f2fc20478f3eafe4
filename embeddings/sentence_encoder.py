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

from embeddings.encoder import EncodingProgress
from embeddings.errors import ModelRefused
from embeddings.model_config import ModelConfig, read_model_config
from embeddings.model_store import ModelFolder, check_safety, locate_model
from embeddings.packed_linear import pack_linear_layers
from embeddings.pooled_encoding import encode_texts
from embeddings.runtime import import_sentence_transformers, import_torch
from embeddings.segmenter import Segmenter
from embeddings.splitting import split_text


def open_encoder(model: str, *, cache_dir: Path, threads: int | None = None) -> SentenceTransformerEncoder:
    """The encoder of the model in the setting; checks its files, loads nothing yet.

    Raises `ModelUnknown`, `ModelMissing`, `ModelDamaged` or `ModelRefused`; there is no substitute.
    """
    return SentenceTransformerEncoder(locate_model(model, cache_dir=cache_dir), threads=threads)


class SentenceTransformerEncoder:
    """An `Encoder` over a model folder. The folder's own code is never run and only safetensors are read.

    Made in milliseconds: identity, size and limits come from the folder's files. torch is imported and the weights
    are loaded (7 s, some 600 MB) at the first encoding. One lock serves all threads: torch uses `threads` cores
    (None: its own choice) within one call.
    """

    def __init__(self, folder: ModelFolder, *, threads: int | None = None) -> None:
        check_safety(folder.path)
        self._folder = folder
        self._config = read_model_config(folder.path)
        self._threads = threads
        self._words = Segmenter()
        self._model: Any = None
        self._model_lock = threading.Lock()
        self._tokenizer: Any = None
        self._tokenizer_lock = threading.Lock()

    @property
    def model_id(self) -> str:
        return self._folder.model_id

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
        longest = max(self._count([self._config.query_prompt, self._config.passage_prompt]))
        return self.max_tokens - int(self._own_tokenizer().num_special_tokens_to_add(False)) - longest

    def _encode(self, texts: Sequence[str], prompt: str, progress: EncodingProgress | None) -> NDArray[np.float32]:
        def forward(batch: list[str]) -> NDArray[np.float32]:
            # Held for one batch at a time, so that a query waits for a batch and not for a whole corpus.
            with self._model_lock:
                if self._model is None:
                    self._model = _load_model(self._folder.path, self._config, self._threads)
                vectors = self._model.encode(
                    batch, prompt=prompt, batch_size=len(batch), show_progress_bar=False, convert_to_numpy=True
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

    def _count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without special tokens."""
        encodings = self._own_tokenizer().encode_batch(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _own_tokenizer(self) -> Any:
        """Not the model's, which changes its settings with every batch ("Already borrowed"); this one never changes."""
        with self._tokenizer_lock:
            if self._tokenizer is None:
                self._tokenizer = _load_tokenizer(self._folder.path)
            return self._tokenizer


def _load_model(path: Path, config: ModelConfig, threads: int | None) -> Any:
    """The sentence-transformers model, ready for inference."""
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
    model.max_seq_length = config.max_tokens
    model.eval()
    pack_linear_layers(model)
    return model


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn what the libraries raise about a broken folder (anything, plain Exception included) into `ModelRefused`."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise ModelRefused(path=str(path), reason=f"it could not be loaded ({error})") from error


def _load_tokenizer(path: Path) -> Any:
    """The folder's tokenizer with truncation and padding off."""
    # Imported here: `import embeddings` stays light.
    from tokenizers import Tokenizer

    file = path / "tokenizer.json"
    with _refusing(path):
        if file.is_file():
            tokenizer = Tokenizer.from_file(str(file))
        else:
            import_torch()
            from transformers import AutoTokenizer

            tokenizer = AutoTokenizer.from_pretrained(str(path), trust_remote_code=False).backend_tokenizer
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
