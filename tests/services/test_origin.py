"""Origins: an IPv4 address, an IPv6 block of one customer, or nobody's place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.services.origin import origin_of

NETWORKS = {
    "192.0.2.10": "192.0.2.10",
    " 192.0.2.10 ": "192.0.2.10",
    "::ffff:192.0.2.10": "192.0.2.10",
    "2001:db8:1:2::7": "2001:db8:1:2::/64",
    "2001:db8:1:2:ffff::1": "2001:db8:1:2::/64",
    "2001:db8:1:3::7": "2001:db8:1:3::/64",
    "fe80::1%eth0": "fe80::/64",
    "": "-",
    None: "-",
    "unix:": "-",
    "192.0.2.10, 198.51.100.1": "-",
}


@pytest.mark.parametrize("address", NETWORKS)
def test_network_of_an_address(address: str | None) -> None:
    assert origin_of(address).network == NETWORKS[address]


def test_agent_is_cut_and_cleaned() -> None:
    assert origin_of("192.0.2.1", "a\x00b\nc" + "d" * 300).agent == "abc" + "d" * 197


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    origin = origin_of(text, text)
    assert len(origin.network) <= 64
    assert len(origin.agent) <= 200
