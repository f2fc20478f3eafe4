"""Where a request comes from: the network of its address, and the program it names itself."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

UNKNOWN_NETWORK = "-"
AGENT_LENGTH = 200
# The smallest IPv6 block that one customer gets: limits per single address would be no limits.
IPV6_PREFIX = 64


@dataclass(frozen=True)
class Origin:
    """`network`: an IPv4 address, an IPv6 /64 block, or "-" if unknown. `agent`: the browser's name for itself."""

    network: str
    agent: str = ""

    @property
    def is_known(self) -> bool:
        return self.network != UNKNOWN_NETWORK


def origin_of(address: str | None, agent: str | None = "") -> Origin:
    """The origin of a request whose peer has `address` (what trusted proxies say, never a client's own header).

    Anything that is no address gives the unknown network: everybody there shares one count and is nobody's known place.
    """
    return Origin(network=_network(address or ""), agent=_printable(agent or "")[:AGENT_LENGTH])


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return UNKNOWN_NETWORK
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
