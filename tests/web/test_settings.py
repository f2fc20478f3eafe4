"""Settings that would leave the service open are refused at the start."""

from __future__ import annotations

import pytest

from tests.web.conftest import make_settings


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"secret_key": "short"}, "secret_key has 5 characters; give at least 32."),
        ({"trusted_hosts": ()}, "trusted_hosts is empty"),
        (
            {"trusted_hosts": ("localhost", "match.example.cn")},
            "secure_cookies may be off only on the loopback address",
        ),
    ],
)
def test_an_open_configuration_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make_settings(**changes)
