"""What a form shows again after it was refused."""

from __future__ import annotations

from web.form_state import FormState

ENTERED = FormState(
    {"title": "防垢", "funds": 80, "agreed": True, "left": None, "off": False, "fields": ["a", "b"], "mode": "joint"},
    {"title": "Too short."},
)


def test_values_are_shown_as_they_were_entered() -> None:
    names = ("title", "funds", "left", "off", "never")
    assert [ENTERED.value(name) for name in names] == ["防垢", "80", "", "", ""]


def test_choices_are_kept_one_or_several() -> None:
    assert [ENTERED.has("fields", code) for code in ("a", "b", "c")] == [True, True, False]
    assert (ENTERED.has("mode", "joint"), ENTERED.has("mode", "j"), ENTERED.has("never", "None")) == (
        True,
        False,
        False,
    )
    assert ENTERED.has("funds", "80")


def test_free_words_become_choices_that_mean_themselves() -> None:
    assert ENTERED.pairs("fields") == [("a", "a"), ("b", "b")]
    assert (ENTERED.pairs("mode"), ENTERED.pairs("never")) == ([("joint", "joint")], [])


def test_errors_are_told_where_they_are() -> None:
    assert (ENTERED.error("title"), ENTERED.error("funds")) == ("Too short.", "")
