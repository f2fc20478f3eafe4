"""Static files under names that carry their hash: joined once, compressed once, cached by browsers for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for

STATIC = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600
COMPRESSIBLE = frozenset({".css", ".js", ".svg"})

# bundle -> its parts, in order; everything else is served as it stands
BUNDLES: dict[str, tuple[str, ...]] = {
    "app.css": (
        "vendor/tabler.css",
        "css/tokens.css",
        "css/base.css",
        "css/layout.css",
        "css/controls.css",
        "css/forms.css",
        "css/surfaces.css",
        "css/tables.css",
        "css/badges.css",
        "css/figures.css",
        "css/feedback.css",
        "css/evidence.css",
        "css/portal.css",
        "css/answers.css",
        "css/console.css",
        "css/print.css",
    ),
    "app.js": (
        "vendor/htmx.min.js",
        "js/page.js",
        "js/toast.js",
        "js/dialog.js",
        "js/menu.js",
        "js/shortcuts.js",
        "js/forms.js",
        "js/autosave.js",
        "js/marks.js",
        "js/clipboard.js",
        "js/requests.js",
        "js/progress.js",
        "js/files.js",
        "js/tabs.js",
        "js/review.js",
    ),
}
# files loaded by single pages, beside the bundles
SINGLES = (
    "vendor/icons.svg",
    "vendor/echarts.min.js",
    "vendor/tom-select.min.js",
    "vendor/tom-select.css",
    "css/meeting.css",
    "css/plans.css",
    "js/board.js",
    "js/charts.js",
    "js/choices.js",
    "js/picks.js",
    "img/emblem.svg",
)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its bytes, plain and compressed, its media type and the start of its SHA-256."""

    content: bytes
    compressed: bytes | None
    media_type: str
    digest: str


def load_assets(folder: Path = STATIC) -> Mapping[str, Asset]:
    """Read and compress every file that is served. A missing file stops the start."""
    names = {name: (name,) for name in SINGLES} | BUNDLES
    return {
        name: make_asset(name, b"\n".join((folder / part).read_bytes() for part in parts))
        for name, parts in names.items()
    }


def make_asset(name: str, content: bytes) -> Asset:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/") or media_type.endswith("javascript"):
        media_type += "; charset=utf-8"
    compressed = gzip.compress(content, compresslevel=9, mtime=0) if Path(name).suffix in COMPRESSIBLE else None
    return Asset(content, compressed, media_type, hashlib.sha256(content).hexdigest()[:16])


blueprint = Blueprint("assets", __name__)


def assets() -> Mapping[str, Asset]:
    loaded: Mapping[str, Asset] = current_app.extensions["assets"]
    return loaded


def asset_url(name: str) -> str:
    """Address of a static file, with its hash. An unknown name fails with the list of known ones."""
    if name not in assets():
        raise KeyError(f"No asset {name!r}; known are {', '.join(sorted(assets()))}.")
    return url_for("assets.send", digest=assets()[name].digest, name=name)


@blueprint.get("/assets/<digest>/<path:name>")
def send(digest: str, name: str) -> Response:
    asset = assets().get(name)
    if asset is None or asset.digest != digest:
        abort(404)
    packed = asset.compressed is not None and "gzip" in request.accept_encodings
    response = Response(asset.compressed if packed else asset.content, content_type=asset.media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
