"""The invented demo data is consistent, marked as an example, and as uneven as a real campaign."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

import matchmaker.demo
from matchmaker.reference import load_scheme

Row = dict[str, Any]

FOLDER = Path(matchmaker.demo.__file__).parent
MAY_NOT_BE_ASKED = {"retired", "no_consent"}
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-－ ]\d{7,8}|400[-－ ]?\d{3}[-－ ]?\d{4})(?!\d)")
USCC = re.compile(r"(?<![0-9A-Z])9[0-9]{7}[0-9A-Z]{10}(?![0-9A-Z])")


def files() -> list[Path]:
    return [*sorted(FOLDER.glob("institutions_*.toml")), *sorted((FOLDER / "trades").glob("*.toml"))]


def rows() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for path in files():
        for name, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[name].extend(value)
    return found


DATA = rows()
BY_KEY: dict[str, Row] = {
    row["key"]: row for kind in ("institution", "expert", "achievement", "enterprise", "need") for row in DATA[kind]
}
COUNTY = {row["key"]: row["county"] for row in DATA["enterprise"]}
CONFLICTS = {(expert, enterprise) for expert, enterprise, _ in DATA["conflicts"]}


def keys(kind: str) -> set[str]:
    return {row["key"] for row in DATA[kind]}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def length(need: Row) -> int:
    return sum(len(need[part]) for part in ("title", "problem", "indicators", "goal"))


def test_only_the_known_tables_stand_in_the_files() -> None:
    tables = {"institution", "expert", "achievement", "enterprise", "need", "cooperating", "conflicts"}
    assert set(DATA) == tables


def test_a_key_stands_once_and_tells_its_half_and_its_kind() -> None:
    counted = Counter(row["key"] for kind in DATA if kind not in {"cooperating", "conflicts"} for row in DATA[kind])
    assert [key for key, count in counted.items() if count > 1] == []
    part = {"institution": "inst", "expert": "exp", "achievement": "ach", "enterprise": "ent", "need": "need"}
    assert [
        row["key"]
        for kind, word in part.items()
        for row in DATA[kind]
        if not re.fullmatch(rf"[ab]-{word}-[a-z0-9]+(?:-[a-z0-9]+)*", row["key"])
    ] == []


def references() -> Iterator[tuple[str, str, set[str]]]:
    institutions, experts, enterprises = keys("institution"), keys("expert"), keys("enterprise")
    for row in DATA["expert"]:
        yield row["key"], row["institution"], institutions
        if "second_institution" in row:
            yield row["key"], row["second_institution"], institutions - {row["institution"]}
    for row in DATA["achievement"]:
        yield row["key"], row["owner"], experts | institutions
    for row in DATA["need"]:
        yield row["key"], row["enterprise"], enterprises
        for partner in row["partners"]:
            yield row["key"], partner, experts | keys("achievement")
        if "outcome" in row:
            yield row["key"], row["outcome"]["expert"], experts
    for enterprise, expert in DATA["cooperating"]:
        yield "cooperating", enterprise, enterprises
        yield "cooperating", expert, experts
    for expert, enterprise, _ in DATA["conflicts"]:
        yield "conflicts", expert, experts
        yield "conflicts", enterprise, enterprises


def test_every_reference_resolves() -> None:
    assert [(where, key) for where, key, known in references() if key not in known] == []


def test_a_school_belongs_to_its_institution() -> None:
    assert [
        (row["key"], row["school"])
        for row in DATA["expert"]
        if row["school"] not in BY_KEY[row["institution"]]["schools"]
    ] == []


def test_every_name_is_marked_as_an_example() -> None:
    named = [row for kind in ("institution", "expert", "enterprise") for row in DATA[kind]]
    assert [row["name"] for row in named if not row["name"].endswith("（示例）")] == []


def test_names_of_enterprises_and_institutions_are_not_shared() -> None:
    counted = Counter(row["name"] for kind in ("institution", "enterprise") for row in DATA[kind])
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_file_holds_no_phone_number_no_credit_code_and_no_real_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert PHONE.findall(text) == []
    assert USCC.findall(text) == []
    hosts = [host for host, _ in re.findall(r"https?://([\w.-]+)([^\s\"]*)", text)]
    hosts += re.findall(r'(?m)^email_domain = "([^"]+)"', text)
    assert [host for host in hosts if not host.endswith(".example")] == []


def unknown(scheme: str, kinds: tuple[str, ...], field: str, *, empty: bool = False) -> list[tuple[str, str]]:
    labels = {term.zh for term in load_scheme(scheme)} | ({""} if empty else set())
    values = [(row["key"], row[field]) for kind in kinds for row in DATA[kind]]
    flat = [(key, one) for key, value in values for one in (value if isinstance(value, list) else [value])]
    return [(key, one) for key, one in flat if one not in labels]


def test_coded_values_are_labels_of_the_reference_data() -> None:
    assert unknown("fields_form12", ("expert", "achievement", "need"), "fields") == []
    assert unknown("chains", ("enterprise",), "chains") == []
    assert unknown("need_kinds", ("need",), "kind", empty=True) == []
    assert unknown("cooperation_modes", ("need",), "mode", empty=True) == []
    assert unknown("intake_sources", ("need",), "source") == []
    outcomes = [row["outcome"] for row in DATA["need"] if "outcome" in row]
    assert {one["level"] for one in outcomes} <= {term.zh for term in load_scheme("outcome_levels")}
    assert {one["kind"] for one in outcomes} <= {term.zh for term in load_scheme("contract_kinds")}


def test_codes_are_codes_of_the_reference_data() -> None:
    needs, experts = DATA["need"], DATA["expert"]
    assert {row["state"] for row in needs} <= set(load_scheme("need_states").codes)
    assert {row["result"] for row in needs if "result" in row} <= set(load_scheme("need_results").codes)
    assert {row["confidentiality"] for row in needs} <= set(load_scheme("confidentiality_levels").codes)
    assert {row["basis"] for row in experts} <= set(load_scheme("profile_basis").codes)
    assert {row["kind"] for row in experts} <= set(load_scheme("expert_kinds").codes)
    assert {row["status"] for row in experts} <= {"active"} | MAY_NOT_BE_ASKED
    assert {row["kind"] for row in DATA["institution"]} == {"university", "institute"}
    assert {row["trl"] for row in DATA["achievement"]} <= set(range(1, 10))


def test_an_enterprise_lies_in_a_county_and_its_zone_inside_it() -> None:
    counties = {term.code for term in load_scheme("divisions")} - {"370900"}
    assert set(COUNTY.values()) <= counties
    zones = {term.zh: term.parent for term in load_scheme("zones")}
    assert [
        row["key"]
        for row in DATA["enterprise"]
        if "zone" in row and zones.get(row["zone"]) not in {row["county"], "370900"}
    ] == []


def test_experts_have_a_plausible_profile() -> None:
    assert [row["key"] for row in DATA["expert"] if (row["kind"] == "person") != ("birth_year" in row)] == []
    directions = [(row["key"], text) for row in DATA["expert"] for text in row["directions"]]
    assert [one for one in directions if not 15 <= len(one[1]) <= 60] == []
    assert [row["key"] for row in DATA["expert"] if not 2 <= len(row["directions"]) <= 4] == []
    dated = [row for row in DATA["expert"] if isinstance(row["available"], list)]
    days = [(row["key"], day) for row in dated for day in row["available"]]
    assert [one for one in days if not date(2026, 12, 1) <= one[1] <= date(2027, 3, 31)] == []
    assert [row["key"] for row in DATA["expert"] if row["updated"] > date(2026, 11, 30)] == []


def test_texts_have_the_length_of_a_profile() -> None:
    assert [row["key"] for row in DATA["achievement"] if not 60 <= len(row["text"]) <= 200] == []
    assert [row["key"] for row in DATA["enterprise"] if not 60 <= len(row["profile"]) <= 150] == []


def test_state_result_and_outcome_of_a_need_agree() -> None:
    assert [row["key"] for row in DATA["need"] if (row["state"] == "closed") != ("result" in row)] == []
    assert [row["key"] for row in DATA["need"] if (row.get("result") == "solved") != ("outcome" in row)] == []
    closed_round = [row for row in DATA["need"] if row["round"] == 1]
    assert {(row["state"], row["posted"].year) for row in closed_round} == {("closed", 2025)}
    running = [row["posted"] for row in DATA["need"] if row["round"] == 2]
    assert date(2026, 3, 1) <= min(running) <= max(running) <= date(2026, 11, 30)


def test_a_solved_need_was_solved_by_one_of_its_partners() -> None:
    solved = [row for row in DATA["need"] if "outcome" in row]
    assert [row["key"] for row in solved if row["outcome"]["expert"] not in row["partners"]] == []
    assert [row["key"] for row in solved if row["outcome"]["amount_wan"] <= 0] == []


def test_nobody_is_a_partner_who_may_not_be_asked() -> None:
    wrong = []
    for need in DATA["need"]:
        for partner in need["partners"]:
            owner = BY_KEY[partner].get("owner", partner)
            refused = BY_KEY[owner].get("status") in MAY_NOT_BE_ASKED
            if refused or (owner, need["enterprise"]) in CONFLICTS:
                wrong.append((need["key"], partner))
    assert wrong == []


def test_a_confidential_need_has_a_public_version_that_gives_nothing_away() -> None:
    confidential = [row for row in DATA["need"] if row["confidentiality"] == "confidential"]
    assert confidential
    assert [row["key"] for row in confidential if not (row.get("public_title") and row.get("public_text"))] == []
    shown = {row["key"]: row["public_title"] + row["public_text"] for row in confidential}
    leaks = [(row["key"], word) for row in confidential for word in row["keywords"][:2] if word in shown[row["key"]]]
    assert leaks == []


def test_the_set_is_as_large_as_promised() -> None:
    smallest = {"institution": 20, "expert": 100, "enterprise": 100, "need": 150, "achievement": 100}
    assert {kind: len(DATA[kind]) for kind in smallest if len(DATA[kind]) < smallest[kind]} == {}


def test_about_half_of_the_needs_have_no_partner_and_a_third_is_last_years() -> None:
    needs = DATA["need"]
    assert 0.4 <= sum(not row["partners"] for row in needs) / len(needs) <= 0.6
    assert 0.2 <= sum(row["round"] == 1 for row in needs) / len(needs) <= 0.4
    assert 0.3 <= sum(row["kind"] == "team" for row in DATA["expert"]) / len(DATA["expert"]) <= 0.5


def test_one_county_is_far_ahead_and_one_nearly_empty() -> None:
    per_county = Counter(COUNTY[row["enterprise"]] for row in DATA["need"])
    ordered = [code for code, _ in per_county.most_common()]
    assert (ordered[0], ordered[-1]) == ("370982", "370923")
    assert per_county["370923"] * 5 < per_county["370982"]
    assert len(ordered) == 6


def test_needs_are_as_uneven_as_real_ones() -> None:
    lengths = [length(row) for row in DATA["need"]]
    assert 150 <= median(lengths) <= 280
    assert sum(size < 70 for size in lengths) >= 10
    assert sum(size > 500 for size in lengths) >= 6
    assert sum(not row["problem"] for row in DATA["need"]) >= 3
    assert sum(not row["indicators"] for row in DATA["need"]) / len(lengths) >= 0.3


def test_the_special_cases_of_a_real_registry_are_there() -> None:
    people = defaultdict(set)
    for row in DATA["expert"]:
        people[row["name"]].add(row["institution"])
    assert "李承泽（示例）" in {name for name, where in people.items() if len(where) == 2}
    assert sum("second_institution" in row for row in DATA["expert"]) >= 1
    assert {"retired", "no_consent"} <= {row["status"] for row in DATA["expert"]}
    assert sum(not row["verified"] for row in DATA["enterprise"]) >= 1
    assert DATA["cooperating"]
    assert CONFLICTS
    stale = [row for row in DATA["expert"] if row["status"] == "active" and row["updated"] < date(2024, 11, 1)]
    assert len(stale) >= 3
    notes = "".join(row.get("note", "") for row in DATA["need"])
    for case in ("同一问题两县", "一企两名", "广告", "成果伪装", "利益冲突", "已在合作", "保密"):
        assert case in notes, case


def test_texts_are_written_one_by_one() -> None:
    """No two needs or achievements share a passage of twenty characters: nothing was filled into a template."""
    seen: dict[str, str] = {}
    shared = set()
    for row in [*DATA["need"], *DATA["achievement"]]:
        text = "".join(strings([row.get(part, "") for part in ("problem", "indicators", "goal", "text")]))
        for start in range(len(text) - 19):
            first = seen.setdefault(text[start : start + 20], row["key"])
            if first != row["key"]:
                shared.add((first, row["key"]))
    assert shared == set()
