"""Pages that come of an act: a key from a mail, a form with something in it, a second step that is switched on.

They are looked at beside those of `own_pages`, in the slow tests only.
"""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from community.errors import StorageAway
from cop_portal import errors
from events.models import Room
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, NotulenBlockFactory, NotulenFactory, make_room, make_slot
from tests.support.own_pages import answer_of

SURE = "password typed again"
NIP = "NIP 198501012010011001, telepon 0812-3456-7890"
LONG = "Kalimat yang panjang. " * 1_200
TEXT = "# Isi\n\n**Jadwal** kami:\n\n1. Senin\n2. Kamis\n\n> Kutipan\n\n| Bulan | Batal |\n|---|--:|\n| Mei | 4 |"
WRITING, OWN_POST = "/forum/ruang-periksa/tanya/", "/forum/pos/{own_post}/ubah/"
NOTULEN = "/fgd/fgd-catatan"
COMPOSER, ENTRIES, FORM = "form.cop-compose", "form[action$='/notulen/']", "main form[method=post]"
ENTRY = {"form-0-text": "Bagikan contoh."}

# kind of page → role, and what `Visits.findings` opens; names in braces are those of `make_acted_content`
ACTED = {
    "print sheet": ("visitor", {"path": "/praktik/{slug}/?cetak", "shows": ".cop-printhint"}),
    "address verification, valid": (
        "visitor",
        {"path": "/akun/verifikasi/{email_key}/", "shows": "form[action^='/akun/verifikasi/'] button"},
    ),
    "new password": ("visitor", {"path": "{password_page}", "before": "{password_key}", "shows": "[name=password2]"}),
    "new password refused": (
        "visitor",
        {
            "path": "{password_page}",
            "before": "{password_key}",
            "form": FORM,
            "typed": {"password1": "pendek"},
            "shows": ".cop-err",
        },
    ),
    "second factor, switched on": (
        f"contributor, {SURE}",
        {"path": "/akun/dua-langkah/", "shows": "a[href$='/aplikasi/hapus/']"},
    ),
    "recovery codes": (f"contributor, {SURE}", {"path": "/akun/dua-langkah/cadangan/", "shows": ".cop-codes"}),
    "recovery codes, new ones": (
        f"contributor, {SURE}",
        {"path": "/akun/dua-langkah/cadangan/baru/", "shows": "form[action$='/cadangan/baru/']"},
    ),
    "authenticator app, its removal": (
        f"contributor, {SURE}",
        {"path": "/akun/dua-langkah/aplikasi/hapus/", "shows": "form[action$='/hapus/']"},
    ),
    "writing, its preview": (
        "member",
        {
            "path": WRITING,
            "form": COMPOSER,
            "typed": {"title": "Jadwal", "body": TEXT, "action": "preview"},
            "shows": "#pratinjau .cop-said table",
        },
    ),
    "writing, warned": (
        "member",
        {"path": WRITING, "form": COMPOSER, "typed": {"title": "Jadwal", "body": NIP}, "shows": "[name=confirmed]"},
    ),
    "reply, its preview and a warning": (
        "member",
        {
            "path": "{own_topic}",
            "form": COMPOSER,
            "typed": {"body": f"{TEXT}\n\n{NIP}", "action": "preview"},
            "shows": "#pratinjau .cop-said table",
        },
    ),
    "post edit, its preview": (
        "member",
        {"path": OWN_POST, "form": COMPOSER, "typed": {"action": "preview"}, "shows": "#pratinjau .cop-said"},
    ),
    "post edit, warned": (
        "member",
        {"path": OWN_POST, "form": COMPOSER, "typed": {"body": NIP}, "shows": "[name=confirmed]"},
    ),
    "post edit, changed meanwhile": (
        "member",
        {"path": OWN_POST, "form": COMPOSER, "typed": {"body": "Teks lain.", "version": "0"}, "shows": "#tersimpan"},
    ),
    "profile refused": (
        "member",
        {
            "path": "/saya/profil/",
            "form": FORM,
            "typed": dict.fromkeys(("position", "unit", "bio"), LONG),
            "shows": ".cop-err",
        },
    ),
    "profile, personal data": (
        "member",
        {"path": "/saya/profil/", "form": FORM, "typed": {"bio": NIP}, "shows": ".cop-banner--bad"},
    ),
    "instansi refused": (
        "member",
        {"path": "/saya/instansi/", "form": FORM, "typed": {"instansi": "Zzz"}, "shows": ".cop-err"},
    ),
    "notulen with a clash": ("organiser", {"path": f"{NOTULEN}/ruang-bentrok/notulen/", "shows": ".is-clash"}),
    "notulen with errors": (
        "organiser",
        {
            "path": f"{NOTULEN}/ruang-baru/notulen/",
            "form": ENTRIES,
            "typed": {**ENTRY, "form-0-kind": "follow_up", "form-0-owner": "Zzz", "form-1-position": "-1"},
            "shows": ".cop-err",
        },
    ),
    "notulen, its source refused": (
        "organiser",
        {
            "path": f"{NOTULEN}/ruang-data/notulen/",
            "form": ENTRIES,
            "typed": {"source_note": "Catatan rapat.", "seen_note": "Lainnya."},
            "shows": "text=Kini tersimpan",
        },
    ),
    "notulen, warned before it is saved": (
        "organiser",
        {
            "path": f"{NOTULEN}/ruang-baru/notulen/",
            "form": ENTRIES,
            "typed": {"form-0-text": NIP},
            "shows": "[name=confirmed]",
        },
    ),
    "notulen, warned before it is final": (
        "organiser",
        {"path": f"{NOTULEN}/ruang-data/notulen/", "form": "form[action$='/final/']", "shows": "[name=confirmed]"},
    ),
}


