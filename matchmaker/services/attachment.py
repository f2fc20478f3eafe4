"""Attachments (附件) of needs: taken by content, stored under their SHA-256, shown under their name."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from sqlalchemy import func, select

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Attachment, Need
from matchmaker.services.audit import audit
from matchmaker.services.work import Work

# The folder of the data folder that backups take along.
UPLOADS = "uploads"
MOST_FILES = 10
LONGEST_NAME = 200
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# how the content begins -> endings that such a file may have, with their media type
SIGNATURES: dict[bytes, dict[str, str]] = {
    b"%PDF-": {".pdf": "application/pdf"},
    b"\x89PNG\r\n\x1a\n": {".png": "image/png"},
    b"\xff\xd8\xff": {".jpg": "image/jpeg", ".jpeg": "image/jpeg"},
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": {".doc": "application/msword", ".xls": "application/vnd.ms-excel"},
    b"PK\x03\x04": {".docx": _WORD, ".xlsx": _EXCEL},
}
# What an Office file of the zip kind holds; one with macros has another ending, and another part.
PARTS = {_WORD: "word/document.xml", _EXCEL: "xl/workbook.xml"}
ENDINGS = tuple(ending for kinds in SIGNATURES.values() for ending in kinds)


@dataclass(frozen=True)
class Upload:
    """A file as somebody sends it; the name is only ever shown."""

    filename: str
    content: bytes = field(repr=False)


def check_upload(upload: Upload) -> str:
    """The media type of the file by its content. InvalidInput (field attachment) if it is none of those taken."""
    if not upload.content:
        raise InvalidInput(field="attachment", problem=N_("The file is empty: choose another one."))
    ending = Path(upload.filename).suffix.lower()
    for start, kinds in SIGNATURES.items():
        if upload.content.startswith(start) and ending in kinds and _holds(upload.content, PARTS.get(kinds[ending])):
            return kinds[ending]
    problem = N_("This kind of file is not taken, or its content does not fit its name. Possible are: %(kinds)s.")
    raise InvalidInput(field="attachment", problem=problem, kinds=", ".join(ENDINGS))


def attach(*, work: Work, need: Need, upload: Upload, data_dir: Path) -> Attachment:
    """Store `upload` with `need`; the same content twice is one attachment. Whoever may edit the need may attach.

    The file is on disk before the row is committed: a row never points to nothing.
    """
    media_type = check_upload(upload)
    digest = digest_of(upload)
    known = next((row for row in need.attachments if row.sha256 == digest), None)
    if known is not None:
        return known
    count = work.session.scalar(select(func.count(Attachment.id)).where(Attachment.need_id == need.id)) or 0
    if count >= MOST_FILES:
        problem = N_("There are %(count)s files already: take one away first.")
        raise InvalidInput(field="attachment", problem=problem, count=count)
    keep_file(work=work, upload=upload, data_dir=data_dir)
    row = Attachment(
        ref=work.new_ref(),
        need=need,
        filename=_shown_name(upload.filename),
        content_type=media_type,
        size=len(upload.content),
        sha256=digest,
        created_at=work.now(),
        updated_at=work.now(),
    )
    work.session.add(row)
    audit(work=work, action="need.attach", subject=need, after={"sha256": digest, "size": row.size})
    return row


def keep_file(*, work: Work, upload: Upload, data_dir: Path) -> str:
    """Put a checked file on disk under its SHA-256, which is returned. The same content twice is one file."""
    digest = digest_of(upload)
    _write(file_path(data_dir, digest), upload.content, work.entropy(4).hex())
    return digest


def digest_of(upload: Upload) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(upload.content).hexdigest()


def detach(*, work: Work, need: Need, ref: str) -> None:
    """Take an attachment off `need`. The file stays for the record until the need is deleted."""
    row = get_attachment(need=need, ref=ref)
    need.attachments.remove(row)
    audit(work=work, action="need.detach", subject=need, before={"sha256": row.sha256, "size": row.size})


def get_attachment(*, need: Need, ref: str) -> Attachment:
    """The attachment `ref` of a need that the caller may read, or NotFound."""
    row = next((row for row in need.attachments if row.ref == ref), None)
    if row is None:
        raise NotFound(kind="attachment", ref=ref)
    return row


def file_path(data_dir: Path, digest: str) -> Path:
    """Where the file with this SHA-256 lies."""
    return data_dir / UPLOADS / digest[:2] / digest


def _holds(content: bytes, part: str | None) -> bool:
    """Whether an Office file has the part that makes it one. Only the list of members is read, nothing is unpacked."""
    if part is None:
        return True
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return {part, "[Content_Types].xml"} <= names and not any(name.endswith("vbaProject.bin") for name in names)


def _write(path: Path, content: bytes, mark: str) -> None:
    """Beside, to the disk, then renamed: a file is whole or not there."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{mark}")
    with partial.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _shown_name(name: str) -> str:
    """The last part of the name without what cannot be printed; too long a one keeps its end."""
    plain = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())
    return plain[-LONGEST_NAME:]
