"""Official letters as Word documents, laid out after GB/T 9704-2012 (格式 of 公文), built without any template.

A4 with margins of 37, 35, 28 and 26 mm; the issuer's name in red above a red line, the number below it; title in 小标宋
22 pt, text in 仿宋 16 pt with two characters' indent and lines of 28.95 pt; issuer and date at the right with room for
the stamp; the page number at the foot. Fonts are named, not embedded: every office of the addressees has them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from matchmaker.interchange.cells import clean, one_line
from matchmaker.interchange.writing.chinese_dates import chinese_date

BODY, TITLE, HEADING, LATIN = "仿宋", "方正小标宋简体", "黑体", "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
LINE = Pt(28.95)
INDENT = Pt(32)  # two characters of 16 pt
STAMP = Pt(40)  # between text and signature, so that a stamp of 40 mm fits over issuer and date
WIDTH = Mm(210 - 28 - 26)
# What follows the borders within a paragraph's properties: Word insists on the order of the schema.
AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


class OfficialDocument:
    """A letter in the making: parts are added from the top, `content()` gives the file."""

    def __init__(self, *, title: str, issuer: str, made_at: datetime) -> None:
        self._document = Document()
        self._issuer = one_line(clean(issuer))
        about = self._document.core_properties
        about.title, about.author, about.last_modified_by = one_line(clean(title)), self._issuer, self._issuer
        about.created = about.modified = made_at.replace(tzinfo=None)
        about.comments, about.language = "", "zh-CN"
        self._set_up_page()
        self._set_up_text()

    def letterhead(self, number: str) -> None:
        """The issuer in red, the document's number below it, and the red line."""
        head = self._paragraph(align=WD_ALIGN_PARAGRAPH.CENTER, space_after=Pt(12), line=Pt(48))
        run = self._run(head, self._issuer, font=TITLE, size=Pt(34))
        run.font.color.rgb = RED
        below = self._paragraph(align=WD_ALIGN_PARAGRAPH.CENTER, space_after=Pt(20))
        self._run(below, number)
        _red_line(below)

    def title(self, text: str) -> None:
        paragraph = self._paragraph(align=WD_ALIGN_PARAGRAPH.CENTER, space_after=Pt(22), line=Pt(33), style="Heading 1")
        self._run(paragraph, text, font=TITLE, size=Pt(22))

    def addressee(self, text: str) -> None:
        """主送: at the left, without indent."""
        self._run(self._paragraph(), text)

    def paragraph(self, text: str) -> None:
        """Text with two characters' indent; each line of `text` is a paragraph of its own."""
        for line in clean(text).split("\n") or [""]:
            self._run(self._paragraph(indent=INDENT, align=WD_ALIGN_PARAGRAPH.JUSTIFY), line)

    def heading(self, text: str) -> None:
        """A heading of the first level (一、)."""
        paragraph = self._paragraph(indent=INDENT, style="Heading 2")
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text, font=HEADING)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A ruled table; `widths` are parts of the whole width. Its head is repeated on every page."""
        self._paragraph(line=Pt(6))
        table = self._document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(WIDTH * width / sum(widths))
        _mark_row(table.rows[0], "tblHeader")
        self._fill(table.rows[0], heads, widths, font=HEADING)
        for row in rows:
            added = table.add_row()
            _mark_row(added, "cantSplit")
            self._fill(added, row, widths, font=BODY)
        self._paragraph(line=Pt(12))

    def signature(self, dated: date, *, stamp: str = "") -> None:
        """Issuer and date at the right with room for the stamp; `stamp` is what stands in its place (（印章）)."""
        who = self._paragraph(align=WD_ALIGN_PARAGRAPH.RIGHT, space_before=STAMP)
        who.paragraph_format.right_indent = INDENT
        who.paragraph_format.keep_with_next = True
        self._run(who, self._issuer)
        when = self._paragraph(align=WD_ALIGN_PARAGRAPH.RIGHT)
        when.paragraph_format.right_indent = Pt(64)
        self._run(when, chinese_date(dated))
        if stamp:
            mark = self._paragraph(align=WD_ALIGN_PARAGRAPH.RIGHT)
            mark.paragraph_format.right_indent = Pt(64)
            self._run(mark, stamp).font.color.rgb = RGBColor(0x99, 0x99, 0x99)

    def note(self, text: str) -> None:
        """附注: in brackets, below the date."""
        self._run(self._paragraph(indent=INDENT, space_before=Pt(14)), text)

    def new_page(self) -> None:
        self._paragraph().add_run().add_break(WD_BREAK.PAGE)

    def content(self) -> bytes:
        """The .docx file."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _set_up_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text in ("— ", None, " —"):
            run = foot.add_run(text or "")
            _named(run, "宋体", Pt(14))
            if text is None:
                _page_number(run)

    def _set_up_text(self) -> None:
        for name, font in (("Normal", BODY), ("Heading 1", TITLE), ("Heading 2", HEADING)):
            style: Any = self._document.styles[name]
            style.font.name, style.font.size, style.font.bold = LATIN, Pt(16), False
            style.font.color.rgb = RGBColor(0, 0, 0)
            _east_asian(style.element.get_or_add_rPr(), font)
            _simplified_chinese(style.element.get_or_add_rPr())
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)

    def _paragraph(
        self,
        *,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
        indent: Pt | None = None,
        space_before: Pt | None = None,
        space_after: Pt | None = None,
        line: Pt = LINE,
        style: str = "Normal",
    ) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        paragraph.alignment = align
        layout = paragraph.paragraph_format
        layout.first_line_indent, layout.space_before, layout.space_after = indent, space_before, space_after
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, line
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, *, font: str = BODY, size: Pt = Pt(16)) -> Run:  # noqa: B008
        run = paragraph.add_run(one_line(clean(text)) if "\n" not in text else clean(text))
        _named(run, font, size)
        return run

    def _fill(self, row: Any, texts: Sequence[str], widths: Sequence[int], *, font: str) -> None:
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = int(WIDTH * width / sum(widths))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            paragraph.paragraph_format.line_spacing = Pt(20)
            _named(paragraph.add_run(clean(text)), font, Pt(12))


def _named(run: Run, font: str, size: Pt) -> None:
    run.font.name, run.font.size = LATIN, size
    _east_asian(run._element.get_or_add_rPr(), font)


def _east_asian(properties: Any, font: str) -> None:
    """The font of Chinese signs: python-docx names that of Latin letters only."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{part}"), None)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), font)


def _simplified_chinese(properties: Any) -> None:
    """Punctuation stands at the lower left of its square, as on the mainland."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    properties.append(language)


def _red_line(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def _page_number(run: Run) -> None:
    for kind in ("begin", None, "end"):
        part = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            part.text = "PAGE"
        else:
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def _mark_row(row: Any, name: str) -> None:
    """Let a row be repeated on every page (tblHeader), or stay on one (cantSplit)."""
    mark = OxmlElement(f"w:{name}")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
