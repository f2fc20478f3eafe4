"""Messages: every code has a text, every text is used, parameters fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import matchmaker
from matchmaker.interchange.messages import MESSAGES, Message, message

PACKAGE = Path(matchmaker.__file__).parent
# Codes that are chosen at run time stand as texts beside the call.
CODE = re.compile(
    r'"((?:sheet|column|row|cell|code|number|yes_no|title|text|need|organization|amount|place|date|mode|field|phone|email'
    r'|uscc|keywords|trl|id|year)\.[a-z_]+)"'
)


def test_every_code_is_used_and_every_code_the_importer_uses_has_a_text():
    texts = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "messages.py"}
    used = {path: set(CODE.findall(text)) for path, text in texts.items()}
    # Services add a few of their own, and use words of this form for other things too.
    assert set(MESSAGES) <= set().union(*used.values())
    assert set().union(*(codes for path, codes in used.items() if "interchange" in path.parts)) <= set(MESSAGES)


def test_an_unknown_code_is_an_error_of_the_program():
    with pytest.raises(KeyError):
        message("row.unheard_of")


def test_a_message_renders_in_english():
    assert str(message("row.repeat", first=7)) == "The same title and text as row 7."
    assert str(message("row.sum")) == "Sum row."
    assert message("row.repeat", first=7) == Message("row.repeat", {"first": 7})
