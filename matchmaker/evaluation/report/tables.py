"""The tables of a report: the same rows for the page and for markdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.evaluation.report.contents import Contents, Wrong
from matchmaker.evaluation.summary import Figure

MISSING = "n/a"


@dataclass(frozen=True, slots=True)
class TextTable:
    """A caption, a header and rows of texts; columns from `numbers_from` on are numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int = 1


def number(value: float, digits: int = 3) -> str:
    """A number as the report writes it."""
    return MISSING if math.isnan(value) else f"{value:.{digits}f}"


def span(low: float, high: float) -> str:
    """An interval, or n/a."""
    return MISSING if math.isnan(low) else f"{low:.3f} to {high:.3f}"


def facts_table(contents: Contents) -> TextTable:
    """What was measured with what."""
    return TextTable("What was measured", ("", ""), contents.facts, numbers_from=2)


def figures_table(contents: Contents) -> TextTable:
    """All figures of this service."""
    rows = tuple((f.name, *_figure(f), str(f.queries)) for f in contents.figures)
    return TextTable("Figures, with 95 % intervals over needs", ("figure", "value", "interval", "needs"), rows)


def compared_table(contents: Contents, measure: str) -> TextTable:
    """One measure of every scorer."""
    rows = tuple((name, *_figure(figure)) for name, figure in contents.compared[measure])
    return TextTable(f"{measure} by scorer", ("scorer", measure, "interval"), rows)


def bins_table(contents: Contents) -> TextTable:
    """Calibration: what was said and what was seen."""
    rows = tuple(
        (str(place), number(b.said), number(b.seen), span(b.low, b.high), str(b.count))
        for place, b in enumerate(contents.bins, start=1)
    )
    header = ("tenth of the pairs", "said", "seen", "interval", "pairs")
    return TextTable("Probability said and share seen to be of level 3 or 4", header, rows, numbers_from=0)


def grades_table(contents: Contents) -> TextTable:
    """Precision and levels of each grade."""
    rows = tuple(
        (str(row.grade), *_figure(row.precision), *(str(count) for count in row.levels)) for row in contents.grades
    )
    header = ("grade", "precision", "interval", "level 1", "level 2", "level 3", "level 4")
    return TextTable("Pairs of each grade by the level people gave", header, rows)


def errors_table(caption: str, rows: Sequence[Wrong]) -> TextTable:
    """Pairs that went wrong."""
    shown = tuple((w.need, w.candidate, number(w.probability), str(w.grade), f"{w.level:g}") for w in rows)
    return TextTable(caption, ("need", "candidate", "said", "grade", "level"), shown, numbers_from=2)


def _figure(figure: Figure) -> tuple[str, str]:
    return number(figure.value), span(figure.low, figure.high)
