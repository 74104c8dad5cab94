"""Vocabulary that every app shares: stored by code, shown by label."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """The four kinds of community of practice."""

    HELPING = "helping", _("Saling membantu")
    BEST_PRACTICE = "best_practice", _("Praktik terbaik")
    KNOWLEDGE_STEWARDING = "knowledge_stewarding", _("Penatalayanan pengetahuan")
    INNOVATIVE = "innovative", _("Inovasi")

    @property
    def slug(self) -> str:
        """The scope in addresses, as in `/komunitas/<slug>/`."""
        return SCOPE_SLUGS[self]

    @property
    def css(self) -> str:
        """The class that gives a component the scope's colours."""
        return SCOPE_CSS[self]

    @property
    def number(self) -> int:
        """The scope as an id, for rows that name what they speak of by kind and id."""
        return list(Scope).index(self) + 1

    @property
    def icon(self) -> str:
        """The scope's mark in the icon sprite."""
        return SCOPE_ICONS[self]


SCOPE_SLUGS = {
    Scope.HELPING: "saling-membantu",
    Scope.BEST_PRACTICE: "praktik-terbaik",
    Scope.KNOWLEDGE_STEWARDING: "penatalayanan-pengetahuan",
    Scope.INNOVATIVE: "inovasi",
}
SCOPE_CSS = {
    Scope.HELPING: "is-helping",
    Scope.BEST_PRACTICE: "is-best",
    Scope.KNOWLEDGE_STEWARDING: "is-steward",
    Scope.INNOVATIVE: "is-innov",
}
SCOPE_ICONS = {
    Scope.HELPING: "scope-helping",
    Scope.BEST_PRACTICE: "scope-best",
    Scope.KNOWLEDGE_STEWARDING: "scope-steward",
    Scope.INNOVATIVE: "scope-innovative",
}


class Audience(models.TextChoices):
    """Who may read an item; `members` and `instansi` count verified affiliations only."""

    PUBLIC = "public", _("Publik")
    MEMBERS = "members", _("Anggota terverifikasi")
    INSTANSI = "instansi", _("Instansi pemilik")
    GROUP = "group", _("Kelompok tertentu")


class ProblemKind(models.TextChoices):
    """The two main kinds of performance problem."""

    SUBSTANCE = "substansi", _("Substansi")
    BEHAVIOUR = "perilaku", _("Perilaku")

    @classmethod
    def marked_on(cls, item) -> list["ProblemKind"]:
        """The kinds that `item` (a practice, a topic) is marked with."""
        marked = ((cls.SUBSTANCE, item.has_substance_problem), (cls.BEHAVIOUR, item.has_behaviour_problem))
        return [kind for kind, is_marked in marked if is_marked]


class Affiliation(models.TextChoices):
    """What the portal knows of a person's instansi."""

    NONE = "none", _("Belum ada")
    PENDING = "pending", _("Menunggu konfirmasi")
    VERIFIED = "verified", _("Terverifikasi")


class Role(models.TextChoices):
    """Groups that open the CMS, by their names; made by `load_reference`. An administrator is a superuser."""

    CONTRIBUTOR = "Kontributor", _("Kontributor")
    STEWARD = "Penatalayan", _("Penatalayan")
    ORGANISER = "Penyelenggara", _("Penyelenggara")


class Subject(models.TextChoices):
    """What may be followed, what a notice speaks of: a kind of row, named with the row's id."""

    ROOM = "room", _("Ruang diskusi")
    TOPIC = "topic", _("Topik")
    POST = "post", _("Tulisan")
    PRACTICE = "practice", _("Praktik")
    EVENT = "event", _("FGD")
    EVENT_ROOM = "event_room", _("Ruang FGD")
    ASPECT = "aspect", _("Aspek")
    INSTANSI = "instansi", _("Instansi")
    PERSON = "person", _("Orang")
    SCOPE = "scope", _("Lingkup")
    PAGE = "page", _("Halaman")


class NoticeKind(models.TextChoices):
    """What a notice tells its reader."""

    REPLY = "reply", _("Balasan di topik yang Anda ikuti")
    NEW_TOPIC = "new_topic", _("Topik baru di ruang yang Anda ikuti")
    DISCUSSED = "discussed", _("Praktik atau FGD yang Anda ikuti dibicarakan")
    NEW_PRACTICE = "new_practice", _("Praktik baru di lingkup yang Anda ikuti")
    PRACTICE_CHANGED = "practice_changed", _("Praktik yang Anda ikuti diperbarui")
    NEW_EVENT = "new_event", _("FGD baru di lingkup yang Anda ikuti")
    EVENT_NEWS = "event_news", _("Kabar FGD yang Anda ikuti")
    MENTION = "mention", _("Nama Anda disebut")
    HELD = "held", _("Tulisan menunggu pemeriksaan Anda")
    ACCEPTED = "accepted", _("Jawaban Anda diterima")
    RELEASED = "released", _("Tulisan Anda ditampilkan")
    HIDDEN = "hidden", _("Tulisan Anda disembunyikan")
    UNHIDDEN = "unhidden", _("Tulisan Anda ditampilkan kembali")
    LOCKED = "locked", _("Topik Anda dikunci")
    UNLOCKED = "unlocked", _("Topik Anda dibuka kembali")
    PINNED = "pinned", _("Topik Anda disematkan")
    UNPINNED = "unpinned", _("Topik Anda tidak lagi disematkan")
    MOVED = "moved", _("Topik Anda dipindahkan")
    TEXT_REMOVED = "text_removed", _("Teks lama tulisan Anda dihapus dari riwayat")
    SEAT_GIVEN = "seat_given", _("Anda mendapat kursi FGD")
    SEAT_CANCELLED = "seat_cancelled", _("Kursi FGD Anda dibatalkan penyelenggara")
    WAITING = "waiting", _("Anda masuk daftar tunggu FGD")
    OFFER = "offer", _("Kursi FGD ditawarkan kepada Anda")
    OFFER_EXPIRED = "offer_expired", _("Tawaran kursi FGD berakhir")
    PROGRAMME_CHANGED = "programme_changed", _("Jadwal FGD Anda berubah")
    ROOM_CANCELLED = "room_cancelled", _("Ruang FGD Anda ditiadakan")


class InstansiKind(models.TextChoices):
    """Official kinds of agency (BSSN 4/2021: central and regional)."""

    KEMENTERIAN = "kementerian", _("Kementerian")
    LPNK = "lpnk", _("Lembaga pemerintah nonkementerian")
    LNS = "lns", _("Lembaga nonstruktural")
    PROVINSI = "provinsi", _("Provinsi")
    KABUPATEN = "kabupaten", _("Kabupaten")
    KOTA = "kota", _("Kota")

    @classmethod
    def central(cls) -> list["InstansiKind"]:
        """The kinds that serve the whole country and lie in no province."""
        return [cls.KEMENTERIAN, cls.LPNK, cls.LNS]


class SizeClass(models.TextChoices):
    """Number of employees of an instansi, in classes; empty until the organiser fills it."""

    S = "s", _("sampai 1.000 pegawai")
    M = "m", _("1.001–5.000 pegawai")
    L = "l", _("5.001–15.000 pegawai")
    XL = "xl", _("lebih dari 15.000 pegawai")
