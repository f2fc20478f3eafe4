"""The workbook to download for each kind: headers, one example row, drop-down lists, and a sheet that explains them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from matchmaker.interchange.mapping.fields import Field, Kind, load_kind
from matchmaker.interchange.writing.page import Page
from matchmaker.interchange.writing.workbook import saved
from matchmaker.reference import load_scheme

INSTRUCTIONS = "填写说明"
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
    fields = known.template
    page = Page(book, known.zh, [field.header for field in fields], [field.width for field in fields])
    page.add([field.example for field in fields], look="example")
    for at, field in enumerate(fields, start=1):
        if field.name in lists:
            page.allow(at, _one_of(list(lists).index(field.name), len(lists[field.name])))
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


def _one_of(list_index: int, length: int) -> DataValidation:
    """A drop-down list; other values are allowed after a question."""
    letter = get_column_letter(LISTS_FROM + list_index)
    return DataValidation(
        type="list",
        formula1=f"'{INSTRUCTIONS}'!${letter}$2:${letter}${length + 1}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle="不在列表中",
        error="填写的内容不在下拉列表中，仍要保留吗？",
        showErrorMessage=True,
    )


def _add_instructions(book: Workbook, kind: Kind, lists: dict[str, tuple[str, ...]]) -> None:
    """The second sheet: what each column is for, general remarks, and the lists from column E on."""
    heads = ["列名", "必填", "怎样填写", "", *[kind.fields[name].header for name in lists]]
    page = Page(book, INSTRUCTIONS, heads, [20, 8, 60, 4, *[22] * len(lists)])
    required = kind.needed[0]
    lines: list[tuple[str, str, str]] = [
        (field.header, "必填" if field.name == required else "", field.help) for field in kind.template
    ]
    lines += [("", "", ""), *(("", "", remark) for remark in GENERAL)]
    for at in range(max([len(lines), *(len(labels) for labels in lists.values())])):
        left = lines[at] if at < len(lines) else ("", "", "")
        right = [labels[at] if at < len(labels) else "" for labels in lists.values()]
        page.add([*left, "", *right])
