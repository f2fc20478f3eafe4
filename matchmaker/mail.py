"""Where mail goes: an SMTP server by setting, else a folder of files that an operator can read and send on."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from matchmaker.errors import MailRefused

TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Mail:
    """One mail; `message_id` stays the same when it is sent again, so that a receiver can drop the repeat."""

    message_id: str
    sender: str
    recipient: str
    subject: str
    body: str
    at: datetime

    def as_message(self) -> EmailMessage:
        """The mail in the form that SMTP and .eml files use."""
        message = EmailMessage()
        domain = self.sender.rpartition("@")[2] or "localhost"
        message["Message-ID"] = f"<{self.message_id}@{domain}>"
        message["From"], message["To"], message["Subject"] = self.sender, self.recipient, self.subject
        message["Date"] = format_datetime(self.at)
        message.set_content(self.body)
        return message


class MailTransport(Protocol):
    """Delivers a mail or raises OSError, smtplib.SMTPException (try again) or MailRefused (never)."""

    def send(self, mail: Mail) -> None: ...


@dataclass(frozen=True)
class FolderTransport:
    """Writes .eml files, beside and renamed: for a service without a mail server."""

    folder: Path

    def send(self, mail: Mail) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = self.folder / f"{mail.message_id}.eml"
        part = target.with_suffix(".part")
        with part.open("wb") as stream:
            stream.write(mail.as_message().as_bytes())
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)


@dataclass(frozen=True)
class SmtpTransport:
    """`url`: smtp://[user:password@]host[:port] (STARTTLS) or smtps://... (TLS from the first byte)."""

    url: str

    def send(self, mail: Mail) -> None:
        parts = urlsplit(self.url)
        host = parts.hostname or "localhost"
        try:
            with _connected(parts.scheme, host, parts.port) as client:
                if parts.username:
                    client.login(unquote(parts.username), unquote(parts.password or ""))
                client.send_message(mail.as_message())
        except smtplib.SMTPRecipientsRefused as error:
            raise MailRefused(recipient=mail.recipient) from error


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    """A connection under TLS from the first byte (smtps) or from STARTTLS on; a server without it is refused."""
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
    client = smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
    try:
        client.starttls(context=context)
    except BaseException:
        client.close()  # a server that offers no TLS must not cost a socket at every try
        raise
    return client


def transport_for(smtp_url: str | None, data_dir: Path) -> MailTransport:
    """The transport the settings name."""
    return SmtpTransport(smtp_url) if smtp_url else FolderTransport(mail_folder(data_dir))


def mail_folder(data_dir: Path) -> Path:
    """Where mails are written as files while no server is set."""
    return data_dir / "outbox"
