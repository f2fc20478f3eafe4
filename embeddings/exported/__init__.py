"""Exported graphs: made once from a model and its adapter, then run in place of sentence-transformers."""

from embeddings.exported.encoder import ExportedEncoder
from embeddings.exported.export import STAGES, Exported, export_model
from embeddings.exported.folder import PRECISIONS, ExportedFolder, list_exports, locate_export

__all__ = [
    "PRECISIONS",
    "STAGES",
    "Exported",
    "ExportedEncoder",
    "ExportedFolder",
    "export_model",
    "list_exports",
    "locate_export",
]
