"""S10: importers never crash. Whatever comes in, a file is refused by name or every row of it is accounted for."""

from __future__ import annotations

import io
import json
import random
import time as perf
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.interchange import Parsed, read_file
from matchmaker.interchange.errors import FileRefused
from matchmaker.interchange.mapping.fields import KINDS, load_kind
from matchmaker.interchange.messages import MESSAGES
from matchmaker.interchange.values.amounts import parse_amount
from matchmaker.interchange.values.credit_codes import parse_credit_code
from matchmaker.interchange.values.phones import parse_phones
from matchmaker.interchange.values.readiness import parse_readiness
from matchmaker.interchange.values.whole_numbers import parse_count, parse_year
from matchmaker.interchange.values.windows import parse_window
from matchmaker.interchange.values.yes_no import parse_yes_no
from tests.interchange.workbooks import packed, raw_xlsx, xlsx

# Pieces of which people's cells are made, so that parsers are met where they work.
WORDS = (
    "120 万元 约 - 至 2026 . 3 年 月 亿 面议 以内 138 12345678 0538- 转 @ 同上 泰安 高新区 新材料 / 、 ； · （ ） TRL "
    "大学 团队 一 百 千 合计 示例 = ' \" １"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", "\u200b", "\ufffd"])
CELLS = st.one_of(
    st.lists(PIECES, max_size=8).map("".join),
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(date(1900, 3, 1), date(2999, 1, 1)),
)


def accounted(kind: str, data: bytes, filename: str) -> Parsed | None:
    """Read; everything said must have a text, and no row may be said twice."""
    try:
        parsed = read_file(kind, data, filename)
    except FileRefused:
        return None
    numbers = [row.row for row in parsed.rows] + [entry.row for entry in (*parsed.skipped, *parsed.set_aside)]
    assert len(numbers) == len(set(numbers))
    for entry in (*parsed.skipped, *parsed.set_aside):
        assert entry.reason.code in MESSAGES
        assert str(entry.reason)
    for warning in parsed.warnings:
        assert str(warning.message)
    json.dumps([str(row.original) for row in parsed.rows], ensure_ascii=False).encode()
    return parsed


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"{", b"\xff\xfe"]),
)
def test_random_bytes(data: bytes, start: bytes):
    accounted("needs", start + data, "a.xlsx")


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_random_cells_as_json_lines(kind: str, data: st.DataObject):
    headers = [field.header for field in load_kind(kind)]
    records = data.draw(st.lists(st.dictionaries(st.sampled_from(headers), CELLS, max_size=12), min_size=1, max_size=5))
    lines = [json.dumps(record, default=str) for record in records]
    parsed = accounted(kind, "\n".join(lines).encode(), "a.jsonl")
    if parsed is not None:
        held = {
            number
            for number, record in enumerate(records, start=1)
            if any(str("" if v is None else v).strip() for v in record.values())
        }
        told = {row.row for row in parsed.rows} | {entry.row for entry in parsed.skipped}
        assert told <= set(range(1, len(records) + 1))
        # A cell of unseen characters only is blank, so some held rows may be none.
        assert held >= told


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=8), kind=st.sampled_from(KINDS))
def test_random_cells_as_csv(rows: list[list[Any]], kind: str):
    text = "\n".join(",".join(str(cell) for cell in row) for row in [[f.header for f in load_kind(kind)][:8], *rows])
    accounted(kind, text.encode("utf-8", "surrogatepass"), "a.csv")


GOOD = xlsx(
    {
        "表": [
            ["2026年汇总"],
            ["企业名称", "技术需求名称", "需求内容", "拟投入资金"],
            ["甲", "除渣", "锌锅", "约80"],
            ["同上", "除尘", "烟气", 5],
        ]
    },
    merges={"表": ["A1:D1"]},
)


@pytest.mark.parametrize("seed", range(60))
def test_mutated_workbooks(seed: int):
    """Bytes of the packed file changed, cut and doubled."""
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 4))
    accounted("needs", bytes(data[: chance.choice([len(data), chance.randrange(100, len(data))])]), "a.xlsx")


@pytest.mark.parametrize("seed", range(60))
def test_mutated_sheets(seed: int):
    """The XML of the sheet changed before it is packed, so that the parser meets it."""
    chance = random.Random(1000 + seed)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
    xml = bytearray(members[name])
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(xml))
        piece = chance.choice(
            [b"<", b">", b'"', b"999999999", b"\x00", b"<row>", b"</c>", b"&amp;", b"&#0;", "坏".encode()]
        )
        xml[at : at + chance.randint(0, 12)] = piece
    accounted("needs", packed(members | {name: bytes(xml)}), "a.xlsx")


@pytest.mark.parametrize(
    "reference", ["A0", "ZZZZZZ1", "A99999999999999999999", "1A", "", "$A$1", "XFD1048576", "A1:B2"]
)
def test_impossible_cell_references(reference: str):
    cell = f'<c r="{reference}" t="inlineStr"><is><t>x</t></is></c>'
    accounted("needs", raw_xlsx(f'<row r="1">{cell}</row>'), "a.xlsx")


@pytest.mark.parametrize("piece", ["（", "1-", "一百", "泰安", "甲"])
@pytest.mark.parametrize("kind", KINDS)
def test_long_cells_take_no_long_time(kind: str, piece: str):
    """No parser searches a long text from each of its signs to its end: a row of the longest cells costs little."""
    headers = [field.header for field in load_kind(kind)]
    text = (piece * 32_000)[:32_000]
    whole = dict.fromkeys(headers, text)
    named = whole | dict.fromkeys((load_kind(kind).fields[name].header for name in load_kind(kind).needed), "名称")
    lines = "\n".join(json.dumps(record) for record in (whole, named))
    begin = perf.process_time()
    accounted(kind, lines.encode(), "a.jsonl")
    assert perf.process_time() - begin < 1.5


@settings(max_examples=400, deadline=None)
@given(cell=st.one_of(CELLS, st.datetimes(), st.times()))
@example(cell="1" * 5000)
@example(cell="约" * 3000)
@example(cell="2026" * 200)
@example(cell="1-" * 2000)
@example(cell=time(9, 30))
@example(cell=datetime(9999, 12, 31, 23, 59))  # noqa: DTZ001 - workbooks know no time zones
@example(cell="-" * 20_000)
@example(cell="１" * 20_000)
@example(cell="一百" * 5000)
@example(cell="a@" * 5000)
def test_every_parser_takes_every_cell(cell: Any):
    for parse in (
        parse_amount,
        parse_window,
        parse_phones,
        parse_credit_code,
        parse_readiness,
        parse_count,
        parse_year,
        parse_yes_no,
    ):
        for warning in parse(cell).warnings:
            assert str(warning)
