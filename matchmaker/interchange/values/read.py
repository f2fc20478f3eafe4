"""What every value parser returns: the value it understood, if any, and what the user should know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from matchmaker.interchange.messages import Message

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[Value_co]):
    """A parsed value with its warnings. The parser's caller keeps the original text whatever the outcome."""

    value: Value_co
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded value of a reference list; `text` is the part of the cell that it was read from."""

    scheme: str
    code: str
    text: str = ""
