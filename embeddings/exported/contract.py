"""Measures how near an exported graph comes to the reference encoder, and says no where that is not near enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.errors import ExportFailed
from embeddings.exported.folder import PRECISIONS

# Short and long, Chinese and English, numbers, signs, other scripts, a special token, a text that must be cut.
_TOPICS = (
    "高盐废水零排放处理技术",
    "磷酸铁锂电池电解液低温性能提升",
    "双孢菇酱发酵工艺，货架期不少于12个月",
    "煤矿巷道快速掘进装备与支护机器人",
    "玄武岩纤维复合材料（直径 Φ13μm，强度≥2.5 GPa）",
    "zero discharge of saline wastewater from a coal chemical plant",
    "low-temperature electrolyte additives for LiFePO4 cells",
    "机床主轴热误差补偿 thermal error compensation",
    "汽车零部件焊接质量的机器视觉在线检测",
    "Теплообмен в реакторе",
    "水稻",
    "CO₂捕集，吸附量 ≥ 4 mmol/g，成本 <300元/吨",
    "text with a <mask> and a </s> inside",
)


def probes() -> list[str]:
    """Texts of many lengths that the contract is measured on."""
    joined = ["。".join(_TOPICS[:count]) for count in range(2, len(_TOPICS) + 1)]
    return [*_TOPICS, *joined, "。".join(_TOPICS * 8)]


def reference_vectors(encoder: Encoder) -> NDArray[np.float32]:
    """The vectors of the probes as queries and as passages, below one another."""
    texts = probes()
    return np.concatenate([encoder.encode_queries(texts), encoder.encode_passages(texts)])


def measure(vectors: NDArray[np.float32], reference: NDArray[np.float32]) -> dict[str, float]:
    """The least cosine and the greatest difference of any number."""
    return {
        "least_cosine": float((vectors * reference).sum(axis=1).min()),
        "greatest_difference": float(np.abs(vectors - reference).max()),
    }


def check_contract(measured: Mapping[str, float], precision: str, model: str) -> None:
    """Raises `ExportFailed` where a graph of this precision is not near enough."""
    wanted = PRECISIONS[precision]
    if measured["least_cosine"] < wanted.cosine or measured["greatest_difference"] > wanted.difference:
        reason = (
            f"its vectors differ from the reference's too much (cosine {measured['least_cosine']:.6f}, "
            f"difference {measured['greatest_difference']:.6f})"
        )
        raise ExportFailed(model=model, reason=reason)


def same_texts(cuts: Sequence[Sequence[str]], reference: Sequence[Sequence[str]], model: str) -> None:
    """Raises `ExportFailed` where the graph's tokens would cut a text in other places."""
    if list(map(list, cuts)) != list(map(list, reference)):
        raise ExportFailed(model=model, reason="its tokens differ from the reference's")
