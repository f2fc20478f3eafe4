"""Attachments: taken by content, whole on disk before the row, given to whoever may read the need."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput, NotFound
from matchmaker.models import Attachment, Event, Need
from matchmaker.services.attachment import MOST_FILES, Upload, attach, check_upload, detach, file_path, get_attachment
from tests.support.builders import a_need, an_enterprise
from tests.support.world import World

PDF = b"%PDF-1.7\n%%EOF"


def office_file(*parts: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("图纸.PDF", PDF, "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        (
            "a.xlsx",
            office_file("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_a_file_is_what_its_content_says(name: str, content: bytes, media_type: str) -> None:
    assert check_upload(Upload(name, content)) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("page.html", b"<script>"),
        ("page.pdf", b"<script>"),
        ("picture.png", PDF),
        ("program.exe", b"MZ"),
        ("archive.zip", office_file("word/document.xml")),
        ("wrong.docx", office_file("xl/workbook.xml")),
        ("macro.docx", office_file("word/document.xml", "word/vbaProject.bin")),
        ("broken.docx", b"PK\x03\x04broken"),
        ("noending", PDF),
    ],
)
def test_anything_else_is_refused_with_its_field(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_upload(Upload(name, content))
    assert caught.value.params["field"] == "attachment"


def test_a_file_is_stored_under_its_digest_and_shown_under_its_name(
    sqlite_database: Database, world: World, tmp_path: Path
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
        row = attach(work=work, need=need, upload=Upload("C:\\图\x00纸/../总图.pdf", PDF), data_dir=tmp_path)
        assert attach(work=work, need=need, upload=Upload("again.pdf", PDF), data_dir=tmp_path) is row
        digest = hashlib.sha256(PDF).hexdigest()
        assert (row.filename, row.size, row.sha256) == ("总图.pdf", len(PDF), digest)
        assert get_attachment(need=need, ref=row.ref) is row
    assert file_path(tmp_path, digest).read_bytes() == PDF
    assert [path.name for path in file_path(tmp_path, digest).parent.iterdir()] == [digest]


def test_the_log_tells_digest_and_size_but_no_name(sqlite_database: Database, world: World, tmp_path: Path) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
        row = attach(work=work, need=need, upload=Upload("绝密配方.pdf", PDF), data_dir=tmp_path)
        session.flush()
        detach(work=work, need=need, ref=row.ref)
    with sqlite_database.read() as session:
        events = session.scalars(select(Event).where(Event.action.in_(["need.attach", "need.detach"]))).all()
        assert [event.action for event in events] == ["need.attach", "need.detach"]
        assert "绝密配方" not in str([(event.before, event.after) for event in events])
        assert session.scalars(select(Attachment)).all() == []


def test_a_need_holds_so_many_files_and_no_more(sqlite_database: Database, world: World, tmp_path: Path) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
        for number in range(MOST_FILES):
            attach(work=work, need=need, upload=Upload("a.pdf", PDF + bytes([number])), data_dir=tmp_path)
        with pytest.raises(InvalidInput):
            attach(work=work, need=need, upload=Upload("b.pdf", PDF), data_dir=tmp_path)


def test_an_attachment_of_another_need_is_not_there(sqlite_database: Database, world: World, tmp_path: Path) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        first, second = (a_need(work, an_enterprise(work, name)) for name in ("甲公司", "乙公司"))
        row = attach(work=work, need=first, upload=Upload("a.pdf", PDF), data_dir=tmp_path)
        with pytest.raises(NotFound):
            get_attachment(need=second, ref=row.ref)
        with pytest.raises(NotFound):
            detach(work=work, need=second, ref=row.ref)
        assert session.scalars(select(Need)).all() == [first, second]
