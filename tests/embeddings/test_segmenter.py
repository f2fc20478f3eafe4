from __future__ import annotations

import threading

import pytest

from embeddings import Segmenter, char_ngrams
from embeddings.segmenter import word_list

SEGMENTER = Segmenter()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("磷酸铁锂电解液", ["磷酸", "磷酸铁锂", "电解", "电解液"]),
        ("高盐废水的零排放", ["废水", "高盐废水", "排放", "零排放"]),
        ("GB/T 22900-2009", ["gb/t22900", "gb/t22900-2009"]),
        ("依据ISO 9001：2015", ["依据", "iso9001", "iso9001-2015"]),
        ("DB37/T 1234", ["db37/t1234"]),
        ("强度≥1,500 MPa", ["强度", "1500mpa"]),
        ("１００～２００℃", ["100", "200°c"]),
        ("12.5%", ["12.5%"]),
        ("50mg/L", ["50mg/l"]),
        ("1.2g/cm³", ["1.2g/cm3"]),
        ("300吨/天", ["300吨", "天"]),
        ("LiFePO4和Ti-6Al-4V", ["lifepo4", "ti-6al-4v"]),
        ("SiC/Al2O3", ["sic", "al2o3"]),
        ("PM2.5、5G、T800级", ["pm2.5", "5g", "t800", "级"]),
        ("45#钢", ["45#", "钢"]),
        ("C++", ["c++"]),
        ("Lithium-ion Batteries", ["lithium", "ion", "battery"]),
        ("X-ray analyses of glasses", ["x-ray", "ray", "analyse", "glass"]),
        ("GIS processes", ["gis", "process"]),
        ("it's Node.js", ["s", "node", "js"]),
        ("ＡＢＣ", ["abc"]),
        ("，。！ \n", []),
        ("", []),
    ],
)
def test_technical_text_becomes_the_tokens_that_are_compared(text: str, tokens: list[str]) -> None:
    assert SEGMENTER.tokens(text) == tokens


def test_full_and_half_width_forms_are_the_same() -> None:
    assert SEGMENTER.tokens("ＬｉＦｅＰＯ４　电池") == SEGMENTER.tokens("LiFePO4 电池")


def test_user_words_are_kept_together() -> None:
    assert "岱泉工艺" not in SEGMENTER.tokens("岱泉工艺改进")
    assert "岱泉工艺" in Segmenter(["岱泉工艺"]).tokens("岱泉工艺改进")


def test_one_segmenters_words_do_not_reach_another() -> None:
    Segmenter(["废水处理装置改"]).tokens("废水处理装置改进")
    assert "废水处理装置改" not in SEGMENTER.tokens("废水处理装置改进")


def test_the_fingerprint_changes_with_the_words() -> None:
    assert Segmenter().fingerprint == SEGMENTER.fingerprint
    assert Segmenter(["岱泉工艺"]).fingerprint != SEGMENTER.fingerprint
    assert Segmenter(["b", "岱泉工艺"]).fingerprint == Segmenter(["岱泉工艺"]).fingerprint


@pytest.mark.parametrize(
    "text",
    [
        "磷酸铁锂 电解液，符合GB/T 22900-2009；强度≥1,500 MPa。",
        " Ti-6Al-4V\n\nα-Al2O3  ℃ ①",
        "",
    ],
)
def test_cutting_loses_nothing(text: str) -> None:
    assert "".join(SEGMENTER.cut(text)) == text


def test_cutting_keeps_terms_whole() -> None:
    pieces = SEGMENTER.cut("符合GB/T 22900-2009，强度1,500 MPa，100℃")
    assert {"GB/T 22900-2009", "1,500 MPa", "100℃"} <= set(pieces)


def test_every_domain_word_comes_out_as_a_token() -> None:
    lost = [word for word in word_list("domain.txt") if word not in SEGMENTER.tokens(word)]
    assert lost == []


def test_threads_get_the_same_tokens() -> None:
    texts = ["磷酸铁锂电解液低温性能", "隧道快速掘进 TBM", "双孢菇酱发酵工艺"] * 200
    segmenter = Segmenter()
    found: list[list[list[str]]] = []
    threads = [
        threading.Thread(target=lambda: found.append([segmenter.tokens(text) for text in texts])) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[SEGMENTER.tokens(text) for text in texts]] * 6


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("废水", ["废", "水", "废水"]),
        ("废", ["废"]),
        ("LiFePO4、废", ["lif", "ife", "fep", "epo", "po4", "废"]),
        ("5G", ["5g"]),
        ("高，盐", ["高", "盐"]),
        ("！", []),
    ],
)
def test_character_grams_stay_inside_runs(text: str, grams: list[str]) -> None:
    assert char_ngrams(text) == grams


def test_sizes_of_character_grams_can_be_chosen() -> None:
    assert char_ngrams("高盐废水", sizes=(3,)) == ["高盐废", "盐废水"]
