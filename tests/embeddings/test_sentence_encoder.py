"""The sentence-transformers encoder, on the tiny model of the real form."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from embeddings import ModelDamaged, ModelFolder, ModelMissing, ModelRefused, locate_model, open_encoder
from embeddings.sentence_encoder import SentenceTransformerEncoder, _padding

LONG = "battery materials: " * 20


@pytest.fixture
def encoder(tiny_folder: ModelFolder) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(tiny_folder, threads=1)


def test_identity_and_limits_cost_no_torch(tiny_folder: ModelFolder) -> None:
    program = (
        "import sys; from pathlib import Path; from embeddings import open_encoder;"
        f"e = open_encoder({str(tiny_folder.path)!r}, cache_dir=Path('.'));"
        "print(e.model_id, e.dimension, e.max_tokens, len(e.split('battery ' * 60)), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [tiny_folder.model_id, "32", "48", "15", "False"]


def test_vectors_are_those_of_plain_sentence_transformers(
    encoder: SentenceTransformerEncoder, tiny_folder: ModelFolder
) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["battery", "废水处理", "mine tunnel", "b"]
    found = encoder.encode_passages(texts)
    model = SentenceTransformer(str(tiny_folder.path), device="cpu", local_files_only=True)
    expected = model.encode(texts, prompt="passage: ", normalize_embeddings=True)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=2e-6)
    np.testing.assert_allclose(model.encode_document(texts), expected, atol=2e-6)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)


def test_queries_and_passages_differ(encoder: SentenceTransformerEncoder) -> None:
    query, passage = encoder.encode_queries(["battery"])[0], encoder.encode_passages(["battery"])[0]
    assert float(query @ passage) < 0.9999


def test_a_long_text_is_pooled_and_not_truncated(encoder: SentenceTransformerEncoder) -> None:
    pieces = encoder.split(LONG)
    assert len(pieces) > 2
    assert "".join(pieces).replace(" ", "") == LONG.replace(" ", "")
    sizes = np.array(encoder._count(pieces), np.float32)
    mean = sizes @ encoder.encode_passages(pieces)
    whole = encoder.encode_passages([LONG])[0]
    np.testing.assert_allclose(whole, mean / np.linalg.norm(mean), atol=1e-5)
    changed = encoder.encode_passages([LONG + "废水处理" * 10])[0]
    assert float(np.abs(whole - changed).max()) > 1e-3


def test_every_piece_fits_with_either_prompt(encoder: SentenceTransformerEncoder) -> None:
    for prompt in ("query: ", "passage: "):
        sizes = encoder._count([prompt + piece for piece in encoder.split(LONG)], special=True)
        assert 20 < max(sizes) <= encoder.max_tokens


def test_cutting_before_and_after_loading_is_the_same(encoder: SentenceTransformerEncoder) -> None:
    before = encoder.split(LONG)
    encoder.encode_queries(["battery"])
    assert encoder.split(LONG) == before
    assert encoder._tokenizer is None


def test_threads_get_the_same_vectors(encoder: SentenceTransformerEncoder) -> None:
    texts = [f"{first}{second} battery" for first in "abcdef" for second in "ghijkl"]
    expected = encoder.encode_queries(texts)
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(encoder.encode_queries(texts))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    for vectors in found:
        np.testing.assert_allclose(vectors, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "limit", "step"), [("电" * 64, 512, 4), ("电" * 65, 512, 16), ("电" * 65, 500, None), ("电", 500, 4)]
)
def test_lengths_are_rounded_to_steps_that_the_limit_is_a_multiple_of(text: str, limit: int, step: int | None) -> None:
    expected = None if step is None else {"text": {"pad_to_multiple_of": step}}
    assert _padding(["短", text], limit) == expected


def test_a_model_without_prompts_gets_none(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    (tiny_folder.path / "manifest.json").unlink()
    (tiny_folder.path / "config_sentence_transformers.json").write_text("{}")
    encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, threads=1)
    np.testing.assert_array_equal(encoder.encode_queries(["battery"]), encoder.encode_passages(["battery"]))


def test_a_tokenizer_can_be_made_from_older_files(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    """Older folders carry a vocabulary and no tokenizer.json."""
    folder = tiny_folder.path
    (folder / "manifest.json").unlink()
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer"}))
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "battery", "mine", ":"]))
    encoder = open_encoder(str(folder), cache_dir=tmp_path, threads=1)
    assert encoder._count(["battery mine battery"]) == [3]
    assert encoder.encode_passages(["battery", "mine"]).shape == (2, 32)


def test_no_code_of_the_folder_runs(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    folder = tiny_folder.path
    (folder / "manifest.json").unlink()
    trap = tmp_path / "trap"
    (folder / "custom_st.py").write_text(f"import pathlib; pathlib.Path({str(trap)!r}).touch()\nclass T: pass\n")
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["type"] = "custom_st.T"
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelRefused, match="code of its own"):
        open_encoder(str(folder), cache_dir=tmp_path)
    modules[0]["type"] = "sentence_transformers.models.Transformer"
    (folder / "modules.json").write_text(json.dumps(modules))
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoModel": "custom_st.T", "AutoConfig": "custom_st.T"}
    (folder / "config.json").write_text(json.dumps(config))
    open_encoder(str(folder), cache_dir=tmp_path, threads=1).encode_queries(["battery"])
    assert not trap.exists()


def test_a_missing_or_damaged_model_is_never_substituted(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="matchmaker model fetch"):
        open_encoder("multilingual-e5-small", cache_dir=tmp_path / "empty")
    (tiny_folder.path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelDamaged, match=r"model.safetensors has 0 bytes"):
        locate_model("tiny", cache_dir=tmp_path / "cache")


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_broken_folder_without_manifest_is_refused_when_it_is_loaded(
    tiny_folder: ModelFolder, tmp_path: Path, file: str
) -> None:
    (tiny_folder.path / "manifest.json").unlink()
    (tiny_folder.path / file).write_text('{"half": ')
    with pytest.raises((ModelRefused, ModelDamaged), match=str(tiny_folder.path)):
        open_encoder(str(tiny_folder.path), cache_dir=tmp_path, threads=1).encode_queries(["battery"])


def test_a_folder_that_contradicts_itself_is_refused(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    (tiny_folder.path / "manifest.json").unlink()
    pooling = tiny_folder.path / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace("32", "64"))
    encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, threads=1)
    with pytest.raises(ModelRefused, match="vectors have 32 numbers and its files say 64"):
        encoder.encode_queries(["battery"])
