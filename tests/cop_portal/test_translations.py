"""Texts that a server joins are those that Django finds without that."""

import pytest
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

from cop_portal import translations

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("code", LANGUAGES)
def test_joined_texts_are_those_of_django(code):
    plain, joined = DjangoTranslation(code), DjangoTranslation(code)
    joined._catalog = translations.JoinedCatalog(joined._catalog)

    asked = {key for key in plain._catalog.keys() if isinstance(key, str)}  # noqa: SIM118 -- no dictionary
    assert len(asked) > 500
    assert {text: joined.gettext(text) for text in asked} == {text: plain.gettext(text) for text in asked}
    assert joined.gettext("no such text") == "no such text"
    with pytest.raises(KeyError):
        joined._catalog["no such text"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_plurals_stay_with_the_rules_of_their_catalogue(code):
    plain, joined = DjangoTranslation(code), DjangoTranslation(code)
    joined._catalog = translations.JoinedCatalog(joined._catalog)

    plurals = {key[0] for key in plain._catalog.keys() if isinstance(key, tuple)}  # noqa: SIM118 -- no dictionary
    assert plurals
    for text in plurals:
        for number in (0, 1, 2, 5):
            assert joined.ngettext(text, "more", number) == plain.ngettext(text, "more", number)


def test_a_server_joins_every_language_once():
    translations.join()
    joined = {code: translations.translation(code)._catalog for code in LANGUAGES}
    translations.join()

    assert all(isinstance(catalog, translations.JoinedCatalog) for catalog in joined.values())
    assert {code: translations.translation(code)._catalog for code in LANGUAGES} == joined
