"""Loads the demo's agencies, practices, members, forum and FGDs from the files beside it; safe to run again."""

from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from community.demo_accounts import ensure_demo_accounts, ensure_demo_instansi
from community.models import (
    Aspect,
    Instansi,
    InstansiDomain,
    News,
    NoticeMailing,
    PortalSettings,
    QueuedMail,
    SubAspect,
)
from community.signals import instansi_changed
from cop_portal.demo import fgd, forum, members, renewing
from cop_portal.demo.attachments import attached
from cop_portal.demo.files import paragraphs, read, read_all
from cop_portal.models import HomePage
from cop_portal.services import suggest_searches
from forums.models import PostNews
from practices.dates import a_year_after
from practices.models import PracticePage, Regulation
from practices.services import create_practice, publish_practice

PLAIN = (
    "slug", "title", "summary", "scope", "owner_unit", "keywords", "duration", "cost", "staff", "contact_role",
    "source_note",
)  # fmt: skip
PROSE = ("context", "problem", "solution", "lessons")
SEARCHES = "dialog kinerja, SKP, pegawai baru, mutasi"
CONTACT = "narahubung@cop.localhost"  # nobody's address: the organising body's own is for it to fill in
OWNER_EMAIL = "made.suryani@badan-contoh.example"  # the demo's organiser writes its practices


@transaction.atomic
def load() -> dict[str, int]:
    """Add whatever demo content is missing and move its events on when they are over; how many of each kind.

    Anything else stays as it is, also when someone edited it. Nobody is written to about what is invented.
    Raises `DemoOnly` outside the demo.
    """
    ensure_demo_instansi()
    with no_mail():
        return _load()


def _load() -> dict[str, int]:
    agencies = sum(_add_instansi(row) for row in read("instansi.toml")["instansi"])
    people = ensure_demo_accounts()
    organiser = next(person for person in people if person.email == OWNER_EMAIL)
    present = set(PracticePage.objects.values_list("slug", flat=True))
    missing = [row for row in _practices() if row["slug"] not in present]
    for row in missing:
        attachments = attached(row.get("attachments", []), organiser)
        practice = create_practice(actor=organiser, attachments=attachments, **_fields(row))
        publish_practice(practice, actor=organiser)
    if home := HomePage.objects.filter(suggested_searches="").first():
        suggest_searches(home, actor=organiser, searches=SEARCHES)
    PortalSettings.objects.filter(contact_email="").update(contact_email=CONTACT)
    counts = {"instansi": agencies, "praktik": len(missing), "anggota": members.load()}
    # topics lead to events by their address: the events come first
    return counts | fgd.load(organiser) | renewing.renew() | forum.load(organiser)


@contextmanager
def no_mail():
    """Take back the mails that are queued meanwhile, and what would become mail."""
    last = {
        model: model.objects.aggregate(last=Max("pk"))["last"] or 0
        for model in (QueuedMail, News, NoticeMailing, PostNews)
    }
    yield
    for model, pk in last.items():
        model.objects.filter(pk__gt=pk).delete()


def _practices() -> list[dict]:
    """The practices' files, oldest report first, so that the newest is published last."""
    return sorted(read_all("practices"), key=_reported_at)


def _add_instansi(row: dict) -> bool:
    """Make one invented agency unless its code is taken; its domain verifies who has an address there."""
    province = Instansi.objects.filter(code=row["province"]).first() if "province" in row else None
    instansi, is_new = Instansi.objects.get_or_create(
        code=row["code"],
        defaults={
            "name": row["name"],
            "kind": row["kind"],
            "size_class": row["size_class"],
            "province": province,
            "parent": province,
            "is_example": True,
        },
    )
    InstansiDomain.objects.get_or_create(domain=row["domain"], defaults={"instansi": instansi})
    if not is_new and province and instansi.province is None:
        Instansi.objects.filter(pk=instansi.pk).update(province=province, parent=province, size_class=row["size_class"])
    instansi_changed.send(Instansi, instansi_id=instansi.pk)
    return is_new


def _fields(row: dict) -> dict:
    """The fields of `PracticePage` from a file's table."""
    framework = PortalSettings.load().active_framework
    subaspects = {sub.name: sub for sub in SubAspect.objects.filter(aspect__framework=framework)}
    reported_at = _reported_at(row)
    reviewed_at = _reviewed_at(row)
    return {
        **{name: row.get(name, "") for name in PLAIN},
        **{name: paragraphs(row.get(name, "")) for name in PROSE},
        "is_example": row.get("is_example", True),
        "audience": row.get("audience", "public"),
        "owners": [Instansi.objects.get(code=code) for code in row["owners"]],
        "aspects": list(Aspect.objects.filter(framework=framework, code__in=row["aspects"])),
        "subaspects": [subaspects[name] for name in row["subaspects"]],
        "has_substance_problem": "substansi" in row["problems"],
        "has_behaviour_problem": "perilaku" in row["problems"],
        "reported_at": reported_at,
        "reviewed_at": reviewed_at,
        "review_by": date.fromisoformat(row["review_by"])
        if "review_by" in row
        else a_year_after(reviewed_at or reported_at),
        "steps": [("step", {"text": "", "duration": "", "role": "", **step}) for step in row.get("steps", [])],
        "results": [("result", _result(result)) for result in row.get("results", [])],
        "conditions": [("condition", text) for text in row.get("conditions", [])],
        "risks": [("risk", risk) for risk in row.get("risks", [])],
        "tips": [("tip", {**tip, "subaspect": subaspects[tip["subaspect"]]}) for tip in row.get("tips", [])],
        "regulations": [
            ("regulation", {"regulation": Regulation.objects.get(code=code), "part": ""})
            for code in row.get("regulations", [])
        ],
    }


def _result(row: dict) -> dict:
    points = [
        {"label": label, "value": value, "is_after": is_after} for label, value, is_after in row.get("points", [])
    ]
    return {**row, "evidence": None, "points": points}


def _reported_at(row: dict) -> date:
    if "reported_at" in row:
        return date.fromisoformat(row["reported_at"])
    return timezone.localdate() - timedelta(days=row["reported_days_ago"])


def _reviewed_at(row: dict) -> date | None:
    return timezone.localdate() - timedelta(days=row["reviewed_days_ago"]) if "reviewed_days_ago" in row else None
