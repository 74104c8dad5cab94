"""The one door through which an app shows something on the page of an app below it.

A lower page offers a named slot; an app above registers a panel for it in `AppConfig.ready`. The page's view asks for
the panels of its slot, so no import goes upwards.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

SLOTS = {
    "home_find",
    "home_join",
    "home_trust",
    "saya",
    "person",
    "instansi",
    "scope",
    "room_side",
    "ask_similar",
    "topic_loop",
    "topic_actions",
    "practice_loop",
    "practice_body",
    "practice_side",
    "event_loop",
}


@dataclass(frozen=True)
class Panel:
    """What an app shows in a slot.

    `context` takes the page's object (or None) and the reader and gives the template's context, or None to stay away;
    it may ask the database at most `queries` times. Panels stand in the order of `position`.
    """

    slot: str
    context: Callable
    template: str
    queries: int
    position: int = 100


_panels: dict[str, list[Panel]] = defaultdict(list)


def register(panel: Panel) -> None:
    """Put `panel` into its slot; `ValueError` for a slot that no page offers."""
    if panel.slot not in SLOTS:
        raise ValueError(f"No page offers the slot {panel.slot!r}.")
    _panels[panel.slot] = sorted({*_panels[panel.slot], panel}, key=lambda each: (each.position, each.template))


def registered(slot: str) -> list[Panel]:
    """The panels of a slot, in their order."""
    return list(_panels[slot])


def shown(slot: str, subject, reader) -> list[dict]:
    """What to render in `slot`: per panel that has something to say its `template`, `context` and `position`.

    Nothing for a page that is previewed before its first save: no row can refer to it, and asking would fail.
    """
    if isinstance(subject, Model) and subject.pk is None:
        return []
    rendered = []
    for panel in _panels[slot]:
        context = panel.context(subject, reader)
        if context is not None:
            rendered.append({"template": panel.template, "context": context, "position": panel.position})
    return rendered
