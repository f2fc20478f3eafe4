"""A real browser on a live server: what a visitor would see, with everything that went wrong kept for the test."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}


def missing_for_browser() -> str:
    """Why a browser test cannot run here, or nothing."""
    if not CHROMIUM.exists():
        return f"{CHROMIUM} is absent (Debian package chromium)"
    listing = shutil.which("fc-list")
    if listing is None:
        return "fc-list is absent (Debian package fontconfig)"
    fonts = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, text=True, check=True).stdout
    return "" if "CJK" in fonts else "no Chinese font is installed (Debian package fonts-noto-cjk)"


def open_settled(page: Page, address: str) -> None:
    """Open a page and wait until its scripts have done what they do at the start (cheaper than a quiet network)."""
    page.goto(address, wait_until="load")
    page.evaluate("new Promise(done => setTimeout(done, 60))")


class QuietHandler(WSGIRequestHandler):
    """The application logs for itself."""

    def log(self, type: str, message: str, *args: object) -> None:
        return


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application on a free port of the loopback address; gives its address without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@dataclass
class Watch:
    """What a page did that nobody saw: messages on its console, uncaught errors, requests."""

    troubles: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", lambda message: self.console(message.type, message.text))
        page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))
        page.on("request", lambda request: self.addresses.append(request.url))

    def console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.troubles.append(f"{kind}: {text}")

    def foreign_hosts(self, home: str) -> set[str]:
        """Hosts asked for that are not the one served."""
        return {urlsplit(one).netloc for one in self.addresses if urlsplit(one).scheme in ("http", "https", "ws")} - {
            urlsplit(home).netloc
        }
