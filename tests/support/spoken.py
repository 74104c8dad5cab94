"""What a page says, and which of it passed through translation."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models
from django.template.autoreload import reset_loaders
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.fields import StreamField

from cop_portal import catalogues

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-done"}
OURS = ("cop_portal", "insights", "search", "events", "practices", "forums", "community")
# Proper names, initials, and words that are the same in both languages
NEUTRAL = {"RW", "English", "Bahasa Indonesia", "Jan", "Mar", "Jun", "Ctrl+P"}
TEXTS = (models.CharField, models.TextField, models.JSONField, StreamField)
LETTERS = re.compile(r"[^\W\d_]")
JOINTS = re.compile(r" · | – |[,:()/]|\.(?:\s|$)")  # between facts that stand in one line
FILLED_IN = re.compile(r"%\(\w+\)[a-z]")
ADDRESS = re.compile(r"https?://\S+")
TIMES = re.compile(r"\d\d[.:]\d\d(?:\u2060?–\u2060?\d\d[.:]\d\d)?\sWI(?:B|TA|T)")


class Spoken(HTMLParser):
    """What a reader sees or hears of a page, as a list of pieces in the order of the page."""

    def __init__(self, html: str):
        super().__init__()
        self.pieces, self.silent, self.language = [], 0, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang")
        self.silent += tag in ("script", "style")
        self.pieces += [values[name] for name in sorted(SPOKEN & set(values)) if values[name]]
        if tag == "meta" and values.get("name") == "description":
            self.pieces.append(values["content"])

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.pieces.append(data)


def outside_marks(pieces: list[str]) -> list[str]:
    """The parts that no translation gave; a translation may span several pieces."""
    found, depth = [], 0
    for piece in pieces:
        for part in re.split(f"([{OPEN}{CLOSE}])", piece):
            if part in (OPEN, CLOSE):
                depth += 1 if part == OPEN else -1
            elif depth == 0:
                found.append(part)
    assert depth == 0
    return found


@pytest.fixture
def marked(monkeypatch):
    """Translations that show themselves: each text passes as ⟦text⟧. The set of texts that were asked for."""
    asked = set()

    def mark(one: str, many: str = "", number: int = 1) -> str:
        asked.add(one)
        return f"{OPEN}{one if number == 1 else many}{CLOSE}"

    monkeypatch.setattr(translation._trans, "gettext", mark)
    monkeypatch.setattr(translation._trans, "pgettext", lambda context, text: mark(text))
    monkeypatch.setattr(translation._trans, "ngettext", mark)
    monkeypatch.setattr(translation._trans, "npgettext", lambda context, *texts: mark(*texts))
    reset_loaders()  # templates that are laid out hold texts as they were
    yield asked
    reset_loaders()


def without_english(asked: set[str]) -> set[str]:
    """Those of the texts that our catalogue does not know, and that no library wrote in English for Indonesians."""
    ours = {entry.msgid for entry in catalogues.read(catalogues.path_of("en"))}
    keys = trans_real.DjangoTranslation("id")._catalog.keys()
    theirs = {key if isinstance(key, str) else key[0] for key in keys}
    return {text for text in asked - ours - theirs if LETTERS.search(FILLED_IN.sub("", text))}


def written() -> str:
    """All that somebody wrote and the database holds, one value a line."""
    lines = []
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            names = [field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
            lines += [str(value) for row in model._default_manager.values_list(*names) for value in row]
    return "\n".join(lines)


def unmarked(response, content: str) -> set[str]:
    """Texts of a page that neither a translation nor somebody's writing (`content`) gave."""
    return unmarked_in(Spoken(response.content.decode()).pieces, content)


def unmarked_in(pieces: list[str], content: str) -> set[str]:
    """As `unmarked`, of texts."""
    texts = [TIMES.sub("", ADDRESS.sub("", text)) for text in outside_marks(pieces)]
    parts = {part for text in texts for part in JOINTS.split(text)}
    return {part for part in map(str.strip, parts) if LETTERS.search(part) and part not in content} - NEUTRAL
