"""What all typed drafts share: where a row came from, what was written in it, and what to warn of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchmaker.interchange.messages import Message
from matchmaker.interchange.values.phones import Phone


@dataclass(frozen=True, slots=True)
class RowWarning:
    """Something to check in one row; `field` is a field's name, "" where the whole row is meant."""

    row: int
    field: str
    message: Message


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody. `phones` hold unchecked ones too, as written."""

    name: str = ""
    role: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.name or self.phones or self.emails)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One row as typed values.

    `row` is its number in the file, `external_id` the sender's own identifier, `ordinal` its 序号 (which changes when
    rows are added). `content_key` is the same for the same title and text, `name_key` for the same title or name.
    `original` holds each field's text as written (同上 resolved), `extra` the texts of columns that are no field, by
    header: nothing of a row is lost.
    """

    row: int
    content_key: str
    name_key: str
    external_id: str | None = None
    ordinal: str | None = None
    keywords: tuple[str, ...] = ()
    note: str = ""
    original: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[RowWarning, ...] = ()
