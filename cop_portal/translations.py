"""Texts of a language in one dictionary: a server asks for hundreds of them with each page."""

from django.conf import settings
from django.utils.translation.trans_real import TranslationCatalog, translation


class JoinedCatalog(TranslationCatalog):
    """Finds what Django's catalogue finds, by one look-up instead of one in the catalogue of each app.

    Django keeps catalogues apart whose plural rules are written differently, which is nearly all of them. Plurals are
    still looked up there.
    """

    def __init__(self, catalog: TranslationCatalog):
        self._catalogs = catalog._catalogs
        self._plurals = catalog._plurals
        self._joined = {}
        for each in reversed(self._catalogs):
            self._joined.update(each)

    def __getitem__(self, key):
        return self._joined[key]

    def __contains__(self, key):
        return key in self._joined

    def get(self, key, default=None):
        return self._joined.get(key, default)


def join() -> None:
    """Join the texts of every language that a reader may choose; nothing is done twice."""
    for code, _name in settings.LANGUAGES:
        texts = translation(code)
        if not isinstance(texts._catalog, JoinedCatalog):
            texts._catalog = JoinedCatalog(texts._catalog)
