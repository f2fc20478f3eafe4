"""Shows style guide and mock-ups on a loopback address: `python -m tests.web.gallery [PORT]`."""

from __future__ import annotations

import sys

from tests.web.conftest import make_settings, reference_label
from tests.web.examples import EXAMPLES
from web.app import create_app
from web.readiness import Readiness


def main(port: int) -> None:
    app = create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples=EXAMPLES,
    )
    print(f"http://127.0.0.1:{port}/styleguide/", file=sys.stderr)
    app.run(port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8765)
