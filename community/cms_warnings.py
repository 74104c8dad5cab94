"""What the CMS tells a writer after a save by hand, without refusing it."""

from django.contrib import messages
from django.utils.translation import gettext as _

from community.personal_data import personal_data_in


def warn_of_personal_data(request, text: str) -> None:
    """Tell the writer of a page, once per save by hand; the save is not refused, since a code may look like a NIP."""
    is_autosave = "application/json" in request.headers.get("Accept", "")
    kinds = [] if is_autosave else personal_data_in(text)
    if kinds:
        messages.warning(
            request,
            _("Isi ini tampaknya memuat data pribadi: %(kinds)s. Periksa lagi, dan hapus bila benar.")
            % {"kinds": ", ".join(str(kind.label) for kind in kinds)},
        )
