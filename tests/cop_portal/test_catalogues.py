"""The English catalogue: complete, true to its placeholders, compiled anew."""

import re
import shutil

import pytest
from django.conf import settings

from cop_portal import catalogues
from tests.support.services import missing

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")
CATALOGUES = sorted(catalogues.LOCALE.glob("*/LC_MESSAGES/*.po"))


def translations_of(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def edges(text: str) -> tuple[str, str]:
    """The blanks before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_every_text_of_the_code_has_its_entry():
    if not shutil.which("xgettext"):
        missing("xgettext was not found on this machine (Debian: apt-get install gettext).")

    found = {catalogues.key(entry): entry.msgid_plural for entry in catalogues.extract()}

    present = {catalogues.key(entry): entry.msgid_plural for entry in catalogues.read(catalogues.path_of("en"))}
    assert found == present, "run `make messages` and translate what is new"


def test_every_entry_is_translated():
    entries = catalogues.read(catalogues.path_of("en"))

    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_translations_keep_placeholders_tags_and_blanks(path):
    broken = []

    for entry in catalogues.read(path):
        for text in translations_of(entry):
            placeholders = set(PLACEHOLDER.findall(text))
            allowed = [set(PLACEHOLDER.findall(msgid)) for msgid in (entry.msgid, entry.msgid_plural) if msgid]
            tags = sorted(TAG.findall(text)) == sorted(TAG.findall(entry.msgid))
            is_one = entry.msgid_plural and text == entry.msgstr_plural[0]  # "the newest one" needs no number
            fits = placeholders in allowed or (is_one and placeholders < allowed[0])
            if not fits or not tags or edges(text) != edges(entry.msgid):
                broken.append((entry.msgid, text))

    assert broken == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_compiled_catalogue_is_fresh(path):
    assert path.with_suffix(".mo").read_bytes() == catalogues.read(path).to_binary(), "run `make messages`"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_catalogue_is_sorted_and_has_no_doubles(path):
    keys = [catalogues.order(entry) for entry in catalogues.read(path)]

    assert keys == sorted(set(keys))
