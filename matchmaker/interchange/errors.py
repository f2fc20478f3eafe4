"""Why a whole file is refused, or why a table cannot be written. Rows have messages instead (`messages.py`).

A parameter `problem` is a source text of the catalogues itself, marked where it is raised.
"""

from __future__ import annotations

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_


class FileRefused(MatchmakerError):
    """Base: nothing of the file was read. `params` always hold `filename`."""

    code = "interchange.refused"
    message = N_("The file %(filename)s cannot be read.")


class FileTooLarge(FileRefused):
    """`params`: filename, size, limit (both in MB)."""

    code = "interchange.too_large"
    message = N_(
        "The file %(filename)s has %(size)s MB; at most %(limit)s MB are taken. Split it, or take pictures out of it."
    )


class FileEmpty(FileRefused):
    """`params`: filename."""

    code = "interchange.empty"
    message = N_("The file %(filename)s is empty. Choose the file again.")


class WrongFormat(FileRefused):
    """Not a format that can be imported. `params`: filename, problem (what the content is)."""

    code = "interchange.wrong_format"
    message = N_(
        "The file %(filename)s is %(problem)s. Open it in Excel or WPS, save it as .xlsx or .csv, and import that file."
    )


class PasswordProtected(FileRefused):
    """`params`: filename."""

    code = "interchange.password"
    message = N_("The workbook %(filename)s is protected by a password. Save a copy without the password.")


class FileDamaged(FileRefused):
    """`params`: filename, problem."""

    code = "interchange.damaged"
    message = N_(
        "The file %(filename)s is damaged (%(problem)s). Open it in Excel or WPS, save it as a new .xlsx file, and try "
        "again."
    )


class QuoteNeverCloses(FileRefused):
    """A quoted text that goes on to the end of the file would swallow every row after it. `params`: filename, row."""

    code = "interchange.open_quote"
    message = N_(
        "In %(filename)s, a quotation mark opens in row %(row)s and is never closed. Close it or take it out, or save "
        "the file as .xlsx."
    )


class ArchiveRefused(FileRefused):
    """A workbook whose packing is not that of a workbook (a bomb). `params`: filename, problem."""

    code = "interchange.archive"
    message = N_(
        "The workbook %(filename)s is refused: %(problem)s. Copy its cells into a new workbook and import that one."
    )


class TooMuchData(FileRefused):
    """More rows, columns, cells or text than can be taken at once. `params`: filename, problem, found, limit."""

    code = "interchange.too_much"
    message = N_(
        "The file %(filename)s has %(problem)s (%(found)s; at most %(limit)s are taken at once). Delete empty rows "
        "and columns, or split the file."
    )


class EncodingUnknown(FileRefused):
    """Text that is neither UTF-8 nor GB 18030. `params`: filename, position (byte)."""

    code = "interchange.encoding"
    message = N_(
        "The text file %(filename)s is neither UTF-8 nor GBK (byte %(position)s). Save it as .xlsx or as “CSV UTF-8”."
    )


class NoTableFound(FileRefused):
    """No sheet holds anything. `params`: filename."""

    code = "interchange.no_table"
    message = N_("No visible sheet of %(filename)s holds a table. Unhide the sheet, or choose another file.")


class SheetUnknown(FileRefused):
    """The asked sheet is not there. `params`: filename, sheet, known."""

    code = "interchange.sheet_unknown"
    message = N_("%(filename)s has no sheet “%(sheet)s”. Its visible sheets: %(known)s.")


class ColumnsMissing(FileRefused):
    """No column could be taken for what a row needs at least. `params`: filename, sheet, row, columns, needed."""

    code = "interchange.columns_missing"
    message = N_(
        "No column of sheet “%(sheet)s” in %(filename)s was recognised as %(needed)s. Row %(row)s was taken as the "
        "header: %(columns)s. Say which column is which (on the screen, or with --map HEADER=FIELD)."
    )


class KindUnknown(MatchmakerError):
    """No such kind of table. `params`: kind, known."""

    code = "interchange.kind_unknown"
    message = N_("There is no kind of table “%(kind)s”. Known kinds: %(known)s.")


class MappingRefused(MatchmakerError):
    """A correction of the header mapping cannot be used. `params`: given, problem, known."""

    code = "interchange.mapping"
    message = N_("The column mapping “%(given)s” cannot be used: %(problem)s. Known: %(known)s.")


class CellTooLong(MatchmakerError):
    """A workbook cell holds at most 32,767 characters. `params`: column, row, length."""

    code = "interchange.cell_too_long"
    message = N_(
        "The text in column “%(column)s”, row %(row)s has %(length)s characters; a workbook cell holds 32,767. Shorten "
        "it, or export as CSV."
    )
