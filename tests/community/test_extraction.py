"""Text of files: every format, every limit, and files made to harm the reader."""

import io
import sys

import pytest
from pypdf import PdfWriter

from community.extraction import apart, zipped
from community.extraction.child import extract
from community.extraction.types import MAX_TEXT, MAX_UNITS, Extract, Outcome
from tests.factories.media import package
from tests.factories.texts import office as made
from tests.factories.texts import opendocument, pdf

LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:d xmlns:w="w"><w:t>&b;</w:t></w:d>'
FETCHES = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:d xmlns:w="w"><w:t>&a;</w:t></w:d>'


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_office_text_is_read(kind):
    read = extract(kind, made(kind, "Dialog kinerja triwulan"))

    assert read.outcome == Outcome.READ
    assert "Dialog kinerja triwulan" in read.text
    assert read.units == (kind != "docx")


def test_a_formula_is_not_read_but_what_it_came_to():
    assert extract("xlsx", made("xlsx", "Judul")).text == "hasil rumus Judul"


@pytest.mark.parametrize("kind", ["odt", "ods"])
def test_opendocument_text_is_read_without_what_was_deleted_and_remarked(kind):
    gone = "<t:tracked-changes><t:p>Terhapus</t:p></t:tracked-changes>"
    written = opendocument(
        "Dialog <t:span>kinerja</t:span> triwulan<t:line-break/>"
        "pertama<o:annotation><t:p>Catatan</t:p></o:annotation>.",
        "Lampiran<t:frame><t:p>Kotak</t:p></t:frame>",
        head=gone,
    )

    assert extract(kind, written).text == "Dialog kinerja triwulan pertama. Lampiran Kotak"


def test_numbers_of_an_opendocument_sheet_are_left_out_as_in_others():
    cells = (
        '<b:table-cell o:value-type="string"><t:p>Jumlah</t:p></b:table-cell>'
        '<b:table-cell o:value-type="float"><t:p>198001012005011001</t:p></b:table-cell>'
    )

    assert extract("ods", opendocument("Judul", head=cells)).text == "Jumlah Judul"


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        ("txt", "Évaluasi\n“kinerja”".encode(), "Évaluasi “kinerja”"),
        ("txt", "Évaluasi".encode("utf-8-sig"), "Évaluasi"),
        ("txt", "Évaluasi".encode("utf-16"), "Évaluasi"),
        ("txt", "Évaluasi".encode("cp1252"), "Évaluasi"),
        ("txt", ("é" * 300_000).encode(), "é" * MAX_TEXT),
        ("csv", b'nama;jumlah\r\n"Dialog; kinerja";12\r\nRapat;7,5\r\n', "nama jumlah Dialog; kinerja Rapat"),
        ("csv", b"nama,jumlah\nRapat,7", "nama jumlah Rapat"),
        ("csv", b"", ""),
    ],
)
def test_plain_text_and_tables_are_read_as_they_are_written(kind, content, text):
    assert extract(kind, content) == Extract(Outcome.READ, text)


def test_pdf_pages_are_read():
    read = extract("pdf", pdf("Lampiran rekap dialog kinerja", "Halaman kedua"))

    assert (read.outcome, read.units) == (Outcome.READ, 2)
    assert read.text == "Lampiran rekap dialog kinerja Halaman kedua"


def test_a_scan_has_no_text():
    assert extract("pdf", pdf("", "", "")) == Extract(Outcome.SCANNED, units=3)


@pytest.mark.parametrize("password", ["rahasia", ""])
def test_an_encrypted_pdf_is_read_only_without_a_password(password):
    writer, out = PdfWriter(clone_from=io.BytesIO(pdf("Lampiran rekap dialog kinerja"))), io.BytesIO()
    writer.encrypt(password, owner_password="pemilik", algorithm="AES-256")
    writer.write(out)

    assert extract("pdf", out.getvalue()).outcome == (Outcome.ENCRYPTED if password else Outcome.READ)