def make_acted_content(person_of) -> dict[str, str]:
    """Keys that a mail would hold, a second step, and rooms with notulen in each state; names in the addresses."""
    unproved = UserFactory()
    EmailAddress.objects.filter(user=unproved).update(verified=False)
    forgetful = UserFactory()
    reset = f"/akun/sandi/baru/{user_pk_to_url_str(forgetful)}-"
    contributor = person_of("contributor")
    TOTP.activate(contributor, generate_totp_secret())
    RecoveryCodes.activate(contributor)
    make_notulen()
    return {
        "email_key": EmailConfirmationHMAC.create(EmailAddress.objects.get(user=unproved)).key,
        "password_key": f"{reset}{default_token_generator.make_token(forgetful)}/",
        "password_page": f"{reset}set-password/",
    }


def make_notulen() -> None:
    """Rooms of one event whose notulen are empty, clash, hold personal data, and are final."""
    titles = ("Ruang Baru", "Ruang Bentrok", "Ruang Data", "Ruang Final")
    EventPageFactory(
        slug="fgd-catatan", title="Dialog dan catatannya", slots=[make_slot(rooms=list(map(make_room, titles)))]
    )
    rooms = {room.slug: room for room in Room.objects.filter(slot__page__slug="fgd-catatan")}
    clashing = NotulenBlockFactory(notulen=NotulenFactory(room=rooms["ruang-bentrok"]), author=UserFactory())
    NotulenBlockFactory(notulen=clashing.notulen, clash_of=clashing, author=UserFactory(), text="Yang lain.")
    holding = NotulenFactory(room=rooms["ruang-data"], source_note="Ringkasan laporan 28 April 2022.")
    NotulenBlockFactory(notulen=holding, text=NIP)
    NotulenBlockFactory(notulen=NotulenFactory(room=rooms["ruang-final"], final=True))


def answered_pages(client_of) -> dict[str, str]:
    """Kind → HTML of pages that no visit comes to by itself: two error pages, and notulen sent when they were final."""
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **ENTRY}
    refused = client_of("organiser").post(f"{NOTULEN}/ruang-final/notulen/", sent)
    assert refused.status_code == 409
    away = StorageAway("no answer")
    return {
        "second factor missing": answer_of(errors.second_factor_missing)[1],
        "storage away": answer_of(errors.storage_away, away)[1],
        "storage away, nothing sent": answer_of(errors.storage_away, away, typed=None)[1],
        "notulen refused, final meanwhile": refused.content.decode(),
    }
