"""From the marks that shapes leave in their JSON schemas to what they stand for: codes as they are at this moment."""

from __future__ import annotations

from typing import Any

from matchmaker.locale.render import render
from matchmaker.services.reference_list import known_codes
from matchmaker.services.work import Work
from web.api.shapes.base import codes_of_scheme

# Texts in the document that are messages for translation.
TEXTS = ("description", "summary")


def filled(node: Any, work: Work, locale: str) -> Any:
    """A copy of a part of the document with codes, forms and words in the language of `locale`."""
    if isinstance(node, list):
        return [filled(entry, work, locale) for entry in node]
    if not isinstance(node, dict):
        return node
    if "x-classification" in node:
        return {"oneOf": [_classification(work, scheme) for scheme in node["x-classification"]]}
    copy = {name: _value(name, value, work, locale) for name, value in node.items() if not _is_noise(name, value)}
    if "x-scheme" in node:
        codes = codes_of_scheme(work, node["x-scheme"], node.get("x-group"), tuple(node.get("x-only") or ()))
        copy["enum"] = [code for code in codes if code != node.get("x-but")]
    if "x-classified" in node:
        codes = [
            f"{scheme}:{code}" for scheme in node["x-classified"] for code in known_codes(work=work, scheme=scheme)
        ]
        copy["enum"] = codes
    return copy


def _value(name: str, value: Any, work: Work, locale: str) -> Any:
    if name == "example":
        return value
    if name in TEXTS and isinstance(value, str):
        return render(" ".join(value.split()) if name == "summary" else value, locale=locale)
    return filled(value, work, locale)


def _is_noise(name: str, value: Any) -> bool:
    """Marks that have done their work, pydantic's made-up titles, and defaults that only mean "not given"."""
    if name in ("x-group", "x-only", "x-but", "x-classified") or (name == "title" and isinstance(value, str)):
        return True
    return name == "default" and (value is None or value == [])


def _classification(work: Work, scheme: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"scheme": {"const": scheme}, "code": {"enum": list(known_codes(work=work, scheme=scheme))}},
        "required": ["scheme", "code"],
        "additionalProperties": False,
    }
