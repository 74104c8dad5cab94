"""What uploads are kept, in which form, and which are refused."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from community.errors import UploadRefused
from community.uploads import checked_document, checked_image, plain_title, safe_name
from tests.factories.media import PDF, docx, package, picture

HTML = b"<html><script>alert(1)</script></html>"


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "catatan rahasia"
    exif.get_ifd(0x8825)[2] = (6.0, 54.0, 27.0)
    return picture(size=(40, 30), exif=exif, comment=b"komentar")


def bomb_png(side: int = 30_000) -> bytes:
    """A valid PNG header that declares side × side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    data = zlib.compress(bytes(1_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_image_is_kept_in_its_format_and_size(name, kind):
    kept = Image.open(io.BytesIO(checked_image(name, picture(kind))))

    assert (kept.format, kept.size) == (kind, (40, 30))


def test_image_loses_position_and_comments_but_stands_upright():
    kept = checked_image("foto.jpg", with_gps())

    result = Image.open(io.BytesIO(kept))
    assert dict(result.getexif()) == {}
    assert result.size == (30, 40)
    assert not any(secret in kept for secret in (b"rahasia", b"komentar", b"Exif"))


def test_png_loses_its_text():
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "<script>alert(1)</script>")

    assert b"script" not in checked_image("a.png", picture("PNG", pnginfo=note))


def test_transparency_is_kept_where_the_format_has_it():
    source = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(source, "PNG")

    kept = Image.open(io.BytesIO(checked_image("a.png", source.getvalue())))

    assert kept.getpixel((0, 0)) == (255, 0, 0, 0)


@pytest.mark.parametrize("mode", ["L", "P", "LA", "I;16", "1"])
def test_unusual_modes_are_decoded(mode):
    source = io.BytesIO()
    Image.new(mode, (8, 8)).save(source, "PNG")

    assert Image.open(io.BytesIO(checked_image("a.png", source.getvalue()))).size == (8, 8)


def test_cmyk_is_turned_into_rgb():
    source = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(source, "JPEG")

    assert Image.open(io.BytesIO(checked_image("a.jpg", source.getvalue()))).mode == "RGB"


def test_bytes_behind_the_picture_are_not_kept():
    assert b"script" not in checked_image("a.jpg", picture() + HTML)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", HTML),
        ("a.jpg", b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)"),
        ("a.gif", b"GIF89a" + b"\x00" * 40),
        ("a.jpg", picture("PNG")),
        ("a.png", picture("JPEG")),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", picture()[:200]),
        ("a.jpg", b""),
        ("a.jpg.html", picture()),
        ("a", picture()),
        ("a.png", bomb_png()),
        ("a.png", bomb_png(9_000)),
        ("a.png", bomb_png(200_000)),
    ],
)
def test_what_is_no_such_picture_is_refused(name, content):
    with pytest.raises(UploadRefused) as refusal:
        checked_image(name, content)

    assert str(refusal.value).endswith((".", "sisinya."))


HONEST = [
    ("a.pdf", PDF),
    ("A.PDF", PDF),
    ("a.docx", docx()),
    ("a.xlsx", package({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/printerSettings1.bin": b"x"})),
    ("a.pptx", package({"[Content_Types].xml": b"", "ppt/presentation.xml": b""})),
    ("a.odt", package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""})),
    ("a.ods", package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""})),
    ("a.csv", "nama;nilai\r\nÉka;3\r\n".encode("utf-8-sig")),
    ("a.txt", b"catatan"),
]


@pytest.mark.parametrize(("name", "content"), HONEST)
def test_honest_document_is_kept_as_it_is(name, content):
    assert checked_document(name, content) == content


def zip_bomb() -> bytes:
    return docx(word__media__image1=bytes(30 * 1024 * 1024))


def many_bombs() -> bytes:
    return docx(**{f"word__{number}": bytes(1024 * 1024) for number in range(130)})


def lying_sizes() -> bytes:
    """Declares a small size for a part that unpacks to 40 MB."""
    honest = docx(word__media__image1=bytes(40 * 1024 * 1024))
    return honest.replace(struct.pack("<I", 40 * 1024 * 1024), struct.pack("<I", 1_000))


def climbing() -> bytes:
    return docx(**{"..__..__etc__passwd": b"x"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", HTML),
        ("a.pdf", HTML + PDF),
        ("a.pdf", PDF + HTML),
        ("a.pdf", PDF.replace(b"1 0 obj", HTML)),
        ("a.pdf", PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Type")),
        ("a.pdf", PDF.replace(b"/Type", b"/OpenAction << /S /Java#53cript >> /Type")),
        ("a.pdf", PDF.replace(b"/Type", b"/S /Launch /Type")),
        ("a.pdf", docx()),
        ("a.docx", PDF),
        ("a.xlsx", docx()),
        ("a.odt", docx()),
        ("a.docx", b"MZ" + docx()),
        ("a.docx", docx() + HTML),
        ("a.docx", docx()[:-10]),
        ("a.docx", docx(word__vbaProject=b"x")),
        ("a.docx", package({"[Content_Types].xml": b"application/x.macroEnabled.main", "word/document.xml": b""})),
        ("a.docx", docx(word__activeX__activeX1=b"x")),
        ("a.docx", package({"[Content_Types].xml": b"", "word/document.xml": b"", "word/embeddings/a.bin": b"x"})),
        ("a.docx", climbing()),
        ("a.docx", zip_bomb()),
        ("a.docx", many_bombs()),
        ("a.docx", lying_sizes()),
        ("a.odt", package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""})),
        (
            "a.odt",
            package(
                {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"", "Basic/script.xml": b""}
            ),
        ),
        ("a.csv", b"a\x00b"),
        ("a.csv", b"\xff\xfe\x41"),
        ("a.txt", HTML),
        ("a.csv", b"x;<SCRIPT>alert(1)</SCRIPT>"),
        ("a.html", HTML),
        ("a.pdf.exe", PDF),
        ("a.docm", docx()),
        ("a", PDF),
    ],
)
def test_what_is_no_such_document_is_refused(name, content):
    with pytest.raises(UploadRefused):
        checked_document(name, content)


def test_document_with_a_password_is_refused():
    locked = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := locked.find(mark, start)) >= 0:
            locked[start + offset] |= 1
            start += 4

    with pytest.raises(UploadRefused, match="kata sandi"):
        checked_document("a.docx", bytes(locked))


def test_document_over_the_limit_is_refused():
    with pytest.raises(UploadRefused, match="25 MB"):
        checked_document("a.txt", b"a" * (25 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Laporan Kinerja 2022.PDF", "laporan-kinerja-2022.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ('a"; filename="b.pdf', "a-filenameb.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a-set-cookie-x.pdf"),
        ("laporan\u202efdp.pdf", "laporanfdp.pdf"),
        ("\u202e\u200b.pdf", "berkas.pdf"),
        (".pdf", "berkas.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
        ("x\x00.pdf", "x.pdf"),
    ],
)
def test_names_are_neutralised(typed, kept):
    assert safe_name(typed, "pdf") == kept


def test_titles_lose_hidden_marks():
    assert plain_title(" Laporan\u202e \r\n kinerja\x00 – 2022\u200b ") == "Laporan kinerja – 2022"


def test_zip_with_a_comment_is_refused():
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = HTML

    with pytest.raises(UploadRefused):
        checked_document("a.docx", out.getvalue())
