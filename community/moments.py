"""Dates and times in the CMS's forms: within years that every time zone can count in.

A moment in the first or last days of the calendar has no equal in another zone: reading it back would fail.
"""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

FIRST_YEAR, LAST_YEAR = 1900, 2199


def require_countable(moment) -> None:
    """`ValidationError` for a date or time in a year beyond all plans."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("Tulis tahun antara %(first)d dan %(last)d."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class DateField(forms.DateField):
    default_validators = [require_countable]


class DateTimeField(forms.DateTimeField):
    default_validators = [require_countable]


def register() -> None:
    """Have the forms of all pages and snippets ask for dates and times by these fields."""
    register_form_field_override(models.DateField, override={"widget": AdminDateInput, "form_class": DateField})
    register_form_field_override(
        models.DateTimeField, override={"widget": AdminDateTimeInput, "form_class": DateTimeField}
    )
