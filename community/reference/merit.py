"""The merit frameworks of `data/aspects.json`."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from community.models import Aspect, Framework, PortalSettings, SubAspect
from community.reference.steps import once

DATA = Path(__file__).resolve().parent.parent / "data" / "aspects.json"
FIRST_FRAMEWORK = "permenpanrb-40-2018"
CODE_LENGTH = 160


@cache
def shipped() -> list[dict]:
    return json.loads(DATA.read_text(encoding="utf-8"))["frameworks"]


def subaspect_code(aspect_code: str, name: str) -> str:
    """The stable code of a sub-aspect: its aspect's code, two hyphens, its first name as a slug."""
    return f"{aspect_code}--{slugify(name)}"[:CODE_LENGTH].rstrip("-")


def load() -> dict[str, int]:
    """Add missing frameworks, aspects and sub-aspects; choose the first framework when none was ever chosen."""
    counts = {"kerangka": 0, "aspek": 0, "sub-aspek": 0}
    for row in shipped():
        framework, is_new = Framework.objects.get_or_create(code=row["code"], defaults=_framework_fields(row))
        counts["kerangka"] += is_new
        added = _load_aspects(framework, row["aspects"])
        counts["aspek"] += added[0]
        counts["sub-aspek"] += added[1]
    settings = PortalSettings.load()
    if settings.active_framework_id is None and once("merit:active-framework"):
        settings.active_framework = Framework.objects.get(code=FIRST_FRAMEWORK)
        settings.save(update_fields=["active_framework"])
    return counts


def _framework_fields(row: dict) -> dict:
    return {
        "name": row["name"],
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    }


def _load_aspects(framework: Framework, rows: list[dict]) -> tuple[int, int]:
    known = {aspect.code: aspect for aspect in Aspect.objects.all()}
    known_subaspects = set(SubAspect.objects.values_list("code", flat=True))
    new_aspects, new_subaspects = 0, []
    for row in rows:
        aspect = known.get(row["code"])
        if aspect is None:
            aspect = Aspect.objects.create(
                framework=framework,
                code=row["code"],
                number=row["number"],
                name=row["name"],
                is_confirmed=row["confirmed"],
            )
            aspect.follows.set(known[code] for code in row.get("follows", []) if code in known)
            new_aspects += 1
        for number, sub in enumerate(row["subaspects"], start=1):
            code = subaspect_code(row["code"], sub["name"])
            if code not in known_subaspects:
                new_subaspects.append(
                    SubAspect(aspect=aspect, code=code, number=number, name=sub["name"], is_confirmed=sub["confirmed"])
                )
    SubAspect.objects.bulk_create(new_subaspects)
    return new_aspects, len(new_subaspects)
