"""Translation catalogues: msgids taken from code and templates, kept sorted, compiled to the same bytes everywhere.

Needs `polib` (requirements-dev) and GNU gettext's `xgettext`: only `make messages` and the tests come here.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import template

LOCALE = settings.BASE_DIR / "cop_portal" / "locale"
SOURCES = ("templates", "community", "forums", "practices", "events", "search", "insights", "cop_portal")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
NO_TEMPLATES = ("data", "static", "locale", "migrations")
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)
NO_WRAP = -1


def path_of(language: str) -> Path:
    """The catalogue of a language as text; the compiled one lies beside it."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=NO_WRAP)


def sources() -> list[Path]:
    """Every file of ours that may hold marked text, relative to the repository."""
    found = []
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            relative = path.relative_to(settings.BASE_DIR)
            is_template = path.suffix in TEMPLATE_SUFFIXES
            if is_template or path.suffix == ".py":
                found += [] if set(NO_TEMPLATES) & set(relative.parts) else [relative]
    return found


def extract() -> polib.POFile:
    """All msgids of the code and the templates, without translations. Raises FileNotFoundError without xgettext."""
    program = shutil.which("xgettext")
    if not program:
        raise FileNotFoundError("xgettext was not found (Debian: apt-get install gettext).")
    with tempfile.TemporaryDirectory() as folder:
        names = [as_python(path, Path(folder)) for path in sources()]
        (Path(folder) / "files").write_text("\n".join(names), encoding="utf-8")
        command = [program, "--language=Python", "--from-code=UTF-8", "--no-location", "--no-wrap", "--output=-"]
        command += [f"--keyword={keyword}" for keyword in KEYWORDS]
        command += ["--add-comments=Translators", "--files-from=files"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603 -- our own
    found = polib.pofile(done.stdout)
    found.sort(key=order)
    return found


def as_python(path: Path, folder: Path) -> str:
    """Put a source into `folder`, a template as the Python that xgettext can read; its name there."""
    text = (settings.BASE_DIR / path).read_text(encoding="utf-8")
    copy = folder / path if path.suffix == ".py" else folder / f"{path}.py"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text if path.suffix == ".py" else template.templatize(text, origin=str(path)), encoding="utf-8")
    return str(copy.relative_to(folder))


def order(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def updated(found: polib.POFile, present: polib.POFile | None, language: str) -> polib.POFile:
    """The catalogue of `language`: the msgids of `found`, the translations of `present`, none guessed."""
    known = {key(entry): entry for entry in present or ()}
    catalogue = polib.POFile(wrapwidth=NO_WRAP)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in sorted(found, key=order):
        old = known.get(key(entry))
        if entry.msgid_plural:
            kept = old.msgstr_plural if old and old.msgid_plural else {}
            entry.msgstr_plural = {number: kept.get(number, "") for number in (0, 1)}
        else:
            entry.msgstr = old.msgstr if old and not old.msgid_plural else ""
        catalogue.append(entry)
    return catalogue


def compile_catalogues() -> None:
    """Write each catalogue's compiled form beside it."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        path.with_suffix(".mo").write_bytes(read(path).to_binary())
