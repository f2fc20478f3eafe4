"""Amounts of money as people write them: 120万元, 约80, 300-500万元, 面议, 1.2亿, 50万以内, 不限, 自筹, 1,200,000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from matchmaker.interchange.cells import Cell, text_of
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.chinese_numbers import with_figures
from matchmaker.interchange.values.normal import is_blank, normal
from matchmaker.interchange.values.read import Read

Exactness = Literal[
    "exact", "about", "range", "at_most", "at_least", "negotiable", "unlimited", "self_funded", "undecided", "unclear"
]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 万元 (10,000 yuan) from `low` to `high`, both inclusive, None where open or not named.

    One figure gives low = high. `exactness` says how it was meant; negotiable, unlimited, self_funded, undecided and
    unclear come without figures (self_funded may have them). `text` is what was written.
    """

    low: Decimal | None
    high: Decimal | None
    exactness: Exactness
    text: str


# Unit of a figure -> how many 万元
WAN = Decimal(1)
UNITS: dict[str, Decimal] = {
    "千亿": Decimal(10**7),
    "百亿": Decimal(10**6),
    "十亿": Decimal(10**5),
    "亿": Decimal(10**4),
    "千万": Decimal(1000),
    "百万": Decimal(100),
    "十万": Decimal(10),
    "万": WAN,
    "w": WAN,
    "千": Decimal("0.1"),
    "billion": Decimal(10**5),
    "bn": Decimal(10**5),
    "million": Decimal(100),
    "mn": Decimal(100),
    "m": Decimal(100),
    "thousand": Decimal("0.1"),
    "k": Decimal("0.1"),
    "": Decimal("0.0001"),
}
HEADER_UNITS: dict[str, Decimal] = {
    "亿元": UNITS["亿"],
    "万元": WAN,
    "千元": UNITS["千"],
    "元": UNITS[""],
}
LARGEST = Decimal(10**8)
# An amount with its remarks is shorter; a longer text is none.
LONGEST = 200
# A bare figure this large in a column of 万元 (a billion yuan) is rather one of yuan.
DOUBTFUL = Decimal(100_000)

_SCALE = "|".join(sorted((re.escape(unit) for unit in UNITS if unit), key=len, reverse=True))
_YUAN = r"(?:元人民币|元整|元|块钱|块|yuan|rmb|cny|人民币)"
_FIGURE = re.compile(
    rf"(?<![\d.])(?:¥|rmb|cny|人民币|yuan)?(?P<number>\d{{1,15}}(?:\.\d{{1,8}})?)(?!\d)(?:多|余|来)?"
    rf"(?P<scale>{_SCALE})?(?P<yuan>{_YUAN})?"
    r"(?P<other>%|‰|年|个|期|月|项|人|台|套|次|吨|批|家|天|日|周|条|名|种|号|\.)?"
)
_BARE = re.compile(r"[^\d元万亿千百]*\d+(?:\.\d+)?(?:[-至到]\d+(?:\.\d+)?)?")
_FOREIGN = re.compile(r"usd|us\$|\$|美元|美金|eur|€|欧元|日元|jpy|港币|港元|hkd|£|英镑|gbp|韩元|卢布")
_BETWEEN = re.compile(r"[-至到]|to")
_ABOUT = re.compile(
    r"约|大概|左右|上下|(?<!其)(?<!剩)余|多(?=万|元|亿|块)|来(?=万)|近|预计|暂定|估计|初步|±|几|approx|about"
)
_AT_MOST = re.compile(
    r"以内|以下|之内|不超过?|不高于|不大于|不多于|至多|最多|最高|上限|≤|<|(?<!不)(?:低于|小于|少于)|内$|upto|max"
)
_AT_LEAST = re.compile(
    r"以上|不低于|不少于|不小于|至少|最少|最低|起$|起步|≥|>|(?<!不)(?:超过|大于|高于)|\+$|min|atleast"
)
_PERIOD = re.compile(r"/年|每年|/月|每月|/a\b|年均|/次|每次|/台|/套|/人")
_FILLER = re.compile(
    r"[()\[\]:：,，。.;；、/¥|]|人民币|rmb|cny|元|yuan|资金|经费|投入|预算|研发|总|费用|金额|合计|共计?|投资|计划|拟|企业|项目|公司|"
    r"自筹|自有|含税|不含税|为|是|的|在|之间|大|可|each|per|每|年|月"
)
# Words without a figure -> what they say; the first that is found counts
WORDS: tuple[tuple[str, Exactness], ...] = (
    (r"自筹|自有资金|自备", "self_funded"),
    (r"面议|面谈|先谈|再谈|协商|商议|详谈|待议|议价|可谈|洽谈|商定|商量|议定|negotiable", "negotiable"),
    (r"不限|无上限|不设上限|上不封顶|unlimited|nolimit", "unlimited"),
    (
        r"待定|未定|看方案|看情况|看项目|看效果|按.*付费|面定|未确定|不确定|不详|视情况|视.*定|根据.*定|按.*定|暂不|待确定|tbd|无法确定",
        "undecided",
    ),
)


