"""Finds what must stay one token in technical text: standards, quantities, formulas, model names.

The patterns read raw text as well as NFKC text (℃ and °C), so that a long text is never cut inside such a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BODIES = (
    r"GB|GBZ|GBJ|GJB|CJ|DL|HG|HJ|JB|JC|JG|JT|LY|MT|NB|NY|QB|QC|SH|SJ|SL|SN|SY|TB|WS|YB|YD|YS|YY|DB\d{2}"
    r"|ISO|IEC|ASTM|DIN|ANSI|API|IEEE|SAE|JIS|UL|EN|BS|ITU|CISPR|[TQ]/[A-Z]{2,8}"
)
# Units of several signs may stand behind a space ("500 MPa"); a single letter there would be a word ("in 3 A").
_LONG_UNITS = (
    r"°C|°F|℃|℉|ppm|ppb|[nμµumcdk]m[23²³]?|㎡|㎥|m[23²³]|[μµm]g|kg|kt|min|[mμµn]s|[mμµk][lL]"
    r"|[GMkh]?Pa|bar|[kM]N|[kMGT]?Wh|[kMGm]W|[kmM]V|[kmμµ]A|m?Ah|[GMk]?Hz|dB|rpm|mol|cd|lm|lx|[kM]J|[kMm]?Ω"
    r"|[GMk]bps|[MGT]B|HV|HRC|HB"
    r"|[万亿]{0,2}(?:吨|千克|公斤|公里|千米|厘米|毫米|微米|纳米|毫升|千瓦时|千瓦|兆瓦|千伏|赫兹|摄氏度|元)"
)
_SHORT_UNITS = r"[mgtshdLNWVAJKT°%‰米克升伏]"

# "45#" is a steel, "C++" a language, "Li+" an ion; a hyphen, a slash, a point or a comma joins ("Ti-6Al-4V").
_WORD = r"[A-Za-z0-9À-ɏͰ-Ͽ]+"

# (ending, endings that stay, replacement), the first that fits
_PLURALS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("ies", ("eies", "aies"), "y"),
    ("sses", (), "ss"),
    ("xes", (), "x"),
    ("ches", (), "ch"),
    ("shes", (), "sh"),
    ("es", ("aes", "ees", "oes"), "e"),
    ("s", ("us", "ss", "is"), ""),
)

_TERM = re.compile(
    rf"(?P<standard>(?<![A-Za-z0-9])(?:{_BODIES}|gb|iso|iec)(?:/[TZtz])?[ -]?\d{{1,6}}(?:\.\d+)*(?:[-–—:]\d{{4}})?"
    r"(?![A-Za-z0-9]))"
    rf"|(?P<quantity>(?<![A-Za-z0-9.])\d+(?:[.,]\d+)*(?: ?(?:{_LONG_UNITS})|{_SHORT_UNITS})"
    rf"(?:[/·*](?:{_LONG_UNITS}|{_SHORT_UNITS}))*(?![A-Za-z0-9]))"
    rf"|(?P<run>{_WORD}(?:['’.,_/-]{_WORD})*(?:\+{{1,2}}|#)?)"
)


def find_terms(text: str) -> Iterator[tuple[str, int, int]]:
    """(kind, begin, end) of every run of Latin letters, digits or Greek; kind: standard, quantity, run."""
    for match in _TERM.finditer(text):
        yield str(match.lastgroup), match.start(), match.end()


def standard_tokens(term: str) -> list[str]:
    """`GB/T 22900-2009` -> gb/t22900 and gb/t22900-2009; without a year the first only."""
    flat = re.sub(r"[–—:]", "-", re.sub(r" ", "", term)).casefold()
    head, dash, year = flat.rpartition("-")
    if dash and len(year) == 4 and head[-1:].isdigit():
        return [head, flat]
    return [flat]


def quantity_tokens(term: str) -> list[str]:
    """`1,000 MPa` -> 1000mpa."""
    return [re.sub(r"(?<=\d),(?=\d{3})", "", term.replace(" ", "")).casefold()]


def run_tokens(term: str) -> list[str]:
    """Tokens of a run: formulas and model names whole (lifepo4, ti-6al-4v), joined plain words apart (lithium, ion)."""
    tokens: list[str] = []
    for part in re.split(r"[_/’']|[.,](?!\d)", term):
        if not part:
            continue
        if any(sign.isdigit() for sign in part) or "-" not in part:
            tokens.append(_plain(part))
        else:
            words = part.split("-")
            if any(len(word) == 1 for word in words):
                tokens.append(part.casefold())
            tokens.extend(_plain(word) for word in words if len(word) > 1)
    return tokens


def _plain(word: str) -> str:
    """Casefolded, thousands joined, the plural of an English word taken off; words in capitals keep their s.

    The plural rule is the S-stemmer of Harman (1991), "How effective is suffixing?", with processes -> process and
    analysis left alone.
    """
    flat = re.sub(r"(?<=\d),(?=\d{3})", "", word).casefold()
    if not (flat.isascii() and flat.isalpha()) or len(flat) < 4 or word.isupper():
        return flat
    for ending, kept, replacement in _PLURALS:
        if flat.endswith(ending):
            return flat if flat.endswith(kept) else flat[: -len(ending)] + replacement
    return flat
