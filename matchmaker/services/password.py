"""Passwords: what is accepted, how it is hashed (argon2id), and how one is made for somebody."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from matchmaker.errors import InvalidInput
from matchmaker.identity import folded
from matchmaker.locale import N_
from matchmaker.services.common_passwords import STEMS, WHOLE
from matchmaker.services.work import Work

LEAST_LENGTH = 10
MOST_LENGTH = 200
LEAST_DISTINCT = 5
# Shorter names of the person are part of too many words.
SHORTEST_NAME = 3
SALT_BYTES = 16

# Above both of OWASP's argon2id profiles for one lane (46 MiB, t=1 and 19 MiB, t=2); some 100 ms on a small server.
HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
# Verified in place of an unknown user's: the hash of a discarded random text, made with the same parameters.
DUMMY_HASH = "$argon2id$v=19$m=47104,t=2,p=1$aZdEI5BE6G6mU5eVsW+Ohw$ZcYbOSZ+FGbOONj8T+iquxcH233rp2V5My3Gg+mP9aM"
# A flood of sign-ins must not take all memory and every core.
_AT_ONCE = threading.BoundedSemaphore(2)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def check_password(password: str, *, username: str, personal: Iterable[str | None] = ()) -> None:
    """Raise InvalidInput unless `password` may be chosen by the user `username`.

    `personal` are other texts that guessers know: e-mail address, mobile number.
    """
    normal = _normal(password)
    if len(normal) < LEAST_LENGTH:
        raise _refusal(N_("The password is too short: use at least %(least)s characters."), least=LEAST_LENGTH)
    if len(normal) > MOST_LENGTH:
        raise _refusal(N_("The password is too long: use at most %(most)s characters."), most=MOST_LENGTH)
    if not normal.isprintable():
        raise _refusal(N_("The password holds characters that cannot be typed: use letters, digits and signs."))
    plain = folded(normal)
    if plain.strip("0123456789") in STEMS or plain in WHOLE or len(set(normal)) < LEAST_DISTINCT:
        raise _refusal(N_("This password is easy to guess: use several words, or a sentence."))
    if any(name in plain for name in _names(username, personal)):
        raise _refusal(N_("The password contains your user name, e-mail address or number: use something else."))


def hash_password(password: str, *, salt: bytes) -> str:
    """The argon2id hash of `password` in PHC form; `salt` are 16 random bytes."""
    with _AT_ONCE:
        return HASHER.hash(_encoded(password), salt=salt)


def password_matches(stored: str, password: str) -> bool:
    """Whether `stored` is the hash of `password`. Always costs one hashing."""
    with _AT_ONCE:
        try:
            return HASHER.verify(stored, _encoded(password))
        except VerifyMismatchError:
            return False


def needs_new_hash(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def made_password(work: Work) -> str:
    """A random password of 80 bits that can be read out: four groups of four."""
    number = int.from_bytes(work.entropy(10), "big")
    text = "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(16))
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def _refusal(problem: str, **params: int) -> InvalidInput:
    return InvalidInput(field="password", problem=problem, **params)


def _names(username: str, personal: Iterable[str | None]) -> list[str]:
    texts = [username, *(part for text in personal if text for part in (text, text.partition("@")[0]))]
    return [name for name in map(folded, texts) if len(name) >= SHORTEST_NAME]


def _normal(password: str) -> str:
    """One form whatever the keyboard: full-width letters of an input method are the plain ones."""
    return unicodedata.normalize("NFKC", password)


def _encoded(password: str) -> bytes:
    # Longer ones and lone surrogates (from bad JSON) are nobody's password, but must not be an error either.
    return _normal(password)[: MOST_LENGTH + 1].encode("utf-8", "surrogatepass")
