"""The sections of a report in their order: a heading, what it shows, a chart where one helps, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.evaluation.report.contents import Contents
from matchmaker.evaluation.report.svg import Mark, bars, reliability
from matchmaker.evaluation.report.tables import (
    TextTable,
    bins_table,
    compared_table,
    errors_table,
    facts_table,
    figures_table,
    grades_table,
)
from matchmaker.evaluation.summary import Figure

TITLE = "What relevance is worth"


@dataclass(frozen=True, slots=True)
class Section:
    """`chart` is SVG text or empty."""

    heading: str
    text: str
    chart: str
    tables: tuple[TextTable, ...]


def sections(contents: Contents) -> tuple[Section, ...]:
    """All sections."""
    return (
        Section("What was measured", "", "", (facts_table(contents),)),
        Section("Figures", "Intervals come from drawing whole needs with replacement.", "", (figures_table(contents),)),
        *(_compared(contents, measure) for measure in contents.compared),
        _reliability(contents),
        _grades(contents),
        Section(
            "Errors worth reading",
            "One pair of a need at most. Labels are noisy: some of these are right.",
            "",
            (
                errors_table("Rated high, and not related by the people asked", contents.overrated),
                errors_table("Rated low, and strongly related by the people asked", contents.underrated),
            ),
        ),
    )


def _compared(contents: Contents, measure: str) -> Section:
    marks = [_mark(name, figure) for name, figure in contents.compared[measure]]
    chart = bars(marks, title=f"Bar chart of {measure} by scorer; the table below holds the numbers", top=1.0)
    text = "Baselines are untrained: what the encoder and the words say by themselves."
    return Section(f"{measure} against baselines", text, chart, (compared_table(contents, measure),))


def _reliability(contents: Contents) -> Section:
    marks = [Mark(b.said, "", b.seen, b.low, b.high) for b in contents.bins]
    title = "Reliability diagram: probability said against share seen; the table below holds the numbers"
    text = (
        "Each dot is a tenth of the pairs. On the dashed line, of the pairs said to fit with probability p, "
        "a share p was found to fit."
    )
    return Section("Reliability", text, reliability(marks, title=title), (bins_table(contents),))


def _grades(contents: Contents) -> Section:
    marks = [_mark(str(row.grade), row.precision) for row in reversed(contents.grades)]
    chart = bars(marks, title="Bar chart of precision by grade; the table below holds the numbers", top=1.0)
    text = "The share of a grade's pairs that people called fairly or strongly related (level 3 or 4)."
    return Section("Precision by grade", text, chart, (grades_table(contents),))


def _mark(name: str, figure: Figure) -> Mark:
    known = figure.value == figure.value
    value = figure.value if known else 0.0
    spanned = known and figure.low == figure.low
    return Mark(0.0, name, value, figure.low if spanned else value, figure.high if spanned else value)
