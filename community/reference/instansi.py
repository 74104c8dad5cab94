"""The agencies of `data/instansi.csv`."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from community.models import Instansi
from community.signals import instansi_changed

DATA = Path(__file__).resolve().parent.parent / "data" / "instansi.csv"
PLAIN_FIELDS = ("name", "kind", "island", "is_autonomous", "active_from", "active_to")


@cache
def shipped() -> dict[str, dict]:
    """The shipped agencies by code; relations are codes (`parent`, `province`)."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: _parsed(row) for row in csv.DictReader(lines)}


def _parsed(row: dict) -> dict:
    return {
        "name": row["name"],
        "kind": row["kind"],
        "island": row["island"],
        "is_autonomous": row["autonomous"] == "true",
        "active_from": date.fromisoformat(row["active_from"]) if row["active_from"] else None,
        "active_to": date.fromisoformat(row["active_to"]) if row["active_to"] else None,
        "parent": row["parent_code"],
        "province": row["province_code"],
    }


def load() -> dict[str, int]:
    """Add the agencies that are missing, then their parents and provinces; announces each new agency."""
    ids = dict(Instansi.objects.values_list("code", "pk"))
    missing = {code: row for code, row in shipped().items() if code not in ids}
    made = Instansi.objects.bulk_create(
        Instansi(code=code, **{field: row[field] for field in PLAIN_FIELDS}) for code, row in missing.items()
    )
    ids |= {each.code: each.pk for each in made}
    for each in made:
        row = missing[each.code]
        each.parent_id = ids.get(row["parent"])
        each.province_id = ids.get(row["province"])
    Instansi.objects.bulk_update(made, ["parent", "province"], batch_size=200)
    if made:
        instansi_changed.send(Instansi, instansi_ids=[each.pk for each in made])
    return {"instansi": len(made)}


def differences() -> list[tuple[str, str, str, str]]:
    """Where a row differs from the shipped data: code, field, value in the portal, value shipped."""
    rows = Instansi.objects.filter(code__in=shipped()).select_related("parent", "province").order_by("code")
    found = []
    for row in rows:
        now = {field: getattr(row, field) for field in PLAIN_FIELDS}
        now |= {field: getattr(getattr(row, field), "code", "") for field in ("parent", "province")}
        official = shipped()[row.code]
        found += [
            (row.code, field, str(now[field]), str(official[field])) for field in now if now[field] != official[field]
        ]
    return found


def restore(code: str) -> None:
    """Take the shipped values of one agency over its edited ones; `KeyError` for a code that is not shipped."""
    official = shipped()[code]
    values = {field: official[field] for field in PLAIN_FIELDS}
    for field in ("parent", "province"):
        values[field] = Instansi.objects.get(code=official[field]) if official[field] else None
    Instansi.objects.update_or_create(code=code, defaults=values)
