"""Directions, projects and services that a cell lists, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matchmaker.interchange.cells import one_line
from matchmaker.interchange.values.normal import is_blank

_MARK = re.compile(
    r"(?:^|(?<=[\s;；。]))\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.、．)）](?!\d)|[(（][一二三四五六七八九十]{1,2}[)）]"
    r"|[一二三四五六七八九十]{1,2}、|[①-⑳]|[-•·▪●◆■])\s*"
)
_BREAKS = re.compile(r"[;；\n]+")
_COMMAS = re.compile(r"[、,，]+")
_YEAR = re.compile(r"[（(\[]?\s*((?:19|20)\d\d)\s*(?:年)?\s*[）)\]]?")
# An item of a list set off by commas is a short term; a longer one is a sentence with commas in it.
LONGEST_TERM = 16


@dataclass(frozen=True, slots=True)
class Project:
    """A project and its year, where one is written beside it."""

    title: str
    year: int | None = None


def listed(text: str) -> tuple[str, ...]:
    """The items of a list: numbered, on lines of their own, or set off by ；; by 、 or ， only where all are short.

    A text that is no list is one item.
    """
    marked = _MARK.sub("\n", text.strip())
    items = _cleaned(_BREAKS.split(marked))
    if len(items) == 1:
        terms = _cleaned(_COMMAS.split(items[0]))
        if len(terms) > 1 and max(map(len, terms)) <= LONGEST_TERM and not re.search("[。！？]", items[0][:-1]):
            items = terms
    return tuple(dict.fromkeys(items))


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
