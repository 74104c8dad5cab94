"""What the sheet of components shows in the rows that pages of events, forum, practices and search are made of."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Sample

from community.enums import ProblemKind, Scope
from events.enums import BlockKind, FollowUpState
from practices import charts
from practices.comparison import Part
from practices.enums import RegulationState
from practices.map import Place, shades
from practices.provinces import drawing
from practices.reading import Linked
from search.enums import Kind

AT = datetime(2026, 11, 4, 12, 26, tzinfo=UTC)
SCOPE = Scope.BEST_PRACTICE
ACCEPTED = [{"text": "Jawaban yang diterima penanya", "icon": "circle-check", "tone": "ok", "fill": True}]
HIDDEN = [{"text": "Disembunyikan", "icon": "eye", "tone": "bad", "fill": True}]
STATES = {
    RegulationState.IN_FORCE: {"icon": "circle-check", "tone": "ok"},
    RegulationState.REVOKED: {"icon": "circle-alert", "tone": "bad"},
}

COLUMNS = [
    {
        "url": "#banding",
        "owner": "BKPSDM Kota Contoh",
        "page": {"title": title, "slug": slug, "scope": SCOPE, "is_example": True},
    }
    for slug, title in (("dialog-15-menit", "Dialog kinerja 15 menit"), ("papan-hambatan", "Papan hambatan mingguan"))
]
INDICATOR = charts.Result.of(
    {"indicator": "Pegawai yang berdialog tiap bulan", "unit": "%", "baseline": "38", "result": "91"}
)
COMPARED = [  # one line of each kind that the table knows, and a cell that tells nothing
    {"name": "Durasi", "kind": "words", "cells": ["3 bulan", None]},
    {"name": "Sub-aspek", "kind": "links", "cells": [[Linked("Dialog Kinerja", "#banding")]] * 2},
    {"name": "Masalah", "kind": "text", "cells": [Part("Dialog hanya terjadi …", "#banding", is_cut=True)] * 2},
    {"name": "Langkah", "kind": "steps", "cells": [Part(["Pasang jadwal tetap"], "#banding", rest=4, count=5)] * 2},
    {"name": "Hasil", "kind": "results", "cells": [Part([INDICATOR], "#banding"), None]},
    {"name": "Risiko", "kind": "list", "cells": [None, Part(["Dialog menjadi formalitas"], "#banding")]},
]
EAST = "53"  # codes of provinces grow from west to east
COUNTS = {"31": 24, "32": 7, "35": 3, "73": 1}  # practices by the code of their province


def samples() -> dict[str, object]:
    """Context of `cop_portal/gallery_rows.html`."""
    return {
        **_of_events(),
        **_of_practices(),
        **_of_the_forum(),
        "hits": [_hit(Kind.PRACTICE, "Cocok di judul"), _hit(Kind.TOPIC, ""), _hit(Kind.DOCUMENT, "")],
        "notices": [_notice(read_at=None), _notice(read_at=AT)],
        "told": {"title": "Jadwal yang bertahan", "text": "Balasan baru dari Hasanah."},
    }


def _of_events() -> dict[str, object]:
    return {
        "event_rows": [_event("Pendaftaran dibuka", "user-check", "ok"), _event("Selesai", "clock", "")],
        "agenda": [
            {"when": "09.00–09.20", "item": Sample(title="Mengapa jadwal runtuh", text=""), "who": "Hasanah"},
            {"when": "09.20–10.30", "item": Sample(title="Klinik jadwal", text="Bawa satu jadwal."), "who": ""},
        ],
        "clashes": [Sample(title="Klinik indikator SKP", url="#acara", when="09.00–11.00 WIB")],
        "blocks": [_block(kind) for kind in (BlockKind.POINT, BlockKind.DECISION, BlockKind.FOLLOW_UP)],
    }


def _of_practices() -> dict[str, object]:
    first = {
        "title": "Pilih satu bidang",
        "text": "Mulai dari yang paling siap.",
        "duration": "1 pekan",
        "role": "BKPSDM",
    }
    tips = [{"text": "Jadwalkan lebih dahulu.", "source": "FGD 21 Mei"}]
    return {
        "finder": [
            _aspect(5, "Manajemen Kinerja", [("Kontrak Kinerja", 4, 0), ("Dialog Kinerja", 12, 3)]),
            _aspect(6, "Penggajian, Penghargaan, dan Disiplin", [("Kode Etik", 0, 0)]),
        ],
        "steps": [first, {"title": "Pasang jadwal tetap", "text": "", "duration": "", "role": ""}],
        "tip_groups": [{"name": "Dialog Kinerja", "tips": tips}],
        "conditions": ["Pimpinan ikut berdialog", "Jadwal tidak bergeser"],
        "risks": [{"risk": "Dialog menjadi formalitas", "mitigation": "Tanyakan satu hambatan setiap kali."}],
        "regulations": [_regulation(state, badge) for state, badge in STATES.items()],
        "compared": {"columns": COLUMNS, "rows": COMPARED},
        "map": _map(),
    }


def _of_the_forum() -> dict[str, object]:
    read_before = [Sample(url="#tulisan-anggota", title="Dialog 15 menit")]
    return {
        "posts": [
            _post(1, helpful_count=12, can_quote=True, can_edit=True, can_manage=True, edited_at=AT),
            _post(2, is_accepted=True, badges=ACCEPTED, read_before=read_before),
            _post(3, state="hidden", badges=HIDDEN, reason="Menyebut nama pegawai."),
        ],
        "room_group": {"scope": SCOPE, "rooms": [_room(is_unread=True), _room(is_unread=False)]},
        "card": {
            "url": "#kartu",
            "title": "Dialog kinerja 15 menit",
            "note": "Praktik",
            "slug": "dialog-15",
            "scope": SCOPE,
        },
    }


def _map() -> dict:
    """Inputs of the drawing and of its table, with every shade; the whole map would be too much on this page."""
    places = [
        Place(each.name, COUNTS.get(each.code, 0), "#peta" if each.code in COUNTS else "", each)
        for each in drawing().provinces
        if each.code < EAST or each.code in COUNTS
    ]
    return {
        "places": places,
        "drawing": drawing(),
        "shades": shades(),
        "listed": sorted((place for place in places if place.count), key=lambda place: -place.count),
        "empty": [place for place in places if not place.count],
        "central": Place("", 9, "#peta"),
    }


def _aspect(number: int, name: str, rows: list[tuple[str, int, int]]) -> dict:
    def cells(*counts):
        return [{"url": "#pencari", "count": n, "problem": kind} for n, kind in zip(counts, ProblemKind, strict=False)]

    named = [{"name": row, "cells": cells(*counts)} for row, *counts in rows]
    return {"number": number, "name": name, "url": "#pencari", "rows": named}


def _event(state: str, icon: str, tone: str) -> dict:
    return {
        "url": "#acara",
        "title": "Dialog kinerja bagi atasan dengan banyak bawahan",
        "scope": SCOPE,
        "kind": "FGD daring",
        "rooms": "3 ruang",
        "day": "6",
        "month": "Des",
        "date": "Minggu, 6 Desember 2026",
        "iso": "2026-12-06",
        "hours": "09.00–11.30 WIB",
        "summary": "Pembagian pembinaan, jadwal yang bertahan, dan catatan satu baris.",
        "badge": {"text": state, "icon": icon, "tone": tone},
        "is_example": True,
    }


def _block(kind: BlockKind):
    is_follow_up = kind == BlockKind.FOLLOW_UP
    return Sample(
        kind=kind,
        get_kind_display=kind.label,
        get_state_display=FollowUpState.OPEN.label,
        text="Jadwal dialog dipasang bersama jadwal apel.",
        said_by="" if is_follow_up else "Hasanah, Kota Contoh Pelabuhan",
        owner=Sample(name="BKPSDM Kota Contoh") if is_follow_up else None,
        due_on=date(2026, 12, 20) if is_follow_up else None,
    )


def _post(number: int, **facts):
    plain = {"badges": [], "is_accepted": False, "state": "visible", "is_opening": number == 1}
    writer = Sample(name="Ratna Wijayanti", note="Kota Contoh Utara", css="is-helping")
    html = "Kami memulai dari kalender unit, lalu memasang satu jam tetap."
    return Sample(**{**plain, "pk": number, "number": number, "writer": writer, "at": AT, "html": html, **facts})


def _hit(kind: Kind, why: str) -> dict:
    shown = {"url": "#hasil-cari", "scope": SCOPE, "owners": "Kota Contoh Utara", "is_example": True}
    file = {"file": "#hasil-cari"} if kind == Kind.DOCUMENT else {}
    hit = {"title": "<mark>Dialog</mark> kinerja 15 menit", "excerpt": "Tiga pertanyaan dalam <mark>dialog</mark> …"}
    return {"kind": kind, "hit": hit, "shown": {**shown, **file}, "why": why}


def _regulation(state: RegulationState, badge: dict) -> dict:
    successor = Sample(name="Peraturan Contoh 2/2026") if state == RegulationState.REVOKED else None
    regulation = Sample(name="Peraturan Contoh 1/2022", title="Pengelolaan kinerja", url="", replaced_by=successor)
    return {"regulation": regulation, "state": state, "badge": badge, "part": "Pasal 5"}


def _room(*, is_unread: bool) -> dict:
    room = {"url": "#ruang", "title": "Tanya SKP", "summary": "Tempat bertanya seputar sasaran kinerja."}
    return {**room, "is_unread": is_unread, "last_post_at": AT, "topic_count": 1240}


def _notice(read_at):
    return Sample(pk=1, subject="topic", read_at=read_at, created_at=AT)