@pytest.mark.parametrize(
    ("kind", "content", "outcome"),
    [
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Outcome.ENCRYPTED),
        ("docx", made("docx", "a")[:-40], Outcome.BROKEN),
        ("docx", pdf("Bukan Word"), Outcome.BROKEN),
        ("docx", made("xlsx", "Bukan Word"), Outcome.BROKEN),
        ("pdf", made("docx", "Bukan PDF"), Outcome.BROKEN),
        ("pdf", pdf("Terpotong di tengah jalan")[:60], Outcome.BROKEN),
        ("docx", package({"word/document.xml": b"<w:d"}), Outcome.BROKEN),
        ("docx", package({"word/document.xml": LAUGHS}), Outcome.REFUSED),
        ("docx", package({"word/document.xml": FETCHES}), Outcome.REFUSED),
        ("docx", package({"word/document.xml": b"<a>" * 300 + b"</a>" * 300}), Outcome.REFUSED),
        ("docx", made("docx", "a", word__media_xml=bytes(5_000_000)), Outcome.REFUSED),
        ("odt", made("docx", "Bukan ODT"), Outcome.BROKEN),
        ("odt", package({"content.xml": LAUGHS}), Outcome.REFUSED),
        ("ods", opendocument("<t:a>" * 300 + "</t:a>" * 300), Outcome.REFUSED),
        ("odt", opendocument("a", **{"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), Outcome.ENCRYPTED),
        ("odt", package({"encrypted-package": b"x"}), Outcome.ENCRYPTED),
        ("txt", b"a\0b", Outcome.BROKEN),
        ("csv", b"a," + b"x" * 140_000, Outcome.BROKEN),
    ],
)
def test_harmful_and_broken_files_are_told_apart(kind, content, outcome):
    assert extract(kind, content).outcome == outcome


def test_a_zip_that_python_cannot_unpack_is_broken():
    """A method of packing that zipfile does not know, and packed data with bytes that its method does not know."""
    whole = made("docx", "Dialog kinerja")
    central = whole.index(b"PK\x01\x02", whole.index(b"word/document.xml"))
    name = whole.index(b"word/document.xml")
    data = name + len(b"word/document.xml")

    for at in (name - 22, whole.index(b"word/document.xml", central) - 36):
        assert whole[at : at + 2] == (8).to_bytes(2, "little")
        whole = whole[:at] + (99).to_bytes(2, "little") + whole[at + 2 :]
    unknown = whole
    damaged = made("docx", "Dialog kinerja")
    damaged = damaged[:data] + b"\xff" * 20 + damaged[data + 20 :]

    assert extract("docx", unknown).outcome == Outcome.BROKEN
    assert extract("docx", damaged).outcome == Outcome.BROKEN


def test_a_zip_of_too_many_or_too_large_parts_is_refused(monkeypatch):
    monkeypatch.setattr(zipped, "MAX_PARTS", 2)
    assert extract("pptx", made("pptx", "a", x=b"1")).outcome == Outcome.REFUSED

    monkeypatch.undo()
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 10)
    assert extract("pptx", made("pptx", "a")).outcome == Outcome.REFUSED


def test_what_lies_behind_the_bounds_is_not_read():
    assert len(extract("docx", made("docx", "kata " * 20_000)).text) <= MAX_TEXT
    assert extract("pdf", pdf(*["kata"] * (MAX_UNITS + 5))).units == MAX_UNITS


def test_the_child_says_what_it_read():
    read = apart.extract("docx", io.BytesIO(made("docx", "Évaluasi “kinerja”")))

    assert (read.outcome, read.text) == (Outcome.READ, "Évaluasi “kinerja”")


def test_other_and_large_files_start_no_child(monkeypatch):
    monkeypatch.setattr(apart.subprocess, "run", None)
    monkeypatch.setattr(apart, "MAX_BYTES", 10)

    assert apart.extract("doc", io.BytesIO(b"a")).outcome == Outcome.OTHER
    assert apart.extract("pdf", io.BytesIO(bytes(11))).outcome == Outcome.TOO_LARGE


@pytest.mark.parametrize("does", ["import time; time.sleep(60)", "import os; os.abort()", "raise SystemExit(3)"])
def test_a_child_that_hangs_or_crashes_harms_nobody(monkeypatch, does):
    run = apart.subprocess.run
    monkeypatch.setattr(apart, "SECONDS", 0.2)
    monkeypatch.setattr(apart.subprocess, "run", lambda command, **how: run([sys.executable, "-c", does], **how))

    assert apart.extract("pdf", io.BytesIO(b"%PDF-")).outcome == Outcome.REFUSED
