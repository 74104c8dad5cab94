"""Text of files: every format, every limit, and files made to harm the reader."""

import io
import sys

import pytest
from pypdf import PdfWriter

from community.extraction import apart, office
from community.extraction.child import extract
from community.extraction.types import MAX_TEXT, MAX_UNITS, Outcome
from tests.factories.media import package
from tests.factories.texts import office as made
from tests.factories.texts import pdf

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


def test_pdf_pages_are_read():
    read = extract("pdf", pdf("Lampiran rekap dialog kinerja", "Halaman kedua"))

    assert (read.outcome, read.units) == (Outcome.READ, 2)
    assert read.text == "Lampiran rekap dialog kinerja Halaman kedua"


def test_a_scan_has_no_text():
    assert extract("pdf", pdf("", "", "")) == type(extract("pdf", b""))(Outcome.SCANNED, units=3)


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
    monkeypatch.setattr(office, "MAX_PARTS", 2)
    assert extract("pptx", made("pptx", "a", x=b"1")).outcome == Outcome.REFUSED

    monkeypatch.undo()
    monkeypatch.setattr(office, "MAX_UNPACKED", 10)
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

    assert apart.extract("csv", io.BytesIO(b"a")).outcome == Outcome.OTHER
    assert apart.extract("pdf", io.BytesIO(bytes(11))).outcome == Outcome.TOO_LARGE


@pytest.mark.parametrize("does", ["import time; time.sleep(60)", "import os; os.abort()", "raise SystemExit(3)"])
def test_a_child_that_hangs_or_crashes_harms_nobody(monkeypatch, does):
    run = apart.subprocess.run
    monkeypatch.setattr(apart, "SECONDS", 0.2)
    monkeypatch.setattr(apart.subprocess, "run", lambda command, **how: run([sys.executable, "-c", does], **how))

    assert apart.extract("pdf", io.BytesIO(b"%PDF-")).outcome == Outcome.REFUSED
