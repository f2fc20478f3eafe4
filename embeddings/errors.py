"""Every error this library raises on purpose: a stable code, parameters, and a message that says what to do next.

The shape (`code`, `message` with `%(name)s` placeholders, `params`) is the one the service's own errors have, so that
a caller can translate and report both in the same way; this library imports nothing of the service.
"""

from __future__ import annotations

from typing import Any, ClassVar


class EmbeddingsError(Exception):
    """Base of all typed errors of `embeddings`."""

    code: ClassVar[str] = "embeddings_error"
    message: ClassVar[str] = "The search library failed."

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.message % params if params else self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Keyword-only constructors need this to cross a process boundary."""
        return _rebuild, (type(self), self.params)


def _rebuild(kind: type[EmbeddingsError], params: dict[str, Any]) -> EmbeddingsError:
    return kind(**params)


class ModelUnknown(EmbeddingsError):
    """The setting names neither a known model, nor a folder, nor a hub id (`owner/name`)."""

    code = "model_unknown"
    message = "No embedding model is called %(model)s. Known: %(known)s; or name a folder, or a hub id (owner/name)."


class ModelMissing(EmbeddingsError):
    """The model is not installed; nothing is downloaded in secret."""

    code = "model_missing"
    message = "The embedding model %(model)s is not installed (looked in %(path)s). Run: matchmaker model fetch"


class ModelDamaged(EmbeddingsError):
    """A file of the model is not what its manifest says; the model is never used in that state."""

    code = "model_damaged"
    message = "The embedding model in %(path)s is damaged: %(file)s %(problem)s. Run: matchmaker model fetch"


class AdapterDamaged(EmbeddingsError):
    """The small trained change to the model cannot be read; the model is not used without it."""

    code = "adapter_damaged"
    message = "The adapter %(path)s of the embedding model is damaged: %(reason)s. Reinstall the program."


class ModelFolderMissing(ModelMissing):
    """The setting names a folder of the user's own that is not there; `fetch` cannot bring it."""

    message = "There is no embedding model in the folder %(path)s. Correct MATCHMAKER_MODEL."


class ModelFolderDamaged(ModelDamaged):
    """A folder of the user's own no longer agrees with the manifest inside it; `fetch` cannot mend it."""

    message = "The embedding model in %(path)s is damaged: %(file)s %(problem)s. Copy the folder anew."


class ModelRefused(EmbeddingsError):
    """The folder would need code of its own, holds weights in an unsafe format, or is not a model."""

    code = "model_refused"
    message = "The embedding model in %(path)s cannot be used: %(reason)s. Choose another model by MATCHMAKER_MODEL."


class ExportMissing(EmbeddingsError):
    """There is no exported graph for this model with this adapter. `others` are graphs of other versions of it."""

    code = "export_missing"
    message = (
        "There is no exported graph of %(model)s (looked in %(path)s; of other versions there: %(others)s). "
        "Run: matchmaker model export"
    )


class ExportDamaged(EmbeddingsError):
    """The exported graph is not what its manifest says, or was made from something else; it is never used."""

    code = "export_damaged"
    message = "The exported graph %(path)s is not used: %(reason)s. Run: matchmaker model export"


class ExportUnusable(EmbeddingsError):
    """The exported graph is whole, but this machine cannot run it, or run it as exactly as it was made."""

    code = "export_unusable"
    message = "The exported graph %(path)s cannot be used here: %(reason)s"


class ExportFailed(EmbeddingsError):
    """No graph was made, or one that does not give the reference's vectors; nothing was installed."""

    code = "export_failed"
    message = "The model %(model)s could not be exported: %(reason)s. The reference encoder serves as before."


class FetchFailed(EmbeddingsError):
    """A download did not arrive, or what arrived is not what was expected."""

    code = "model_fetch_failed"
    message = "The embedding model %(model)s could not be fetched: %(reason)s"


class StorageFull(EmbeddingsError):
    """The disk is full; what was there before is untouched."""

    code = "storage_full"
    message = "No space left to write %(path)s. Free some space and try again; what was there before is intact."


class UnknownBackend(EmbeddingsError):
    """A setting names a back-end that is not in the registry."""

    code = "backend_unknown"
    message = "No %(kind)s is called %(name)s. Known: %(known)s."


class EmptyText(EmbeddingsError):
    """A text without any letter was to be encoded. `positions` are the places of such texts in the call."""

    code = "text_empty"
    message = "A text is empty and cannot be encoded (positions %(positions)s). Leave such texts out."


class BadVectors(EmbeddingsError):
    """Vectors that must never enter an index; nothing was changed. `rows` are the first ten rows at fault."""

    code = "vectors_bad"
    message = "The vectors were refused: %(reason)s (rows %(rows)s). Encode these texts again."


class BadIds(EmbeddingsError):
    """Ids that are repeated, negative or already present; nothing was changed. `ids` are the first ten at fault."""

    code = "ids_bad"
    message = "The ids were refused: %(reason)s (ids %(ids)s). Remove an id before adding it again."


class SnapshotRejected(EmbeddingsError):
    """A snapshot file is not used. `reason` says why; the index is to be rebuilt from the database."""

    code = "snapshot_rejected"
    message = "The snapshot %(path)s was not used: %(reason)s. Rebuild it with: matchmaker index rebuild"


class CacheDamaged(EmbeddingsError):
    """The encoding cache cannot be read."""

    code = "cache_damaged"
    message = "The encoding cache %(path)s is damaged: %(reason)s. Delete this file; it will be made anew."