def header_unit(header: str) -> Decimal:
    """The unit that a column's header names (拟投入资金（元）), 万元 if it names none."""
    flat = normal(header)
    for name, unit in HEADER_UNITS.items():
        if name in flat:
            return unit
    return WAN


def parse_amount(cell: Cell, unit: Decimal = WAN) -> Read[Amount | None]:
    """Read an amount; bare figures count in `unit` (in 万元), which then is part of the amount's text.

    None for a blank cell. Never fails: what is not understood comes back as `unclear` with a warning.
    """
    written = text_of(cell)
    if is_blank(written):
        return Read(None)
    if len(written) > LONGEST:
        return _without_figure("unclear", written, "amount.unknown")
    text = written + _unit_of_header(written, unit)
    flat = with_figures(normal(text), r"(?:多|余|来)?(?:万|亿|元|块)")
    if _FOREIGN.search(flat):
        return _without_figure("unclear", text, "amount.currency")
    figures = [match for match in _FIGURE.finditer(flat) if _is_money(match)]
    if not figures:
        return _words(flat, text)
    if len(figures) == 2 and _BETWEEN.fullmatch(flat[figures[0].end() : figures[1].start()]):
        return _range(flat, figures, text, unit)
    if len(figures) > 1:
        return _without_figure("unclear", text, "amount.several")
    return _single(flat, figures[0], text, unit)


def _unit_of_header(written: str, unit: Decimal) -> str:
    """What the header said of a bare figure, so that the text means the same elsewhere (500000元)."""
    if unit == WAN or not _BARE.fullmatch(normal(written)):
        return ""
    return next(name for name, value in HEADER_UNITS.items() if value == unit)


def _is_money(match: re.Match[str]) -> bool:
    """A figure counts as money unless another unit follows it (2023年, 3期, 5%)."""
    return match["other"] in (None, ".") or bool(match["scale"] or match["yuan"])


def _value(match: re.Match[str], unit: Decimal, scale: str | None = None) -> Decimal:
    """A figure in 万元, by its own unit, else by `scale`, else by the column's."""
    own = match["scale"] or scale
    factor = UNITS[own] if own else UNITS[""] if match["yuan"] else unit
    # Formatting once keeps 100 from becoming 1E+2.
    return Decimal(f"{(Decimal(match['number']) * factor).normalize():f}")


def _without_figure(exactness: Exactness, text: str, code: str) -> Read[Amount | None]:
    return Read(Amount(None, None, exactness, text), (message(code, text=text[:80]),))


def _words(flat: str, text: str) -> Read[Amount | None]:
    for pattern, exactness in WORDS:
        if re.search(pattern, flat):
            return _without_figure(exactness, text, "amount.no_figure")
    return _without_figure("unclear", text, "amount.unknown")


def _range(flat: str, figures: list[re.Match[str]], text: str, unit: Decimal) -> Read[Amount | None]:
    """300-500万元: the unit behind the second figure holds for both."""
    first, second = figures
    scale = None if first["scale"] or first["yuan"] else second["scale"]
    yuan_only = scale is None and not first["scale"] and bool(second["yuan"]) and not second["scale"]
    low = _value(first, UNITS[""] if yuan_only else unit, scale)
    high = _value(second, unit)
    if low > high or high > LARGEST:
        return _without_figure("unclear", text, "amount.unknown")
    return Read(Amount(low, high, "range", text), _notes(flat, figures, text, high, unit))


def _single(flat: str, figure: re.Match[str], text: str, unit: Decimal) -> Read[Amount | None]:
    value = _value(figure, unit)
    if value > LARGEST:
        return _without_figure("unclear", text, "amount.unknown")
    notes = _notes(flat, [figure], text, value, unit)
    if _AT_LEAST.search(flat) and not _AT_MOST.search(flat):
        return Read(Amount(value, None, "at_least", text), notes)
    if _AT_MOST.search(flat):
        return Read(Amount(None, value, "at_most", text), notes)
    if _ABOUT.search(flat):
        about = message("amount.about", text=text, value=f"{value:f}")
        return Read(Amount(value, value, "about", text), (about, *notes))
    exactness: Exactness = "self_funded" if re.search(WORDS[0][0], flat) else "exact"
    return Read(Amount(value, value, exactness, text), notes)


def _notes(flat: str, figures: list[re.Match[str]], text: str, value: Decimal, unit: Decimal) -> tuple[Message, ...]:
    """What to warn of beside the figure itself."""
    bare = not any(figure["scale"] or figure["yuan"] for figure in figures)
    if bare and value >= DOUBTFUL and unit == WAN:
        return (message("amount.large", text=text, value=f"{value:f}"),)
    if _PERIOD.search(flat):
        return (message("amount.periodic", text=text, value=f"{value:f}"),)
    rest = flat
    for figure in reversed(figures):
        rest = rest[: figure.start()] + rest[figure.end() :]
    for pattern in (*(re.compile(words) for words, _ in WORDS), _BETWEEN, _AT_LEAST, _AT_MOST, _ABOUT, _FILLER):
        rest = pattern.sub("", rest)
    return (message("amount.part", text=text, value=f"{value:f}"),) if rest else ()
