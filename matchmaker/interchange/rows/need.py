"""A row as a draft of a need: what an enterprise looks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from matchmaker.identity import content_key, folded
from matchmaker.interchange.cells import one_line
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.classifying import read_classified
from matchmaker.interchange.rows.drafts import Contact, Draft
from matchmaker.interchange.rows.organization import OrganizationRow, employer, organization_name
from matchmaker.interchange.rows.reaching import read_contact
from matchmaker.interchange.rows.row_reader import RowReader
from matchmaker.interchange.rows.suspicion import suspicion
from matchmaker.interchange.values.amounts import Amount, header_unit, parse_amount
from matchmaker.interchange.values.codes import parse_code, parse_codes
from matchmaker.interchange.values.cooperation import parse_cooperation
from matchmaker.interchange.values.keywords import parse_keywords
from matchmaker.interchange.values.read import Coded
from matchmaker.interchange.values.windows import Window, parse_window
from matchmaker.interchange.values.yes_no import parse_yes_no

LONGEST_TITLE = 300
LONGEST_MADE_TITLE = 40
TEXT_FIELDS = ("problem", "indicators", "goal", "background")

# A label at the head of a text (需求内容：) is no part of a title made of it.
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,2}[、.．]\s*)?[^：:。；\n]{0,12}[：:]\s*(?=\S)|^[(（]?\d{1,2}[)）.、．]\s*"
)
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow(Draft):
    """A need. `problem` holds the text where a table has one column for all.

    `mode` is one way of solving (group “solving” of `cooperation_modes`), `wishes` are of its group “wish”. `funds`
    are in 万元. `organization` is the enterprise with what the row says of it; None where the row names none.
    """

    title: str
    problem: str = ""
    indicators: str = ""
    goal: str = ""
    background: str = ""
    fields: tuple[Coded, ...] = ()
    chains: tuple[Coded, ...] = ()
    subfields: tuple[str, ...] = ()
    other_fields: tuple[str, ...] = ()
    funds: Amount | None = None
    mode: Coded | None = None
    wishes: tuple[Coded, ...] = ()
    activity_kind: Coded | None = None
    window: Window | None = None
    wanted_partners: str = ""
    confidentiality: Coded | None = None
    intake: Coded | None = None
    organization: OrganizationRow | None = None
    contact: Contact = field(default_factory=Contact)

    @property
    def text(self) -> str:
        """All texts but the title, those that are not blank, a line between."""
        return "\n".join(text for text in (self.problem, self.indicators, self.goal, self.background) if text)


def read_need(reader: RowReader) -> NeedRow | Skipped:
    """A row of a table of needs."""
    title, texts = _title_and_texts(reader)
    if not title:
        return Skipped(reader.number, message("row.empty"))
    if reader.take_cell("state_secret", parse_yes_no):
        return Skipped(reader.number, message("row.state_secret"))
    whole = "\n".join(text for text in texts.values() if text)
    _warn_of_content(reader, title, whole)
    classified = read_classified(reader)
    cooperation = reader.lists.scheme("cooperation_modes")
    modes = reader.take("cooperation_mode", lambda text: parse_cooperation(text, cooperation))
    wishes = reader.take("wishes", lambda text: parse_codes(text, cooperation))
    organization = _organization(reader)
    kinds, intakes = reader.lists.scheme("need_kinds"), reader.lists.scheme("intake_sources")
    unit = header_unit(reader.header("funds"))
    return NeedRow(
        row=reader.number,
        content_key=content_key(title, whole),
        name_key=folded(title),
        external_id=reader.line("external_id") or None,
        ordinal=reader.line("ordinal") or None,
        title=title,
        problem=texts["problem"],
        indicators=texts["indicators"],
        goal=texts["goal"],
        background=texts["background"],
        keywords=reader.take("keywords", parse_keywords),
        fields=classified.fields,
        chains=classified.chains,
        subfields=classified.subfields,
        other_fields=classified.other_fields,
        funds=reader.take_cell("funds", lambda cell: parse_amount(cell, unit)),
        mode=modes.mode,
        wishes=tuple({wish.code: wish for wish in (*modes.wishes, *wishes)}.values()),
        activity_kind=reader.take("activity_kind", lambda text: parse_code(text, kinds)),
        window=_window(reader),
        wanted_partners=reader.line("wanted_partners"),
        confidentiality=_confidentiality(reader),
        intake=reader.take("intake", lambda text: parse_code(text, intakes)),
        organization=organization,
        contact=organization.contact if organization is not None else read_contact(reader),
        note=reader.text("note"),
        original=reader.original,
        extra=reader.extra,
        warnings=tuple(reader.warnings),
    )


def _title_and_texts(reader: RowReader) -> tuple[str, dict[str, str]]:
    """The title, made of the text where it is missing and shortened where it is too long; and the texts by field."""
    title = one_line(reader.text("title"))
    texts = {name: _unquoted(reader.text(name)) for name in TEXT_FIELDS}
    whole = "\n".join(text for text in texts.values() if text)
    if not title and whole:
        title = made_title(whole)
        reader.warn("title", message("title.from_text"))
    if len(title) > LONGEST_TITLE:
        reader.warn("title", message("title.shortened", length=len(title), limit=LONGEST_TITLE))
        # What is cut off must be found in the text.
        texts["problem"] = "\n".join(text for text in (title, texts["problem"]) if text)
        title = title[: LONGEST_TITLE - 1] + "…"
    return title, texts


def made_title(text: str) -> str:
    """The first sentence of a text, without a label, at most 40 characters."""
    sentence = _SENTENCE_END.split(_LABEL.sub("", text.strip(), count=1).strip(), maxsplit=1)[0]
    line = one_line(sentence) or one_line(text)
    return line if len(line) <= LONGEST_MADE_TITLE else line[: LONGEST_MADE_TITLE - 1] + "…"


def _unquoted(text: str) -> str:
    """A text without a pair of straight quotes around the whole, which a copied CSV cell leaves."""
    inner = text[1:-1]
    return inner.strip() if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in inner else text


def _warn_of_content(reader: RowReader, title: str, text: str) -> None:
    if not text:
        reader.warn("problem", message("text.missing"))
    suspected = suspicion(title, text)
    if suspected is not None:
        reader.warn("title", suspected)


def _organization(reader: RowReader) -> OrganizationRow | None:
    name = organization_name(reader.text("organization"))
    if not name:
        # A table without such a column says so once, for the file.
        if reader.has("organization"):
            reader.warn("organization", message("organization.missing"))
        return None
    return employer(reader, name)


def _window(reader: RowReader) -> Window | None:
    """The window of one column, or of one for its beginning and one for its end."""
    window = reader.take_cell("window", parse_window)
    start = reader.take_cell("start", lambda cell: parse_window(cell, base="start"))
    end = reader.take_cell("end", lambda cell: parse_window(cell, base="end"))
    if start is None and end is None:
        return window
    parts = [part for part in (start, end) if part is not None]
    first = start.start if start is not None else None
    last = end.end if end is not None else None
    text = " - ".join(part.text for part in parts)
    if first is not None and last is not None and last < first:
        reader.warn("end", message("date.reversed", text=text))
        return Window(None, None, None, "unclear", text)
    if first is None and last is None:
        return window or Window(None, None, parts[0].months, parts[0].meaning, text)
    return Window(first, last, None, "dated", text)


def _confidentiality(reader: RowReader) -> Coded | None:
    """A level; where the column only asks yes or no, its header says what yes means."""
    text = reader.line("confidentiality")
    answer = parse_yes_no(text)
    if answer.value is not None and not reader.lists.scheme("confidentiality_levels").find(text):
        about_secrecy = "密" in reader.header("confidentiality")
        code = (
            ("confidential" if about_secrecy else "public")
            if answer.value
            else ("public" if about_secrecy else "county")
        )
        return Coded("confidentiality_levels", code, text)
    levels = reader.lists.scheme("confidentiality_levels")
    return reader.take("confidentiality", lambda given: parse_code(given, levels))
