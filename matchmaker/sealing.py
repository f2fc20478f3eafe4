"""Secrets that the service must read again are stored sealed: encrypted and authenticated by a key of its own secret.

The key is derived (HKDF, RFC 5869) from MATCHMAKER_SECRET_KEY; the sealed form is a Fernet token (AES-128-CBC with
HMAC-SHA256, https://github.com/fernet/spec). After the secret was changed, what earlier ones sealed is still opened
with MATCHMAKER_SECRET_KEY_OLD, until `matchmaker user reseal` has sealed it anew.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from matchmaker.errors import SealBroken

PURPOSE = b"matchmaker: secrets at rest"
# Version 0x80 and the high bytes of its time: how every Fernet token of this century begins.
_BEGINNING = "gAAAA"


class Sealer:
    """Seals with the first of `secrets`, opens with any of them. Texts are short; a sealed one is some 140 letters."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [Fernet(_key_of(secret)) for secret in secrets]
        self._present, self._all = keys[0], MultiFernet(keys)

    def seal(self, text: str, *, now: datetime) -> str:
        """`text` in a form that only this service can read and nobody can change."""
        return self._present.encrypt_at_time(text.encode(), int(now.timestamp())).decode()

    def open(self, sealed: str, *, now: datetime, good_for: timedelta | None = None) -> str:
        """The text again. SealBroken if it was sealed by another secret, changed, or (with `good_for`) too long ago."""
        try:
            if good_for is None:
                return self._all.decrypt(sealed).decode()
            moment = int(now.timestamp())
            return self._all.decrypt_at_time(sealed, int(good_for.total_seconds()), moment).decode()
        except InvalidToken:
            raise SealBroken from None

    def is_present(self, sealed: str) -> bool:
        """Whether the present secret sealed it: nothing else is needed to open it."""
        try:
            self._present.decrypt(sealed)
        except InvalidToken:
            return False
        return True


def is_sealed(stored: str) -> bool:
    """Whether a stored value is sealed at all; earlier versions stored it as it is."""
    return stored.startswith(_BEGINNING)


def no_sealer() -> Sealer:
    """For units of work that have nothing to do with sealed values."""
    raise RuntimeError("this unit of work was made without a sealer")


SealerSource = Callable[[], Sealer]


def _key_of(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
