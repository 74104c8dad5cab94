"""The portal's one style sheet: tokens, base and components joined in a fixed order, each in its cascade layer."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "static" / "cop"
NAME = "cop/portal.css"
PARTS = (
    "header",
    "footer",
    "button",
    "search",
    "hero",
    "finder",
    "scope",
    "swatch",
    "chip",
    "badge",
    "item",
    "topic",
    "avatar",
    "stat",
    "crumb",
    "banner",
    "loop",
    "steps",
    "chart",
    "table",
    "tips",
    "side",
    "post",
    "editor",
    "reading",
    "facets",
    "compare",
    "map",
    "tabs",
    "hit",
    "form",
    "feedback",
    "event",
    "notulen",
    "people",
    "todo",
    "demo",
    "empty",
    "pager",
    "layout",
)
LAYERS = {
    "tokens": ["tokens"],
    "base": ["components/base"],
    "parts": [f"components/{name}" for name in PARTS],
    "print": ["components/print"],
}


def sources() -> list[str]:
    """Names of the joined files below `static/`, in order."""
    return [f"cop/{name}.css" for names in LAYERS.values() for name in names]


def joined() -> str:
    """The whole style sheet; addresses in it are relative to `cop/`."""
    parts = [f"@layer {','.join(LAYERS)};"]
    for layer, names in LAYERS.items():
        rules = "".join((SOURCE / f"{name}.css").read_text(encoding="utf-8") for name in names)
        parts.append(f"@layer {layer}{{\n{rules}}}")
    return "\n".join(parts)
