"""The small tokenizer cuts every text as the tokenizers library does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings import ModelFolder
from embeddings.exported.token_files import SHAPE, open_tokens, write_unigram_files
from embeddings.exported.unigram import PIECES
from tests.paths import SHARED_DATA

Tokens = Callable[..., list[list[int]]]

TRICKY = [
    "",
    "  ",
    "battery",
    "a<s>b",
    "  x <mask> y ",
    "x<mask>y  <mask>",
    "</s><unk><pad>",
    "Привет, мир",
    "ひらがなカタカナ 한국어",
    "😀😀a😀😀",
    "A\u0301 ﬁ ①℃Ⅱ ㍿",
    "a\nb\tc\u200bd",
    "～x～",
    "naïve café",
    "Φ13μm，强度≥2.5 GPa",
    "▁▁a ▁b",
    "\u0000\ufeff\ud7ff",
]
# Signs of the scripts that are near and of some that are not, spaces of several kinds, and pieces of special tokens.
SIGNS = "abcdefghijklmnopqrstuvwxyzABC0123456789"
SIGNS += ".,:-()<>/sunkmap 　\n\t電电池材料废水处理锂离子矿山隧道深海ﾊｰéüßжфיわカ한😀①℃Φμ▁～"


def library(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def assert_same(tokens: Tokens, reference: Any, texts: list[str]) -> None:
    for special in (True, False):
        expected = [found.ids for found in reference.encode_batch(texts, add_special_tokens=special)]
        for text, one, other in zip(texts, tokens(texts, special=special), expected, strict=True):
            assert one == other, text


@pytest.fixture(scope="module")
def tiny(installed_tiny: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tokens, Any]:
    file, folder = installed_tiny.path / "tokenizer.json", tmp_path_factory.mktemp("tokens")
    assert write_unigram_files(file, folder)
    return open_tokens(folder, file), library(file)


@pytest.fixture(scope="module")
def real(real_folder: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tokens, Any]:
    file, folder = real_folder.path / "tokenizer.json", tmp_path_factory.mktemp("tokens")
    assert write_unigram_files(file, folder)
    return open_tokens(folder, file), library(file)


def test_tricky_texts(tiny: tuple[Tokens, Any]) -> None:
    assert_same(*tiny, TRICKY)


@given(st.lists(st.text(st.sampled_from(SIGNS), max_size=40), max_size=5))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_random_texts(tiny: tuple[Tokens, Any], texts: list[str]) -> None:
    assert_same(*tiny, texts)


@pytest.mark.model
def test_tricky_texts_of_the_real_model(real: tuple[Tokens, Any]) -> None:
    assert_same(*real, TRICKY)


@pytest.mark.model
@given(st.lists(st.one_of(st.text(st.sampled_from(SIGNS), max_size=40), st.text(max_size=20)), max_size=5))
@settings(max_examples=200, deadline=None)
def test_random_texts_of_the_real_model(real: tuple[Tokens, Any], texts: list[str]) -> None:
    assert_same(*real, texts)


@pytest.mark.model
@pytest.mark.data
def test_real_texts(real: tuple[Tokens, Any]) -> None:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"{SHARED_DATA} is missing")
    texts: list[str] = []
    for name in ("inputs/needs", "inputs/teams", "need-achievement/queries", "texts/papers", "texts/patents"):
        rows = (SHARED_DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:400]
        texts += [str(value) for row in map(json.loads, rows) for value in row.values()]
    assert len(texts) > 3000
    assert_same(*real, texts)


def test_pieces_wait_until_a_text_needs_them(installed_tiny: ModelFolder, tmp_path: Path) -> None:
    content = json.loads((installed_tiny.path / "tokenizer.json").read_text(encoding="utf-8"))
    content["model"]["vocab"] += [["мир", -3.0], ["м", -5.0], ["и", -5.0], ["р", -5.0], ["水м", -4.0]]
    content["model"]["vocab"] += [["▁battery", -2.0], ["▁bad", -2.0], ["▁mine", -2.0], ["▁miner", -1.0]]
    file = tmp_path / "tokenizer.json"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert write_unigram_files(file, tmp_path)
    shape = json.loads((tmp_path / SHAPE).read_text(encoding="utf-8"))
    pieces = (tmp_path / PIECES).read_text(encoding="utf-8").split("\n")
    assert (shape["rare"], pieces[shape["near"] :]) == ("имр", ["мир", "м", "и", "р", "水м"])
    tokens = open_tokens(tmp_path, file)
    known = tokens.__self__._known  # type: ignore[attr-defined]
    assert set(known) == set(pieces[: shape["core"]])
    assert_same(tokens, library(file), ["废水 battery"])
    assert set(known) == {*pieces[: shape["core"]], "▁battery", "▁bad"}
    assert_same(tokens, library(file), ["废水мир", "mines 废水 battery"])
    assert set(known) == set(pieces) - {"query", "▁query", "</s>", "<mask>", "<pad>", "<s>", "<unk>"}


@pytest.mark.parametrize(
    "change",
    [
        {"model": {"type": "BPE", "vocab": {}, "merges": []}},
        {"pre_tokenizer": {"type": "Whitespace"}},
        {"post_processor": {"type": "BertProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]}},
    ],
)
def test_other_tokenizers_are_left_to_the_library(
    installed_tiny: ModelFolder, tmp_path: Path, change: dict[str, Any]
) -> None:
    content = json.loads((installed_tiny.path / "tokenizer.json").read_text(encoding="utf-8"))
    file = tmp_path / "tokenizer.json"
    file.write_text(json.dumps(content | change, ensure_ascii=False), encoding="utf-8")
    folder = tmp_path / "graph"
    folder.mkdir()
    assert not write_unigram_files(file, folder)
    assert list(folder.iterdir()) == []
    assert_same(open_tokens(folder, file), library(file), [text for text in TRICKY if "<" not in text])
