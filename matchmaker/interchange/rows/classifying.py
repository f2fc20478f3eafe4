"""Reads the fields and chains of a row; a chain that stands among the fields is moved, not lost."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.interchange.rows.row_reader import RowReader
from matchmaker.interchange.values.codes import parse_codes
from matchmaker.interchange.values.read import Coded
from matchmaker.interchange.values.technical_fields import parse_fields


@dataclass(frozen=True, slots=True)
class Classified:
    """Coded fields (each with its scheme) and chains; `subfields` and `other_fields` are texts of no list."""

    fields: tuple[Coded, ...] = ()
    chains: tuple[Coded, ...] = ()
    subfields: tuple[str, ...] = ()
    other_fields: tuple[str, ...] = ()


def read_classified(reader: RowReader) -> Classified:
    """What the columns for fields and chains say, chains of both columns together."""
    chains = reader.lists.scheme("chains")
    read = reader.take("fields", lambda text: parse_fields(text, reader.lists.fields, chains))
    given = reader.take("chains", lambda text: parse_codes(text, chains))
    together = {chain.code: chain for chain in (*given, *read.chains)}
    return Classified(read.fields, tuple(together.values()), read.subfields, read.unknown)
