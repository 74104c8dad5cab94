"""Cells of exported tables: a text that a spreadsheet would compute is written so that it is shown."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def plain_cell(text: str) -> str:
    """`text` as a cell; one that begins like a formula, white space before it left aside, gets an apostrophe first."""
    text = str(text)
    return MARK + text if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
