"""Small files that say something, made by hand, and such as would harm who reads them."""

from tests.factories.media import package


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text on each page; an empty one has none, as a scan."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] {font} /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Root 1 0 R /Size {len(places) + 1} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def office(kind: str, text: str, **more: bytes) -> bytes:
    """A bare Office document that says `text`; `more` adds parts, with `__` for `/` and `_xml` for `.xml`."""
    parts = {
        "docx": {"word/document.xml": f'<w:d xmlns:w="w"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:d>'},
        "pptx": {
            "ppt/presentation.xml": "<p/>",
            "ppt/slides/slide1.xml": f'<p:s xmlns:p="p" xmlns:a="a"><a:p><a:t>{text}</a:t></a:p></p:s>',
        },
        "xlsx": {
            "xl/workbook.xml": "<w/>",
            "xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si></sst>",
            "xl/worksheets/sheet1.xml": '<s><c t="str"><f>HYPERLINK("http://x")</f><v>hasil rumus</v></c></s>',
        },
    }[kind]
    made = {name: content.encode() for name, content in parts.items()}
    return package(made | {name.replace("__", "/").replace("_xml", ".xml"): each for name, each in more.items()})


def opendocument(*paragraphs: str, head: str = "", **more: bytes) -> bytes:
    """A bare OpenDocument with paragraphs, given as they stand in the file; `head` comes before them."""
    spaces = 'xmlns:t="text" xmlns:b="table" xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    body = "".join(f"<t:p>{each}</t:p>" for each in paragraphs)
    return package({"content.xml": f"<o:c {spaces}>{head}{body}</o:c>".encode(), **more})
