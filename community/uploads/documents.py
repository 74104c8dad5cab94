"""Documents are kept as they are, once their content is what their extension says and holds nothing that runs."""

import io
import re
import zipfile

from django.utils.translation import gettext_lazy as _

from community.errors import UploadRefused
from community.uploads.names import extension

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED = 120 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
MAX_PARTS = 5_000
CHUNK = 256 * 1024

OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
RUNS = re.compile(
    r"(^|/)(vbaproject|vbadata|activex|basic|scripts)\b|\.(bin|exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|html?|svg)$",
    re.IGNORECASE,
)
HARMLESS_BIN = re.compile(r"(printersettings|customproperty)\d*\.bin$", re.IGNORECASE)
PDF_RUNS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
TAIL_OF_PDF = re.compile(rb"%%EOF[\s\x00]*\Z")


def checked_document(name: str, content: bytes) -> bytes:
    """`content` itself, when it is what the extension of `name` says; `UploadRefused` otherwise.

    Known: pdf, docx, xlsx, pptx, odt, ods, csv, txt, at most `MAX_BYTES`.
    """
    kind = extension(name)
    check = CHECKS.get(kind)
    if check is None:
        raise UploadRefused(_("Jenis berkas ini tidak diterima. Pakai PDF, DOCX, XLSX, PPTX, ODT, ODS, CSV, atau TXT."))
    if not content:
        raise UploadRefused(_("Berkas ini kosong."))
    if len(content) > MAX_BYTES:
        raise UploadRefused(_("Berkas ini terlalu besar: paling besar 25 MB."))
    check(kind, content)
    return content


def _refuse_other(kind: str) -> None:
    raise UploadRefused(_("Isi berkas ini tidak sesuai dengan namanya (.%(kind)s).") % {"kind": kind})


def _check_pdf(kind: str, content: bytes) -> None:
    if not content.startswith(b"%PDF-") or not TAIL_OF_PDF.search(content[-2048:]):
        _refuse_other(kind)
    if MARKUP.search(content[:1024]):
        _refuse_other(kind)
    names = re.sub(rb"#([0-9a-fA-F]{2})", lambda code: bytes([int(code[1], 16)]), content)
    if PDF_RUNS.search(names):
        raise UploadRefused(_("PDF ini memuat skrip atau berkas sisipan. Simpan ulang tanpa itu, lalu unggah lagi."))


def _check_text(kind: str, content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadRefused(_("Berkas teks harus tersimpan sebagai UTF-8.")) from error
    if any(mark < " " and mark not in "\t\n\r\f" for mark in set(text)) or MARKUP.search(content[:4096]):
        _refuse_other(kind)


def _check_office(kind: str, content: bytes) -> None:
    with _opened(kind, content) as package:
        names = set(package.namelist())
        if not {"[Content_Types].xml", OFFICE_PARTS[kind]} <= names:
            _refuse_other(kind)
        types = package.read("[Content_Types].xml")
        if b"macroEnabled" in types or b"vbaProject" in types:
            raise _macros()


def _check_open_document(kind: str, content: bytes) -> None:
    with _opened(kind, content) as package:
        first = package.infolist()[0]
        if first.filename != "mimetype" or "content.xml" not in package.namelist():
            _refuse_other(kind)
        if package.read("mimetype").strip() != OPEN_TYPES[kind]:
            _refuse_other(kind)


def _opened(kind: str, content: bytes) -> zipfile.ZipFile:
    """The package, when all of it can be unpacked within bounds and nothing in it runs."""
    if not content.startswith(b"PK\x03\x04"):
        _refuse_other(kind)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        parts = package.infolist()
        _refuse_polyglot(kind, content, parts)
        _refuse_bomb(parts)
        for part in parts:
            _refuse_running(part)
            _unpack(package, part)
    except UploadRefused:
        raise
    except Exception as error:  # hostile input makes zipfile and zlib raise nearly anything
        raise UploadRefused(_("Berkas ini rusak atau tidak utuh.")) from error
    return package


def _refuse_polyglot(kind: str, content: bytes, parts: list[zipfile.ZipInfo]) -> None:
    """Nothing before the first part and nothing behind the end: a second file may hide in either place."""
    end = content.rfind(b"PK\x05\x06")
    comment_length = int.from_bytes(content[end + 20 : end + 22], "little")
    if not parts or min(part.header_offset for part in parts) != 0 or end + 22 + comment_length != len(content):
        _refuse_other(kind)
    if comment_length:
        _refuse_other(kind)


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    too_dense = any(
        part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or too_dense:
        raise UploadRefused(_("Isi berkas ini mengembang terlalu besar saat dibuka."))


def _refuse_running(part: zipfile.ZipInfo) -> None:
    name = part.filename.replace("\\", "/")
    if part.flag_bits & 0x1:
        raise UploadRefused(_("Berkas ini dikunci dengan kata sandi. Unggah yang tidak dikunci."))
    if name.startswith("/") or ".." in name.split("/"):
        raise UploadRefused(_("Berkas ini rusak atau tidak utuh."))
    if RUNS.search(name) and not HARMLESS_BIN.search(name):
        raise _macros()


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read the part to its end: the sizes it declares are proved by its checksum."""
    with package.open(part) as unpacked:
        while unpacked.read(CHUNK):
            pass


def _macros() -> UploadRefused:
    return UploadRefused(_("Berkas ini memuat makro atau objek yang dapat berjalan. Simpan ulang tanpa itu."))


CHECKS = {
    "pdf": _check_pdf,
    "csv": _check_text,
    "txt": _check_text,
    **dict.fromkeys(OFFICE_PARTS, _check_office),
    **dict.fromkeys(OPEN_TYPES, _check_open_document),
}
