"""Directions, projects and services that a cell lists, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matchmaker.interchange.cells import one_line
from matchmaker.interchange.values.normal import is_blank

_MARK = re.compile(
    r"(?:^|(?<=[\s;；。]))\s*(?:\d{1,2}[.、．)）](?!\d)|[一二三四五六七八九十]{1,2}、|[-•·▪●◆■])\s*"
    r"|[①-⑳]\s*|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]\s*"
)
_BREAKS = re.compile(r"[;；\n]+")
_YEAR = re.compile(r"[（(\[]?\s*((?:19|20)\d\d)\s*(?:年)?\s*[）)\]]?")
# (separator, longest item): items of a list are short terms; longer ones are clauses of a sentence.
_TERMS = (("、", 16), ("，", 8), (",", 8))


@dataclass(frozen=True, slots=True)
class Project:
    """A project and its year, where one is written beside it."""

    title: str
    year: int | None = None


def listed(text: str) -> tuple[str, ...]:
    """The items of a list: numbered, on lines of their own, set off by ；, or short terms set off by 、 or ，.

    A text that is no list is one item.
    """
    items = _cleaned(_BREAKS.split(_MARK.sub("\n", _numbered(text.strip()))))
    return tuple(dict.fromkeys(_terms(items[0]) if len(items) == 1 else items))


def _numbered(text: str) -> str:
    """`text` with a line break before each number of a row that begins with 1 (1、余热回收2、除尘)."""
    starts: list[int] = []
    at = 0
    while (found := re.compile(rf"(?<!\d){len(starts) + 1}[、.．)）](?!\d)").search(text, at)) is not None:
        starts.append(found.start())
        at = found.end()
    if len(starts) < 2 or starts[0] != 0:
        return text
    ends = [*starts[1:], len(text)]
    return "\n".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _terms(item: str) -> list[str]:
    """The terms of a text that is nothing but short terms, else the text."""
    for separator, longest in _TERMS:
        terms = _cleaned(item.split(separator))
        others = "".join(sign for sign, _ in _TERMS if sign != separator) + "。！？"
        if len(terms) > 1 and max(map(len, terms)) <= longest and not set(others).intersection(item):
            return terms
    return [item]


def _cleaned(items: list[str]) -> list[str]:
    cleaned = [one_line(item).strip(" 。.;；、,，") for item in items]
    return [item for item in cleaned if not is_blank(item)]


def projects(text: str) -> tuple[Project, ...]:
    """The projects a cell lists, each with the last year that stands beside its title."""
    return tuple(_project(item) for item in listed(text))


def _project(item: str) -> Project:
    years = list(_YEAR.finditer(item))
    if not years:
        return Project(item)
    last = years[-1]
    at_end = last.end() == len(item) or last.start() == 0
    title = (item[: last.start()] + item[last.end() :]).strip(" ，,、:：") if at_end else item
    return Project(title or item, int(last[1]))
