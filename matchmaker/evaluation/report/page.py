"""A report as one HTML file that needs nothing else, and as markdown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from matchmaker.evaluation.report.contents import Contents
from matchmaker.evaluation.report.sections import TITLE, Section, sections
from matchmaker.evaluation.report.tables import TextTable

PAGE, MARKDOWN = "report.html", "report.md"
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5b6577; --line: #d9dee7; --back: #fff; --ours: #1f6feb;
  --other: #9aa7bb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a3adbf; --line: #39424f; --back: #14181f;
  --ours: #6ea8fe; --other: #5e6b80; } }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 60rem; background: var(--back); color: var(--ink);
  font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.3; } h2 { margin-top: 2.5rem; font-size: 1.25rem; }
p { max-width: 45rem; } .scroll { overflow-x: auto; }
svg { display: block; width: 100%; max-width: 40rem; margin: 1rem 0; font-size: 13px; }
svg text { fill: var(--ink); } .grid { stroke: var(--line); } .ideal { stroke: var(--soft); stroke-dasharray: 5 4; }
.span { stroke: var(--ink); stroke-width: 1.5; } .dot, .ours { fill: var(--ours); } .bar { fill: var(--other); }
.bar.ours { fill: var(--ours); }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .4rem; color: var(--soft); text-align: left; }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; } .number { text-align: right; white-space: nowrap; }
"""


def write_report(contents: Contents, folder: Path) -> list[Path]:
    """Write both forms into the folder; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    found = sections(contents)
    for name, text in ((PAGE, html_page(found)), (MARKDOWN, markdown(found))):
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / PAGE, folder / MARKDOWN]


def html_page(found: Sequence[Section]) -> str:
    """A whole document; no script, no file besides it."""
    body = "".join(_section(section) for section in found)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{TITLE}</h1>\n{body}</main>\n"
        "</body>\n</html>\n"
    )


def markdown(found: Sequence[Section]) -> str:
    """The same without charts: their tables hold the numbers."""
    parts = [f"# {TITLE}\n"]
    for section in found:
        parts.append(f"## {section.heading}\n")
        if section.text:
            parts.append(f"{section.text}\n")
        parts += [_markdown_table(table) for table in section.tables]
    return "\n".join(parts)


def _section(section: Section) -> str:
    text = f"<p>{escape(section.text)}</p>\n" if section.text else ""
    chart = f"<figure>{section.chart}</figure>\n" if section.chart else ""
    tables = "".join(_html_table(table) for table in section.tables)
    return f"<section>\n<h2>{escape(section.heading)}</h2>\n{text}{chart}{tables}</section>\n"


def _html_table(table: TextTable) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="number"' if place >= table.numbers_from else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{kind}>{escape(text)}</{tag}>"

    named = any(table.header)
    head = "".join(cell("th", place, text) for place, text in enumerate(table.header))
    rows = "".join(
        "<tr>" + "".join(cell("td", place, text) for place, text in enumerate(row)) + "</tr>\n" for row in table.rows
    )
    header = f"<thead><tr>{head}</tr></thead>\n" if named else ""
    caption = f"<caption>{escape(table.caption)}</caption>\n"
    return f'<div class="scroll"><table>\n{caption}{header}<tbody>\n{rows}</tbody>\n</table></div>\n'


def _markdown_table(table: TextTable) -> str:
    ruler = ["---:" if place >= table.numbers_from else "---" for place in range(len(table.header))]
    lines = [table.header, ruler, *table.rows]
    text = "".join("| " + " | ".join(_plain(cell) for cell in line) + " |\n" for line in lines)
    return f"{table.caption}:\n\n{text}"


def _plain(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())
