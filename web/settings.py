"""What the web layer must be told: secrets, hosts, limits, and how the service presents itself."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Site:
    """What templates may know of the settings: how the service presents itself, and how large a file may be."""

    site_name: str
    organizer: str
    hotline: str
    max_upload_bytes: int


@dataclass(frozen=True)
class WebSettings:
    """Settings of the Flask application; whoever starts it fills them from the environment.

    `trusted_hosts` are the host names the service answers to (without port; a leading dot admits subdomains).
    `proxy_hops` is the number of reverse proxies of our own in front, whose forwarding headers are believed.
    `secure_cookies` may be off only where the service is used over http on the loopback address.
    `style_guide` adds the pages under /styleguide, for development and tests.
    `site_name`, `organizer` and `hotline` stand in header and footer; an empty one is left out or, for the name,
    replaced by the translated default.
    """

    secret_key: str
    trusted_hosts: tuple[str, ...]
    secure_cookies: bool = True
    max_upload_bytes: int = 20 * MEGABYTE
    max_form_bytes: int = 1 * MEGABYTE
    max_form_parts: int = 500
    proxy_hops: int = 0
    timezone: str = "Asia/Shanghai"
    style_guide: bool = False
    testing: bool = False
    site_name: str = ""
    organizer: str = ""
    hotline: str = ""

    @property
    def site(self) -> Site:
        return Site(self.site_name, self.organizer, self.hotline, self.max_upload_bytes)

    def __post_init__(self) -> None:
        if len(self.secret_key) < SHORTEST_SECRET:
            raise ValueError(f"secret_key has {len(self.secret_key)} characters; give at least {SHORTEST_SECRET}.")
        if not self.trusted_hosts:
            raise ValueError("trusted_hosts is empty; name the hosts the service answers to.")
        if not self.secure_cookies and not set(self.trusted_hosts) <= {"localhost", "127.0.0.1", "[::1]"}:
            raise ValueError("secure_cookies may be off only on the loopback address; serve other hosts over https.")
