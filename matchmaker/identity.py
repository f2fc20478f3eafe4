"""Keys by which two writings of the same thing are recognised: names of organizations and people, texts of needs."""

from __future__ import annotations

import hashlib
import unicodedata

# Written or left out at will in the names of enterprises.
_LEGAL_FORMS = ("股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "集团", "公司", "厂")


def folded(text: str) -> str:
    """`text` without case, width, spaces, punctuation and unseen signs; symbols (≥, ℃, +) carry meaning and stay."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in flat if unicodedata.category(sign)[0] not in "PZC")


def name_key(name: str) -> str:
    """The key of an organization's or a person's name: two names with one key are the same name."""
    return folded(name)[:200]


def short_name_key(name: str) -> str:
    """The key of an enterprise's name without its legal form, to propose merges (山东甲有限公司 and 山东甲)."""
    key = name_key(name)
    for form in _LEGAL_FORMS:
        if key.endswith(form) and len(key) > len(form) + 1:
            return key[: -len(form)]
    return key


def content_key(title: str, text: str) -> str:
    """SHA-256 in hex of a title and a text, folded and kept apart: the same key is a repeat."""
    return hashlib.sha256(f"{folded(title)}\x1f{folded(text)}".encode()).hexdigest()


def text_hash(text: str) -> str:
    """SHA-256 of a text as it is: the key of its embedding."""
    return hashlib.sha256(text.encode()).hexdigest()
