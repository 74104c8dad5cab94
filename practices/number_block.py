"""A number as people write it: with a decimal comma or point, with thousands apart or not.

A browser's own number field reads "38,5" as 385 when it speaks English, without a word; so this is a text field.
"""

from decimal import Decimal

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

MARKS = ",."
GROUP = 3


def plain_number(text: str) -> str:
    """`text` with a decimal point and nothing between thousands; left alone where it cannot be told apart.

    Of two kinds of marks the last one is the decimal; a mark used twice parts thousands; one mark before exactly
    three digits parts thousands when that is what it does in the reader's language.
    """
    text = "".join(text.split())
    last = max(text.rfind(mark) for mark in MARKS)
    if last < 0:
        return text
    decimal = text[last]
    other = MARKS[1 - MARKS.index(decimal)]
    if other in text:
        return text.replace(other, "").replace(decimal, ".")
    whole, *groups = text.split(decimal)
    are_thousands = bool(whole.lstrip("+-")) and all(len(group) == GROUP and group.isdecimal() for group in groups)
    if are_thousands and (len(groups) > 1 or decimal == get_format("THOUSAND_SEPARATOR")):
        return text.replace(decimal, "")
    return text.replace(decimal, ".")


class NumberField(forms.DecimalField):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Tulis angkanya saja, misalnya 38,5.")}

    def to_python(self, value):
        return super().to_python(plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value):
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value:f}".replace(".", get_format("DECIMAL_SEPARATOR"))
        return value


class NumberBlock(blocks.DecimalBlock):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shape = ("required", "help_text", "max_value", "min_value", "max_digits", "decimal_places")
        self.field = NumberField(**{name: getattr(self.field, name) for name in shape})
