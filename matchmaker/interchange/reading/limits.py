"""What an uploaded file may cost: every bound that is checked before or while a file is read."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.locale import N_

MB = 1 << 20

# What may be too much -> how it is said
TOO_MUCH: dict[str, str] = {
    "rows": N_("too many rows"),
    "columns": N_("too many columns"),
    "cells": N_("too many cells"),
    "characters": N_("too much text"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file.

    Sizes are in bytes. `ratio` (unpacked to packed) is asked only of archives that unpack to more than 4 MB, since
    small ones may be well packed and harm nobody. `rows` counts the rows of a sheet, titles included; `cells` and
    `characters` count all visible sheets together. `seconds` and `memory` bound the separate process that parses
    workbooks. `header_rows` is how far down the header is looked for.
    """

    file_bytes: int = 20 * MB
    unpacked_bytes: int = 100 * MB
    ratio: int = 200
    members: int = 2000
    sheets: int = 40
    rows: int = 20_000
    columns: int = 200
    cells: int = 1_000_000
    characters: int = 20_000_000
    cell_characters: int = 32_767
    header_rows: int = 40
    seconds: float = 20.0
    memory: int = 512 * MB
