"""Everything an import says about rows, columns and sheets: a code and parameters, with English source texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchmaker.locale import N_

# code -> English source text; `matchmaker.locale` translates it and fills in the parameters
MESSAGES: dict[str, str] = {
    # About the file
    "sheet.chosen": N_("Read the sheet “%(sheet)s”; its header is in row %(row)s."),
    "sheet.other": N_("The sheet “%(sheet)s” looks like a table too and was not read. Import it separately."),
    "sheet.hidden": N_("The sheet “%(sheet)s” is hidden and was not read."),
    "sheet.oversized": N_("The sheet “%(sheet)s” is too large and was not read."),
    "column.unknown": N_("The column “%(header)s” was not recognised. Its texts are kept with the rows."),
    "column.double": N_("The column “%(header)s” was not used, since “%(other)s” already gives this field."),
    "column.missing": N_("No column for “%(field)s” was found, or it is empty."),
    "column.no_uscc": N_("No credit code is given anywhere; the organizations are kept as “to be verified”."),
    # Rows that are no data
    "row.title": N_("Title above the table."),
    "row.blank": N_("Blank, up to row %(last)s."),
    "row.sum": N_("Sum row."),
    "row.footer": N_("Note or signature below the table."),
    "row.heading": N_("Heading inside the table: %(text)s"),
    "row.repeated_header": N_("The header again."),
    # Rows that are left out
    "row.empty": N_("Neither a title nor a text."),
    "row.no_name": N_("No name."),
    "row.repeat": N_("The same title and text as row %(first)s."),
    "row.repeat_other": N_("The same title and text as row %(first)s, under another organization (%(organization)s)."),
    "row.repeat_name": N_("The same as row %(first)s."),
    "row.same_name": N_("The same name as row %(first)s, with other texts; please check whether it is the same."),
    "row.same_title": N_("The same title as row %(first)s, which is of another organization."),
    "id.repeat": N_("The identifier “%(text)s” is also that of row %(first)s; it was left out here."),
    "row.example": N_("The example row of the template."),
    "row.bad_json": N_("This line is not one JSON object."),
    "row.cell_too_long": N_("The cell in column “%(header)s” has %(length)s characters; at most %(limit)s are taken."),
    "row.state_secret": N_("Marked as touching a state secret: such a need must not be entered here."),
    "row.refused": N_("Not taken: %(problem)s"),
    # Rows and what is known already
    "need.closed": N_("The need %(ref)s is closed and was not changed; reopen it first."),
    "need.similar": N_("Similar to the need %(ref)s of the same enterprise (“%(title)s”); taken as a new one."),
    # Cells
    "cell.ditto_unresolved": N_("“%(text)s” refers to the row above, but there is none."),
    "code.unknown": N_("“%(text)s” is not in the list “%(scheme)s”; it is kept as text."),
    "code.several": N_("Several values (%(text)s); “%(kept)s” was taken."),
    "number.unknown": N_("“%(text)s” is not a number; it is kept as text."),
    "yes_no.unknown": N_("“%(text)s” is neither yes nor no; it is kept as text."),
    "title.from_text": N_("No title; it was taken from the beginning of the text."),
    "title.shortened": N_("The title has %(length)s characters; at most %(limit)s are shown. The rest is kept."),
    "text.missing": N_("Only a title and no text; please ask for a description."),
    "need.advertisement": N_("This reads like an advertisement for “%(text)s”; please check whether it is a need."),
    "need.achievement": N_("This reads like an achievement (“%(text)s”); please check whether it is a need."),
    "organization.missing": N_("No organization is named."),
    # Amounts
    "amount.no_figure": N_("“%(text)s” names no figure; it is kept as text."),
    "amount.about": N_("“%(text)s” was read as about %(value)s (10,000 yuan)."),
    "amount.several": N_("“%(text)s” names several amounts; it is kept as text."),
    "amount.currency": N_("“%(text)s” is not in yuan; it is kept as text."),
    "amount.unknown": N_("“%(text)s” was not understood as an amount; it is kept as text."),
    "amount.large": N_("“%(text)s” was read as %(value)s (10,000 yuan); please check whether yuan were meant."),
    "amount.periodic": N_("“%(text)s” is an amount for a period; %(value)s (10,000 yuan) was taken."),
    "amount.part": N_("Of “%(text)s” the amount of %(value)s (10,000 yuan) was taken."),
    # Places
    "place.unknown": N_("“%(text)s” is not a county or zone of this city; it is kept as text."),
    "place.several": N_("“%(text)s” names several counties; “%(kept)s” was taken."),
    # Times
    "date.unknown": N_("“%(text)s” was not understood as a time; it is kept as text."),
    "date.reversed": N_("“%(text)s” ends before it begins; it is kept as text."),
    "date.ambiguous": N_("“%(text)s” is stored as a number in the file: month %(month)s was read; please check."),
    # Ways of cooperating and fields
    "mode.several": N_("Two or more ways of solving (%(text)s); “%(kept)s” was taken."),
    "field.chain": N_("“%(text)s” is an industry chain, not a field; it was entered as a chain."),
    "field.unknown": N_("“%(text)s” is in none of the field lists; it is kept as text."),
    # Contacts
    "phone.invalid": N_("“%(text)s” is not a valid phone number; it is kept as written."),
    "phone.masked": N_("“%(text)s” is masked; the number itself is missing."),
    "email.invalid": N_("“%(text)s” is not a valid e-mail address; it is kept as text."),
    "uscc.missing": N_("No credit code; the organization is kept as “to be verified”."),
    "uscc.invalid": N_("“%(text)s” is not a valid credit code; the organization is kept as “to be verified”."),
    # Keywords and readiness
    "keywords.many": N_("%(count)s keywords; one to five are asked for."),
    "keywords.long": N_("The keyword “%(text)s” is longer than ten characters."),
    "trl.unknown": N_("“%(text)s” is not a readiness level from 1 to 9; it is kept as text."),
    "trl.range": N_("“%(text)s” names several readiness levels; the lowest was taken."),
    # Experts and achievements
    "year.unknown": N_("“%(text)s” is not a year; it is kept as text."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A code of `MESSAGES` with what fills its placeholders (texts and numbers only)."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English text."""
        return MESSAGES[self.code] % self.params if self.params else MESSAGES[self.code]


def message(code: str, /, **params: str | int) -> Message:
    """A message; KeyError for a code that is not in `MESSAGES` (an error of the program, found by every test)."""
    if code not in MESSAGES:
        raise KeyError(code)
    return Message(code, params)
