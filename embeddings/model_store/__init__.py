"""Installs embedding models and finds them again: `fetch_model` is the only place that downloads anything."""

from embeddings.model_store.catalogue import DEFAULT_MODEL, KNOWN_MODELS
from embeddings.model_store.fetch import STAGES, Fetched, fetch_model
from embeddings.model_store.listing import InstalledModel, list_models
from embeddings.model_store.location import ModelFolder, locate_model
from embeddings.model_store.safety import check_safety

__all__ = [
    "DEFAULT_MODEL",
    "KNOWN_MODELS",
    "STAGES",
    "Fetched",
    "InstalledModel",
    "ModelFolder",
    "check_safety",
    "fetch_model",
    "list_models",
    "locate_model",
]
