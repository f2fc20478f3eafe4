"""A small search library: texts in, neighbours out.

Importing it costs numpy and little more; torch, sentence-transformers, FAISS and rjieba are imported at first use.
It knows nothing of the service around it.
"""

from embeddings.cached_encoder import CachedEncoder
from embeddings.encoder import Encoder, EncodingProgress
from embeddings.encoding_cache import EncodingCache, text_hash
from embeddings.errors import (
    AdapterDamaged,
    BadIds,
    BadVectors,
    CacheDamaged,
    EmbeddingsError,
    EmptyText,
    ExportDamaged,
    ExportFailed,
    ExportMissing,
    ExportUnusable,
    FetchFailed,
    ModelDamaged,
    ModelFolderDamaged,
    ModelFolderMissing,
    ModelMissing,
    ModelRefused,
    ModelUnknown,
    SnapshotRejected,
    StorageFull,
    UnknownBackend,
)
from embeddings.exported import (
    ExportedEncoder,
    ExportedFolder,
    export_model,
    list_exports,
    locate_export,
)
from embeddings.fake import FakeEncoder
from embeddings.hits import Hits
from embeddings.identity import reference_id
from embeddings.lexical_index import LexicalIndex
from embeddings.model_store import DEFAULT_MODEL, ModelFolder, fetch_model, list_models, locate_model
from embeddings.registry import ENCODERS, LEXICAL_INDEXES, VECTOR_INDEXES, look_up
from embeddings.runtime import configure_threads
from embeddings.segmenter import Segmenter, char_ngrams
from embeddings.sentence_encoder import SentenceTransformerEncoder, open_encoder
from embeddings.serving import open_serving_encoder
from embeddings.snapshot import Snapshot, load_snapshot, save_snapshot
from embeddings.token_store import QueryTokens, TokenStore
from embeddings.token_table import TokenTable
from embeddings.vector_index import VectorIndex
from embeddings.vocabulary import Vocabulary

__all__ = [
    "DEFAULT_MODEL",
    "ENCODERS",
    "LEXICAL_INDEXES",
    "VECTOR_INDEXES",
    "AdapterDamaged",
    "BadIds",
    "BadVectors",
    "CacheDamaged",
    "CachedEncoder",
    "EmbeddingsError",
    "EmptyText",
    "Encoder",
    "EncodingCache",
    "EncodingProgress",
    "ExportDamaged",
    "ExportFailed",
    "ExportMissing",
    "ExportUnusable",
    "ExportedEncoder",
    "ExportedFolder",
    "FakeEncoder",
    "FetchFailed",
    "Hits",
    "LexicalIndex",
    "ModelDamaged",
    "ModelFolder",
    "ModelFolderDamaged",
    "ModelFolderMissing",
    "ModelMissing",
    "ModelRefused",
    "ModelUnknown",
    "QueryTokens",
    "Segmenter",
    "SentenceTransformerEncoder",
    "Snapshot",
    "SnapshotRejected",
    "StorageFull",
    "TokenStore",
    "TokenTable",
    "UnknownBackend",
    "VectorIndex",
    "Vocabulary",
    "char_ngrams",
    "configure_threads",
    "export_model",
    "fetch_model",
    "list_exports",
    "list_models",
    "load_snapshot",
    "locate_export",
    "locate_model",
    "look_up",
    "open_encoder",
    "open_serving_encoder",
    "reference_id",
    "save_snapshot",
    "text_hash",
]
