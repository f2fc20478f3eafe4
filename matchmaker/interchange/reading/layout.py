"""Tells rows of data from what stands around them: blank rows, sums, notes, headings, the header again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from matchmaker.interchange.cells import one_line
from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.reading.header import Header
from matchmaker.interchange.reading.sheet import Sheet
from matchmaker.interchange.reading.table import Skipped

SUM = re.compile(r"(合计|总计|小计|共计|累计|总数|本页小计|grand total|sub-?total|total|sum)[:：]?(共?[\d.,]+\D{0,8})?")
FOOTER = re.compile(
    r"(填报人|填表人|填写人|制表人?|审核人?|审批人?|负责人|经办人|分管领导|单位负责人|主要负责人|填报单位|填报日期|填表日期"
    r"|报送单位|报送日期|联系人|联系电话|单位盖章|盖章|签字|注|备注|说明|填表说明|填报说明|附注|note)s?\d*\s*[（(:：]"
)
REPEATED_SHARE = 0.6


class Layout:
    """Judges the rows of one sheet below its header."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.labels = {column.index: folded(column.header) for column in header.columns if column.header}
        self.readings = {column.index: {folded(text) for text in column.readings} for column in header.columns}
        self.titles = {folded(text) for row in range(header.first) for text in sheet.texts(row) if text}
        self.wide = {merge.top for merge in sheet.merges if merge.right > merge.left and merge.top == merge.bottom}

    def judge(self, row: int, texts: Sequence[str]) -> Message | None:
        """Why a row (counted from 0, not blank) is no data, or None if it is."""
        first = next(text for text in texts if text)
        distinct = {text for text in texts if text}
        if SUM.fullmatch(folded(first)):
            return message("row.sum")
        if len(distinct) <= 4 and FOOTER.match(one_line(first)):
            return message("row.footer")
        if self._is_header(texts):
            return message("row.repeated_header")
        if len(distinct) == 1 and folded(first) in self.titles:
            return message("row.title")
        if len(distinct) == 1 and row in self.wide:
            return message("row.heading", text=one_line(first)[:60])
        return None

    def _is_header(self, texts: Sequence[str]) -> bool:
        """Most of the row says what the header says, and nothing of it is in other words."""
        given = {index: folded(text) for index, text in enumerate(texts) if text and index in self.labels}
        same = sum(1 for index, text in given.items() if text in self.readings[index])
        return len(given) >= 2 and same >= REPEATED_SHARE * len(given)


def folded(text: str) -> str:
    """A label as labels are compared: NFKC, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def titles_above(sheet: Sheet, header: Header) -> list[Skipped]:
    """The rows above the header that are not blank."""
    rows = range(0 if sheet.records else header.first)
    return [Skipped(row + 1, message("row.title")) for row in rows if any(sheet.texts(row))]


def blank_run(numbers: Sequence[int]) -> Skipped:
    """Neighbouring blank rows as one entry."""
    return Skipped(numbers[0], message("row.blank", last=numbers[-1]))
