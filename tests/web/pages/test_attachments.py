"""Files of a need over its pages: sent with the form, downloaded, taken away; nothing for others."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from sqlalchemy import select

from matchmaker.models import Attachment, Need
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.need import verify_need
from tests.web.pages.conftest import NEED, PROBLEM, field_errors, field_value
from tests.web.pages.console.conftest import Office

PDF = b"%PDF-1.7\n%%EOF"


def with_file(name: str = "总图.pdf", content: bytes = PDF, **more: str) -> dict[str, object]:
    return {**NEED, **more, "attachment": (BytesIO(content), name)}


def files(office: Office) -> list[str]:
    with office.database.read() as session:
        return list(session.scalars(select(Attachment.filename).order_by(Attachment.id)))


def posted(office: Office) -> str:
    """The path of the tracking link of a need with one file."""
    return office.person(None).post("/post", with_file()).location.removesuffix("/posted")


def test_a_file_comes_with_the_need_and_is_only_ever_downloaded(office: Office) -> None:
    link, nobody = posted(office), office.person(None)
    path = re.search(rf'href="({link}/files/\w+)"', nobody.get(link).text)
    assert path is not None
    answer = nobody.get(path[1], buffered=True)
    assert answer.data == PDF
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "content"), [("page.pdf", b"<script>"), ("a.exe", b"MZ"), ("a.pdf", b"")])
def test_a_file_of_another_kind_is_refused_and_the_text_stays(office: Office, name: str, content: bytes) -> None:
    answer = office.person(None).post("/post", with_file(name, content))
    assert (answer.status_code, set(field_errors(answer))) == (422, {"attachment"})
    assert field_value(answer, "problem") == PROBLEM
    with office.database.read() as session:
        assert session.scalars(select(Need)).all() == []


def test_files_are_added_and_taken_away_until_the_need_is_verified(office: Office) -> None:
    link, nobody = posted(office), office.person(None)
    version = field_value(nobody.get(f"{link}/edit"), "version")
    nobody.post(f"{link}/edit", with_file("检测报告.pdf", PDF + b"2", act="keep", version=version))
    assert files(office) == ["总图.pdf", "检测报告.pdf"]
    remove = re.findall(rf'action="({link}/files/\w+/remove)"', nobody.get(link).text)
    assert nobody.post(remove[0]).location == link
    assert files(office) == ["检测报告.pdf"]
    office.do(lambda work: verify_need(work=work, need=work.session.scalars(select(Need)).one()))
    assert nobody.post(remove[1]).status_code == 409
    assert nobody.post(f"{link}/edit", with_file(act="keep")).status_code == 409
    assert files(office) == ["检测报告.pdf"]


def test_a_file_belongs_to_its_need_and_its_readers(office: Office) -> None:
    link = posted(office)
    other = office.person(None).post("/post", NEED | {"organization_name": "另一家有限公司"}).location
    with office.database.read() as session:
        need, file = session.execute(select(Need.ref, Attachment.ref).join(Attachment)).one()
    assert office.person(None).get(f"{link}/files/{file}", buffered=True).status_code == 200
    assert office.person(None).get(f"{other.removesuffix('/posted')}/files/{file}").status_code == 404
    assert office.person(Role.ENTERPRISE).get(f"/my/needs/{need}/files/{file}").status_code == 404
    assert office.city.get(f"/console/needs/{need}/attachments/{file}", buffered=True).data == PDF
    with office.database.read() as session:
        assert session.scalars(select(Need.state)).all() == [NeedState.SUBMITTED] * 2
