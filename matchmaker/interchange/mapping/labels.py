"""Header texts in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[{<【《][^()\[\]{}<>【】《》]*[)\]}>】》]")
_NUMBERING = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]\s*|[*＊★]+)+")
_PUNCTUATION = re.compile(r"[^\w#]+|_+")


@lru_cache(maxsize=4096)
def label_forms(text: str) -> tuple[str, ...]:
    """The forms of a header that are compared, the fullest first, without repeats and blanks.

    NFKC, lower case, no white space, numbering or punctuation; once with what stands in brackets (县（市、区）), once
    without it (拟投入资金（万元）).
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = _NUMBERING.sub("", plain)
    forms = (_PUNCTUATION.sub("", plain), _PUNCTUATION.sub("", _BRACKETS.sub("", plain)))
    return tuple(dict.fromkeys(form for form in forms if form))
