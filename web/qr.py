"""QR codes (二维码) as part of a page."""

from __future__ import annotations

import segno
from markupsafe import Markup

INK = "#0c2f29"  # the deepest green of the palette: scanners ask for contrast, not for black


def qr_code(text: str, name: str) -> Markup:
    """The code of `text` as an SVG that fills its box; `name` is what a screen reader says of it."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=2, dark=INK, svgclass=None, lineclass=None)
    return Markup(drawing.replace("<svg ", '<svg role="img" aria-label="{}" ', 1)).format(name)
