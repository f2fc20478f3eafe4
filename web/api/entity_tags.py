"""ETags: the version of a record, and a mark of what was answered.

`"7.1f0c2a9b"` is version 7, shown as those bytes. If-None-Match compares the whole (labels, a masked contact and a
changed name of the enterprise are part of it), If-Match the version only: it locks the record, not its looks.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from flask import request

from web.api.refusals import PreconditionFailed

_VERSION = re.compile(r"(\d{1,9})(\.[0-9a-f]{8})?", re.ASCII)
FORM = r'^"[0-9]{1,9}(\.[0-9a-f]{8})?"$'


@dataclass(frozen=True)
class Precondition:
    """The versions that If-Match names; None if the header is absent or `*`."""

    versions: frozenset[int] | None = None

    def check(self, version: int) -> None:
        """Raise PreconditionFailed unless the record is at one of the versions."""
        if self.versions is not None and version not in self.versions:
            raise PreconditionFailed

    def check_absent(self) -> None:
        """Raise PreconditionFailed if a version was named: there is no record that could be at it."""
        if self.versions is not None:
            raise PreconditionFailed


def entity_tag(version: int, body: bytes) -> str:
    """The tag without its quotation marks."""
    return f"{version}.{hashlib.sha256(body).hexdigest()[:8]}"


def precondition() -> Precondition:
    """What If-Match of this request asks for. Weak tags and foreign ones match no version."""
    if "If-Match" not in request.headers or request.if_match.star_tag:
        return Precondition()
    # An empty tag ("") comes from Werkzeug as None.
    found = (_VERSION.fullmatch(tag or "") for tag in request.if_match.as_set(include_weak=False))
    return Precondition(frozenset(int(match.group(1)) for match in found if match))


def is_known(tag: str) -> bool:
    """Whether If-None-Match says that the caller has exactly this answer."""
    return "If-None-Match" in request.headers and request.if_none_match.contains_weak(tag)
