"""All settings of the service, read once from `MATCHMAKER_*` environment variables or a `.env` file."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def user_cache_dir(xdg_cache_home: str | None, home: Path) -> Path:
    """The user's cache folder for this program (XDG base directory rule)."""
    base = Path(xdg_cache_home) if xdg_cache_home else home / ".cache"
    return base / "matchmaker"


class Settings(BaseSettings):
    """Values an operator may set. Defaults serve a demo; `doctor --production` lists what must change."""

    model_config = SettingsConfigDict(env_prefix="MATCHMAKER_", env_file=".env", extra="ignore")

    environment: Literal["development", "testing", "production"] = "development"
    data_dir: Path = Field(default=Path(".data"), description="Database, uploads, snapshots, generated secret.")
    cache_dir: Path | None = Field(default=None, description="Models and embedding cache; default: the user's cache.")
    database_url: str | None = Field(default=None, description="Default: a SQLite file in the data folder.")
    model: str = Field(default="multilingual-e5-small", description="Name, folder or hub id of the embedding model.")
    encoder: Literal["auto", "exported", "reference"] = Field(
        default="auto", description="Encodes with the exported graph, with sentence-transformers, or what is there."
    )
    weights: Path | None = Field(
        default=None, description="Folder of relevance weights, made by evaluate train; default: those that ship."
    )
    secret_key: SecretStr | None = Field(default=None, description="Signs cookies and links; 32 random bytes or more.")
    secret_key_old: SecretStr | None = Field(
        default=None, description="Earlier secrets, comma separated: what they sealed can still be read."
    )
    base_url: str = Field(default="http://127.0.0.1:8000", description="Canonical address for links in mail.")
    trusted_hosts: str = Field(default="127.0.0.1,localhost", description="Host names served, comma separated.")
    proxy_hops: int = Field(default=0, ge=0, le=5, description="Trusted reverse proxies in front of the service.")
    max_upload_mb: int = Field(default=20, ge=1, le=200)
    web_workers: int = Field(default=1, ge=1, le=16)
    web_threads: int = Field(default=8, ge=1, le=64, description="Requests that a web process works on at once.")
    web_waiting: int = Field(default=24, ge=0, le=256, description="Requests that wait for it; more are refused (503).")
    job_workers: int = Field(default=1, ge=1, le=8)
    reference_dir: Path | None = Field(default=None, description="Folder of TOML files that override reference data.")
    default_locale: Literal["zh_Hans_CN", "en"] = "zh_Hans_CN"
    time_zone: str = "Asia/Shanghai"
    answer_days: int = Field(default=10, ge=1, description="Working days in which a posted need gets its answer.")
    transfer_centre_name: str = Field(default="泰安市技术交易中心", description="Its display name.")
    smtp_url: SecretStr | None = Field(default=None, description="smtp(s)://user:password@host:port; else .eml files.")
    mail_from: str = Field(default="matchmaker@localhost", description="Sender of the service's mails.")
    second_factor_required: bool = Field(default=True, description="For organizers and administrators.")
    session_idle_minutes: int = Field(default=60, ge=5)
    session_hours: int = Field(default=12, ge=1)

    @cached_property
    def cache_path(self) -> Path:
        """Where models and the embedding cache live."""
        if self.cache_dir is not None:
            return self.cache_dir.expanduser()
        import os  # only here: the one place that looks at the platform's cache rule

        return user_cache_dir(os.environ.get("XDG_CACHE_HOME"), Path.home())

    @cached_property
    def resolved_database_url(self) -> str:
        """The database address; SQLite in the data folder unless set."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'matchmaker.sqlite3').absolute()}"

    @property
    def trusted_host_list(self) -> list[str]:
        return [host.strip() for host in self.trusted_hosts.split(",") if host.strip()]
