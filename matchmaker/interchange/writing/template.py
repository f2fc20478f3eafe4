"""The workbook to download for each kind: headers, one example row, drop-down lists, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from matchmaker.interchange.mapping.fields import Field, Kind, load_kind
from matchmaker.interchange.writing.workbook import Column, add_table, data_cell, header_cell, saved, set_up
from matchmaker.reference import load_scheme

INSTRUCTIONS = "填写说明"
LAST_ROW = 1000
YES_NO = "state_secret"
# Columns of the sheet of instructions before the lists begin.
LISTS_FROM = 5

GENERAL = (
    "1. 每行填一条；第 2 行是示例，编号列写着“示例”，导入时自动跳过，可以删除。",
    "2. 请不要改动表头；可以增加列，系统不认识的列会随记录保留。",
    "3. 带下拉列表的列请尽量从列表中选择，也可以直接填写。",
    "4. 没有的内容留空即可；与上一行相同可写“同上”。",
)


def write_template(kind: str, overrides: Path | None = None) -> bytes:
    """The template of needs, experts, achievements or organizations as .xlsx. Raises `KindUnknown`."""
    known = load_kind(kind)
    lists = {field.name: choices(field, overrides) for field in known.template}
    lists = {name: labels for name, labels in lists.items() if labels}
    book = Workbook(write_only=True)
    columns = [Column(field.header, field.width) for field in known.template]
    page = add_table(book, known.zh, columns, [])
    page.append([_example_cell(page, field) for field in known.template])
    for at, field in enumerate(known.template, start=1):
        if field.name in lists:
            page.data_validations.append(_validation(at, list(lists).index(field.name), len(lists[field.name])))
    _add_instructions(book, known, lists)
    return saved(book)


def choices(field: Field, overrides: Path | None = None) -> tuple[str, ...]:
    """The labels that a coded column offers, in order; readiness levels offer their numbers."""
    if field.name == YES_NO:
        return ("否", "是")
    terms = [term for name in field.schemes for term in load_scheme(name, overrides)]
    if field.name == "trl":
        return tuple(term.code for term in terms)
    below = any(term.parent for term in terms)
    # Of divisions those that have others below them (the city) are left out.
    return tuple(term.zh for term in terms if not below or term.parent)


def _example_cell(page: WriteOnlyWorksheet, field: Field) -> object:
    cell = data_cell(page, field.example, field.header, 2)
    cell.font = Font(italic=True, color="808890")
    return cell


def _validation(column: int, list_index: int, length: int) -> DataValidation:
    """A drop-down list over a column; other values are allowed after a warning."""
    letter = get_column_letter(LISTS_FROM + list_index)
    rule = DataValidation(
        type="list",
        formula1=f"'{INSTRUCTIONS}'!${letter}$2:${letter}${length + 1}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle="不在列表中",
        error="填写的内容不在下拉列表中，仍要保留吗？",
        showErrorMessage=True,
    )
    rule.add(f"{get_column_letter(column)}2:{get_column_letter(column)}{LAST_ROW}")
    return rule


def _add_instructions(book: Workbook, kind: Kind, lists: dict[str, tuple[str, ...]]) -> None:
    """The second sheet: what each column is for, general remarks, and the lists from column E on."""
    page = book.create_sheet(INSTRUCTIONS)
    set_up(page, [20, 8, 60, 4, *[22] * len(lists)])
    heads = ["列名", "必填", "怎样填写", "", *[kind.fields[name].header for name in lists]]
    page.append([header_cell(page, head) for head in heads])
    needed = {kind.needed[0]}
    lines: list[Sequence[str]] = [
        (field.header, "必填" if field.name in needed else "", field.help) for field in kind.template
    ]
    lines += [("", "", ""), *(("", "", remark) for remark in GENERAL)]
    longest = max([len(lines), *(len(labels) for labels in lists.values())])
    for at in range(longest):
        left = lines[at] if at < len(lines) else ("", "", "")
        right = [labels[at] if at < len(labels) else "" for labels in lists.values()]
        page.append([data_cell(page, text, INSTRUCTIONS, at + 2, bordered=bool(text)) for text in (*left, "", *right)])
