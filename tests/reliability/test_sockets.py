"""Nothing of a test run leaves the machine (S17)."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_tests_reach_no_other_machine(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    refusals = (SocketConnectBlockedError, UserWarning)  # the warning comes first, and warnings are errors
    with socket.socket(family, socket.SOCK_STREAM) as outgoing, pytest.raises(refusals, match="A test tried to use"):
        outgoing.connect((host, 443))


def test_loopback_is_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
