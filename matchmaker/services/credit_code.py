"""The unified social credit code (统一社会信用代码) that somebody typed."""

from __future__ import annotations

from matchmaker.errors import InvalidInput
from matchmaker.interchange.values.credit_codes import parse_credit_code
from matchmaker.locale import N_


def checked_credit_code(text: str) -> str:
    """The code in its plain form; InvalidInput for `uscc` if its 18 characters do not check (GB 32100)."""
    code = parse_credit_code(text).value if text.strip() else None
    if code is None:
        raise InvalidInput(field="uscc", problem=N_("This is no valid credit code: check its 18 characters."))
    return code
