"""Addresses that came from outside and are to be followed: only paths on this host."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_return(address: str, otherwise: str = "/") -> str:
    """`address` if it is a path of this service, else `otherwise`.

    Browsers read a backslash as a slash and drop control characters, so that `/\\host` leads away as `//host` does.
    """
    parts = urlsplit(address)
    leads_away = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//")
    if leads_away or "\\" in address or any(ord(letter) < 32 for letter in address):
        return otherwise
    return address
