"""The second step: which column was taken for what, to be corrected."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.interchange import Looked
from matchmaker.interchange.cells import text_of
from matchmaker.interchange.mapping.fields import load_kind
from matchmaker.services.importing.parked import Parked, amend_parked
from matchmaker.services.importing.upload import folder_of, look_at_parked
from web.navigation import ORGANIZERS
from web.pages.console.imports.steps import field_name, message_words, parked_of, step_page
from web.session import application, reading, require

SAMPLES = 3
LONGEST_SAMPLE = 80
# A mere likeness below this is marked to be checked.
SURE = 0.9


@require(*ORGANIZERS)
def show(job: str) -> ResponseReturnValue:
    parked = parked_of(job)
    looked = look_at_parked(settings=application().settings, parked=parked)
    fields = [(field.name, field_name(parked.kind, field.name)) for field in load_kind(parked.kind)]
    with reading() as work:
        return step_page(
            work,
            "mapping",
            parked.kind,
            token=parked.token,
            file=file_facts(parked, looked),
            columns=columns_of(looked),
            fields=fields,
            problems=[message_words({"code": note.code, "params": note.params}) for note in looked.notes],
        )


def file_facts(parked: Parked, looked: Looked) -> dict[str, Any]:
    return {
        "name": parked.filename,
        "sheet": looked.table.sheet,
        "sheets": list(looked.sheets),
        "header_row": looked.table.header_row,
        "rows": len(looked.table.rows),
    }


def columns_of(looked: Looked) -> list[dict[str, Any]]:
    """Every column with examples and the field it was taken for."""
    found = {match.column: match for match in looked.mapping.mapped}
    ignored = {each.column for each in looked.mapping.unmapped if each.ignored}
    return [
        {
            "index": position,
            "header": column.header,
            "samples": samples(looked, position),
            "field": found[position].field if position in found else "",
            "sure": position in ignored or (position in found and found[position].confidence >= SURE),
        }
        for position, column in enumerate(looked.table.columns)
    ]


def samples(looked: Looked, position: int) -> list[str]:
    texts = (text_of(row.cells[position]).strip() for row in looked.table.rows)
    distinct = dict.fromkeys(text[:LONGEST_SAMPLE] for text in texts if text)
    return list(distinct)[:SAMPLES]


@require(*ORGANIZERS)
def keep(job: str) -> ResponseReturnValue:
    """Another sheet is looked at anew; else on to the rows."""
    parked = parked_of(job)
    folder = folder_of(application().settings)
    looked = look_at_parked(settings=application().settings, parked=parked)
    sheet = request.form.get("sheet")
    if sheet is not None and sheet != looked.table.sheet and sheet in looked.sheets:
        amend_parked(folder=folder, parked=parked, sheet=sheet, mapping={}, job=None)
        return redirect(url_for("imports.columns", job=job), 303)
    chosen = {
        name_of_column(looked, position): request.form[f"column-{position}"]
        for position in range(len(looked.table.columns))
        if f"column-{position}" in request.form
    }
    parked = amend_parked(folder=folder, parked=parked, mapping=chosen, job=None)
    look_at_parked(settings=application().settings, parked=parked)  # an unknown field is refused here
    return redirect(url_for("imports.preview", job=job), 303)


def name_of_column(looked: Looked, position: int) -> str:
    """The header where it names one column only, else the letter."""
    column = looked.table.columns[position]
    headers = [each.header for each in looked.table.columns]
    return column.header if column.header and headers.count(column.header) == 1 else column.letter
