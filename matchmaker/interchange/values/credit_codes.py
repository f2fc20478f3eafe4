"""Credit codes (统一社会信用代码): 18 signs with a check sign."""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import uscc

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import message
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.read import Read


def parse_credit_code(cell: Cell) -> Read[str | None]:
    """The code in capital letters; None with a warning if it is missing or its check sign is wrong."""
    text = text_of(cell)
    if is_blank(text):
        return Read(None, (message("uscc.missing"),))
    flat = re.sub(r"[\s\-_'’]", "", unicodedata.normalize("NFKC", text)).upper()
    if uscc.is_valid(flat):
        return Read(str(uscc.compact(flat)))
    return Read(None, (message("uscc.invalid", text=text[:40]),))
