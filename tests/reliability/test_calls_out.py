"""What the service itself calls: the mail server that the operator names, under TLS, and nothing anybody types (S11).

The model is fetched by a command of the operator's. Whoever adds a caller (webhooks) meets the table here, and has to
show that private, loopback and link-local targets are refused.
"""

from __future__ import annotations

import ast
import smtplib
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from matchmaker.mail import Mail, SmtpTransport

ROOT = Path(__file__).parents[2]
CLIENTS = {"smtplib", "socket", "http", "urllib.request", "requests", "httpx", "huggingface_hub", "urllib3", "aiohttp",
           "ftplib", "websockets", "xmlrpc", "telnetlib", "asyncio"}  # fmt: skip
# module -> why it may know of the network
CALLERS = {
    "matchmaker/mail.py": "the mail server of MATCHMAKER_SMTP_URL",
    "matchmaker/services/outbox.py": "names the errors of the mail server only",
    "matchmaker/cli/demo.py": "looks for a free port of its own",
    "matchmaker/cli/worker.py": "its own host name",
    "matchmaker/demo/matching.py": "its own host name",
    "embeddings/model_store/hub.py": "matchmaker model fetch, by an operator",
}
MAIL = Mail("m1", "from@example.org", "to@example.org", "示例", "正文", datetime(2026, 11, 24, tzinfo=UTC))


def test_nothing_else_knows_how_to_call_out() -> None:
    found = {
        str(path.relative_to(ROOT))
        for package in ("matchmaker", "web", "embeddings")
        for path in (ROOT / package).rglob("*.py")
        if imported(path) & CLIENTS
    }
    assert found == set(CALLERS)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names | {name.partition(".")[0] for name in names} - {"urllib"}


class Plain(socketserver.StreamRequestHandler):
    """A mail server that offers `extensions`; it notes every command and upgrades to TLS if it has a certificate."""

    extensions: tuple[str, ...] = ()
    context: ssl.SSLContext | None = None
    heard: list[str]

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            command = line.decode().split()[0].upper()
            self.heard.append(command)
            if command == "EHLO":
                names = ["example.org", *self.extensions]
                marks = ["-"] * (len(names) - 1) + [" "]
                self.wfile.write("".join(f"250{m}{n}\r\n" for m, n in zip(marks, names, strict=True)).encode())
            elif command == "STARTTLS" and self.context is not None:
                self.wfile.write(b"220 go\r\n")
                try:
                    self.context.wrap_socket(self.request, server_side=True)
                except (ssl.SSLError, OSError):
                    return
            else:
                self.wfile.write(b"250 ok\r\n")


@contextmanager
def server(extensions: tuple[str, ...], context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[str]]]:
    heard: list[str] = []
    handler = type("Handler", (Plain,), {"extensions": extensions, "context": context, "heard": heard})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        try:
            yield listening.server_address[1], heard
        finally:
            listening.shutdown()


def test_a_mail_server_without_tls_hears_neither_password_nor_mail() -> None:
    with server(()) as (port, heard), pytest.raises(smtplib.SMTPNotSupportedError):
        SmtpTransport(f"smtp://office:secret@127.0.0.1:{port}").send(MAIL)
    assert not {"AUTH", "MAIL", "DATA", "RCPT"} & set(heard)


def test_a_server_with_a_certificate_of_nobody_hears_neither(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with server(("STARTTLS",), context) as (port, heard), pytest.raises(ssl.SSLCertVerificationError):
        SmtpTransport(f"smtp://office:secret@127.0.0.1:{port}").send(MAIL)
    assert set(heard) <= {"EHLO", "STARTTLS"}


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
