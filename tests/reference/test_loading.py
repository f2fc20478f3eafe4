"""Loading reference lists by name, with and without an operator's own files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matchmaker.reference import BadReferenceFile, UnknownCode, UnknownScheme, load_all, load_scheme, scheme_names


def write(folder: Path, name: str, text: str) -> Path:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_unknown_list_names_the_known_ones():
    with pytest.raises(UnknownScheme) as caught:
        load_scheme("chain")
    assert caught.value.params["name"] == "chain"
    assert "chains" in caught.value.params["known"].split(", ")


@pytest.mark.parametrize("name", ["../data/chains", "chains.toml", "", "/etc/passwd"])
def test_a_path_is_no_name(name: str):
    with pytest.raises(UnknownScheme):
        load_scheme(name)


def test_unknown_code_names_the_known_ones():
    with pytest.raises(UnknownCode) as caught:
        load_scheme("grades").get("great")
    assert caught.value.params == {"scheme": "grades", "code_given": "great", "known": "strong, fair, weak, none"}


def test_override_changes_adds_and_removes_terms(tmp_path: Path):
    write(
        tmp_path,
        "chains",
        """
        remove = ["chinese_medicine"]
        [[term]]
        code = "chemicals"
        zh = "高端化工及新材料"
        [[term]]
        code = "low_altitude"
        zh = "低空经济"
        en = "Low-altitude economy"
        official = true
        valid_from = 2026-01-01
        """,
    )
    shipped, changed = load_scheme("chains"), load_scheme("chains", tmp_path)
    expected = [code for code in shipped.codes if code != "chinese_medicine"] + ["low_altitude"]
    assert list(changed.codes) == expected
    assert changed.get("chemicals").zh == "高端化工及新材料"
    assert changed.get("chemicals").en == shipped.get("chemicals").en
    assert changed.get("low_altitude").valid_from == date(2026, 1, 1)
    assert shipped.get("chemicals").zh == "高端化工"


def test_override_may_replace_the_whole_list(tmp_path: Path):
    write(
        tmp_path, "trl", 'replace = true\nzh = "成熟度"\nen = "Readiness"\n[[term]]\ncode = "a"\nzh = "甲"\nen = "A"\n'
    )
    assert load_scheme("trl", tmp_path).codes == ("a",)


def test_override_may_add_a_list(tmp_path: Path):
    write(tmp_path, "colours", 'zh = "颜色"\nen = "Colours"\n[[term]]\ncode = "red"\nzh = "红"\nen = "Red"\n')
    assert load_scheme("colours", tmp_path).get("red").label("en") == "Red"
    assert "colours" in scheme_names(tmp_path)
    assert "colours" not in scheme_names()


def test_an_edited_override_is_read_again(tmp_path: Path):
    body = 'zh = "颜色"\nen = "Colours"\n[[term]]\ncode = "red"\nzh = "{}"\nen = "Red"\n'
    write(tmp_path, "colours", body.format("红"))
    assert load_scheme("colours", tmp_path).get("red").zh == "红"
    write(tmp_path, "colours", body.format("大红色"))
    assert load_scheme("colours", tmp_path).get("red").zh == "大红色"


def test_zones_may_lie_in_a_county_that_the_operator_added(tmp_path: Path):
    write(tmp_path, "divisions", '[[term]]\ncode = "370999"\nzh = "示例县"\nen = "Example"\nparent = "370900"\n')
    write(tmp_path, "zones", '[[term]]\ncode = "example_zone"\nzh = "示例区"\nen = "Zone"\nparent = "370999"\n')
    assert load_scheme("zones", tmp_path).get("example_zone").parent == "370999"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[term]\n", "Expected"),
        ('colour = "red"\n', "unknown key 'colour'"),
        ('[[term]]\ncode = "x"\nlabel = "y"\n', "unknown term key 'label'"),
        ("[[term]]\ncode = 5\n", "'code' must be of type str"),
        ('[[term]]\nzh = "y"\n', "a term has no code"),
        ('[[term]]\ncode = "x"\nzh = "y"\n', "the term 'x' has no en label"),
        ('[[term]]\ncode = "x"\nzh = "y"\nen = "z"\n[[term]]\ncode = "x"\n', "the code 'x' appears twice"),
        ('[[term]]\ncode = "x"\nzh = "汽车"\nen = "z"\n', "'汽车' names both 'auto' and 'x'"),
        ('[[term]]\ncode = "x"\nzh = "y"\nen = "z"\nparent = "q"\n', "'x' names the unknown parent 'q'"),
        ('remove = ["nothing"]\n', "remove names the unknown code 'nothing'"),
        ('replace = true\nzh = "甲"\n', "the list has no en name"),
    ],
)
def test_a_bad_file_is_named_with_its_problem(tmp_path: Path, text: str, problem: str):
    write(tmp_path, "chains", text)
    with pytest.raises(BadReferenceFile) as caught:
        load_scheme("chains", tmp_path)
    assert "chains.toml" in caught.value.params["file"]
    assert problem in caught.value.params["reason"]


def test_a_check_at_the_start_finds_a_bad_file_among_all(tmp_path: Path):
    assert set(load_all()) == set(scheme_names())
    write(tmp_path, "grades", 'remove = ["nothing"]\n')
    with pytest.raises(BadReferenceFile):
        load_all(tmp_path)
