"""What a backup does not hold, by intent: told when it is written, and looked for when it is restored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import SealBroken
from matchmaker.models import User
from matchmaker.sealing import Sealer, is_sealed
from matchmaker.settings import Settings


def kept_apart(settings: Settings, secret_file: Path) -> list[tuple[str, str]]:
    """(what, why) of everything outside a backup that the restored service needs, besides the program itself."""
    secret = "MATCHMAKER_SECRET_KEY" if settings.secret_key is not None else str(secret_file)
    folders = {
        "MATCHMAKER_WEIGHTS": (settings.weights, "the weights that learnt ones rest on"),
        "MATCHMAKER_REFERENCE_DIR": (settings.reference_dir, "reference lists of your own"),
        "MATCHMAKER_MODEL": (Path(settings.model) if Path(settings.model).is_dir() else None, "the embedding model"),
    }
    return [
        (secret, "opens the sealed second-factor secrets; never keep it in the same place as the backup"),
        *((f"{folder} ({name})", why) for name, (folder, why) in folders.items() if folder is not None),
    ]


def accounts_locked_out(*, session: Session, secrets: Sequence[str], clock: Callable[[], datetime]) -> list[str]:
    """User names whose second factor none of `secrets` opens: they cannot sign in until the right one is set."""
    sealer = Sealer(secrets) if secrets else None
    rows = session.execute(select(User.username, User.totp_secret).order_by(User.username))
    sealed = [(name, stored) for name, stored in rows if stored is not None and is_sealed(stored)]
    return [name for name, stored in sealed if sealer is None or not _opens(sealer, stored, clock)]


def _opens(sealer: Sealer, sealed: str, clock: Callable[[], datetime]) -> bool:
    try:
        sealer.open(sealed, now=clock())
    except SealBroken:
        return False
    return True
