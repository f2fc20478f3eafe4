"""The Chinese catalogue is whole: every message of the project has its text, none is uncertain."""

from __future__ import annotations

import pytest

from matchmaker.locale.catalogues import DEFAULT_LOCALE, SOURCE_LOCALE, translations
from web.catalogue import SOURCES, extract, problems


@pytest.mark.parametrize("package", SOURCES)
def test_no_message_lacks_a_chinese_text_and_none_is_uncertain(package: str) -> None:
    assert problems([package]) == []


def test_messages_of_typed_errors_are_found() -> None:
    ids = {message.id for message in extract()}
    assert "Too many attempts. Please wait %(seconds)s seconds and try again." in ids
    assert "Skip to the content" in ids


def test_the_source_locale_says_the_message_itself() -> None:
    assert translations(SOURCE_LOCALE).gettext("Skip to the content") == "Skip to the content"
    assert translations(DEFAULT_LOCALE).gettext("Skip to the content") == "跳到正文"
