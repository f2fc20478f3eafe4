"""Refuses packed workbooks that are bombs, before anything of them is parsed.

First the directory of the archive is asked (how many members, how large, how well packed): a bomb that says its size
is refused without unpacking a byte. Then every member is inflated into nothing, in pieces, so that one that says less
than it holds is caught as soon as it passes what it said.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from matchmaker.interchange.errors import ArchiveRefused, FileDamaged, PasswordProtected, WrongFormat
from matchmaker.interchange.reading.limits import MB, Limits
from matchmaker.locale import N_

PIECE = 1 << 20
ENTRY_MARK = b"PK\x01\x02"
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
RATIO_FROM = 4 * MB

# A member that only this kind of file has -> what the file is
FOREIGN_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", N_("a Word document")),
    ("ppt/presentation.xml", N_("a PowerPoint document")),
    ("xl/workbook.bin", N_("a binary workbook (.xlsb)")),
    ("content.xml", N_("an OpenDocument file")),
)


def check_archive(data: bytes, filename: str, limits: Limits) -> None:
    """Return if `data` is an .xlsx workbook of honest and bearable size.

    Raises `ArchiveRefused`, `FileDamaged`, `PasswordProtected` and `WrongFormat`.
    """
    if data.count(ENTRY_MARK) > limits.members:
        raise ArchiveRefused(filename=filename, problem=N_("it is packed from too many parts"))
    members = _members(data, filename)
    _check_kind(members, filename)
    _check_declared(members, len(data), filename, limits)
    for member in members:
        _check_true_size(data, member, filename)


def _members(data: bytes, filename: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, EOFError) as error:
        raise FileDamaged(filename=filename, problem=N_("its packing cannot be read")) from error


def _check_kind(members: list[zipfile.ZipInfo], filename: str) -> None:
    names = {member.filename.lower().replace("\\", "/").lstrip("/") for member in members}
    if any(member.flag_bits & 0x1 for member in members):
        raise PasswordProtected(filename=filename)
    for name, found in FOREIGN_MEMBERS:
        if name in names:
            raise WrongFormat(filename=filename, problem=found)
    if "xl/workbook.xml" not in names:
        raise WrongFormat(filename=filename, problem=N_("a ZIP archive, not a workbook"))


def _check_declared(members: list[zipfile.ZipInfo], packed: int, filename: str, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise ArchiveRefused(filename=filename, problem=N_("it unpacks to more than any table needs"))
    if unpacked > RATIO_FROM and unpacked > limits.ratio * packed:
        raise ArchiveRefused(filename=filename, problem=N_("it is packed far better than any table can be"))
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveRefused(
                filename=filename, problem=N_("a part of it is packed by a method that no workbook uses")
            )


def _check_true_size(data: bytes, member: zipfile.ZipInfo, filename: str) -> None:
    """Inflate one member into nothing; it must not hold more than the directory says."""
    start = member.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or start + LOCAL_HEADER.size > len(data):
        raise FileDamaged(filename=filename, problem=N_("its packing cannot be read"))
    *_, name_length, extra_length = LOCAL_HEADER.unpack_from(data, start)
    begin = start + LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(data)[begin : begin + member.compress_size]
    true_size = len(packed) if member.compress_type == zipfile.ZIP_STORED else _inflated(packed, member, filename)
    if true_size > member.file_size:
        raise ArchiveRefused(filename=filename, problem=N_("a part of it unpacks to more than the file says"))


def _inflated(packed: memoryview, member: zipfile.ZipInfo, filename: str) -> int:
    """How many bytes a deflated member holds; stops counting once it passes its declared size."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    pending: bytes | memoryview = packed
    try:
        while not inflate.eof and total <= member.file_size:
            piece = inflate.decompress(pending, PIECE)
            pending = inflate.unconsumed_tail
            total += len(piece)
            if not piece and not pending:
                break
    except zlib.error as error:
        raise FileDamaged(filename=filename, problem=N_("a part of it does not unpack")) from error
    return total
