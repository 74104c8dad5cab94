"""Tables as files that a spreadsheet opens and computes nothing of."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from search.cells import plain_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = list[str | int | float | None]


def csv_response(name: str, head: list[str], rows: Iterable[Row]) -> HttpResponse:
    """A table as CSV in UTF-8, with the mark by which spreadsheets know it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerows([[plain_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in (head, *rows)])
    return _file(f"{name}.csv", ("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8")


def xlsx_response(name: str, head: list[str], rows: Iterable[Row]) -> HttpResponse:
    """A table as a workbook; texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (head, *rows):
        cells = [WriteOnlyCell(sheet, cell) for cell in row]
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return _file(f"{name}.xlsx", out.getvalue(), XLSX)


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


WRITERS = {"csv": csv_response, "xlsx": xlsx_response}
