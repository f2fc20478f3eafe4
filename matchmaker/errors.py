"""Every error the service raises on purpose: a code, parameters, and a message that says what to do next.

Nothing here knows HTTP; `web/errors.py` maps each class to a status in one table.
"""

from __future__ import annotations

from typing import Any, ClassVar


class MatchmakerError(Exception):
    """Base of all typed errors.

    `code` is stable and machine readable; `message` is the English source text with `%(name)s` placeholders
    that `matchmaker.locale` translates; `params` fills the placeholders.
    """

    code: ClassVar[str] = "error"
    message: ClassVar[str] = "Something went wrong."

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.message % params if params else self.message)
