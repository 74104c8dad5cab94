"""Pages that only people of some role open, forms that come back with errors, and pages that say what went wrong."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory

from community.enums import Scope
from community.notice_mail import stop_token
from community.services import drafts, profiles
from cop_portal import errors
from events.services import registration, waitlist
from forums import services
from forums.enums import TopicKind
from forums.places import topic_place
from tests.factories.community import AspectFactory, UserFactory
from tests.factories.events import (
    EventPageFactory,
    NotulenBlockFactory,
    NotulenFactory,
    first_room,
    make_room,
    make_slot,
)
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.pages import filled

PROFILE = {"position": "Analis kinerja", "unit": "Bidang penilaian", "bio": "Merawat dialog kinerja.", "time_zone": ""}
LONG = "Dialog tertunda.\n\n" * 9  # many lines, yet short enough to be shown whole where lists cut
TYPED = {"title": "Kalimat saya", "body": "baris satu\nbaris dua"}  # what an error page shows again
SHOWN = dict.fromkeys(("is_position_shown", "is_bio_shown", "is_expertise_shown"), True)

# kind of page → the role that opens it and its address, filled in by what `make_own_content` returned
SIGNED_IN = {
    "own page": ("member", "/saya/"),
    "own page, nothing waits": ("member_other", "/saya/"),
    "notices": ("member", "/saya/pemberitahuan/"),
    "notices, none": ("member_other", "/saya/pemberitahuan/"),
    "drafts": ("member", "/saya/draf/"),
    "drafts, none": ("member_other", "/saya/draf/"),
    "follows": ("member", "/saya/diikuti/"),
    "profile": ("member", "/saya/profil/"),
    "instansi": ("member", "/saya/instansi/"),
    "instansi, unverified": ("unverified", "/saya/instansi/"),
    "mail choice": ("member", "/saya/surel/"),
    "members": ("member", "/anggota/"),
    "members, none": ("member", "/anggota/?nama=zzqqxx"),
    "person": ("member_other", "/anggota/{member}/"),
    "account address": ("member", "/akun/surel/"),
    "account password": ("member", "/akun/sandi/"),
    "second factor": ("member", "/akun/dua-langkah/"),
    "account confirm": ("member", "/akun/konfirmasi/"),
    "sign out": ("member", "/akun/keluar/"),
    "component sheet": ("organiser", "/gaya/"),
    "home, signed in": ("member", "/"),
    "contact, signed in": ("member", "/kontak/"),
    "practice, signed in": ("member", "/praktik/{slug}/"),
    "search, signed in": ("member", "/cari/?q=dialog+kinerja"),
    "search of people": ("member", "/cari/?q=orang&jenis=orang"),
    "event, signed in": ("member", "/fgd/fgd-uji/"),
    "event with a seat": ("member", "/fgd/fgd-penuh/"),
    "event room, signed in": ("member", "/fgd/fgd-uji/ruang-dialog/"),
    "event room with a seat": ("member", "/fgd/fgd-penuh/ruang-penuh/"),
    "event room, waiting": ("contributor", "/fgd/fgd-penuh/ruang-penuh/"),
    "forum, signed in": ("member", "/forum/"),
    "room, signed in": ("member", "/forum/ruang-periksa/"),
    "topic of one's own": ("member", "{own_topic}"),
    "quoting": ("member", "{own_topic}?kutip=2"),
    "held topic, its writer": ("unverified", "{held_topic}"),
    "writing": ("member", "/forum/ruang-uji/tanya/?judul=dialog"),
    "writing that is held": ("unverified", "/forum/ruang-uji/tanya/"),
    "post edit": ("member", "/forum/pos/{own_post}/ubah/"),
    "post history": ("member", "/forum/pos/{own_post}/riwayat/"),
    "earlier text, its removal": ("steward", "/forum/pos/{own_post}/riwayat/0/hapus/"),
    "forbidden": ("member", "/forum/pos/{other_post}/ubah/"),
    "moderation queue": ("steward", "/forum/periksa/"),
    "moderation queue, empty": ("steward_other", "/forum/periksa/"),
    "forum of a steward": ("steward", "/forum/"),
    "own page of a steward": ("steward", "/saya/"),
    "post moderation": ("steward", "/forum/pos/{held_post}/kelola/?next=queue"),
    "topic moderation": ("steward", "/forum/topik/{topic}/kelola/"),
    "topic, its steward": ("steward", "{own_topic}"),
    "event management": ("organiser", "/fgd/fgd-penuh/kelola/"),
    "event management, over": ("organiser", "/fgd/fgd-usai/kelola/"),
    "notulen": ("organiser", "/fgd/fgd-penuh/ruang-penuh/notulen/"),
    "notulen, final": ("organiser", "/fgd/fgd-usai/ruang-dialog/notulen/"),
    "event, its organiser": ("organiser", "/fgd/fgd-uji/"),
}
# kind of page → address that opens for a member who has just typed the password again
CONFIRMED = {
    "authenticator app": "/akun/dua-langkah/aplikasi/",
    "passkey": "/akun/dua-langkah/kunci-sandi/",
}
# kind of page → role, address, and the form there that is sent as it stands, past the browser's own checks
REFUSED = {
    "sign-in refused": ("visitor", "/akun/masuk/", "main form[method=post]"),
    "contact refused": ("visitor", "/kontak/", "form[action='/kontak/kirim/']"),
    "feedback refused": ("visitor", "/umpan-balik/praktik/{pk}/", "main form[method=post]"),
    "sign-up refused": ("visitor", "/akun/daftar/", "main form[method=post]"),
    "password forgotten refused": ("visitor", "/akun/sandi/lupa/", "main form[method=post]"),
    "password refused": ("member", "/akun/sandi/", "main form[method=post]"),
    "topic refused": ("member", "/forum/ruang-periksa/tanya/", "form.cop-compose"),
    "reply refused": ("member", "{question}", "form.cop-compose"),
    "moderation refused": ("steward", "/forum/topik/{topic}/kelola/", "form[action$='/pindah/']"),
}


def make_own_content(person_of) -> dict[str, object]:
    """What the roles of `person_of` have done and what waits for them; the names in the addresses."""
    member, steward, unverified = (person_of(role) for role in ("member", "steward", "unverified"))
    room = RoomPageFactory(title="Ruang periksa", slug="ruang-periksa", scope=Scope.BEST_PRACTICE, stewards=[steward])
    RoomPageFactory(title="Ruang tujuan", slug="ruang-tujuan", scope=Scope.BEST_PRACTICE)  # where a topic may be moved
    own = services.open_topic(
        room, actor=member, kind=TopicKind.QUESTION, title="Bagaimana menjaga jadwal?", source="Jadwal sering batal."
    )
    other = PostFactory(topic=own, source="Kami memasang satu jam tetap.")
    opening = own.opening_post
    services.edit_post(opening, actor=member, source="Jadwal dialog sering batal.", version=opening.version)
    held = TopicFactory(room=room, author=unverified, title="Tulisan yang menunggu", source=LONG)
    drafts.save_draft(actor=member, place=topic_place(room), title="Beban kerja tim kecil", body="Belum selesai.")
    profiles.save_profile(actor=member, expertise=[AspectFactory()], **PROFILE, **SHOWN)
    make_seats(person_of)
    return {
        "member": member.pk,
        "own_topic": own.get_absolute_url(),
        "topic": own.pk,
        "own_post": opening.pk,
        "other_post": other.pk,
        "held_topic": held.get_absolute_url(),
        "held_post": held.opening_post_id,
        "token": stop_token(member.pk, "reply"),
    }


def own_addresses(person_of, practice) -> dict[str, tuple[str, str]]:
    """Role and address of each kind of `SIGNED_IN`, of a portal where `make_content` made `practice`."""
    names = make_own_content(person_of)
    return {kind: (role, filled(address, practice, **names)) for kind, (role, address) in SIGNED_IN.items()}


def make_seats(person_of) -> None:
    """A full room: the member has a seat, the contributor waits; its notulen is being written."""
    slots = [make_slot(rooms=[make_room("Ruang Penuh", capacity=2), make_room("Ruang Lain", capacity=1)])]
    event = EventPageFactory(slug="fgd-penuh", title="Dialog yang penuh", slots=slots)
    room = first_room(event)
    for person in (person_of("member"), UserFactory(verified=True)):
        registration.register(room, actor=person)
    waitlist.join_waitlist(room, actor=person_of("contributor"))
    notulen = NotulenFactory(room=room)
    for kind in ("point", "decision", "follow_up"):
        NotulenBlockFactory(notulen=notulen, kind=kind)


def answer_of(respond, *args, typed: dict | None = TYPED) -> tuple[int, str]:
    """Status and HTML of the error page that `respond` gives a visitor, who sent `typed` or sent nothing."""
    requests = RequestFactory()
    request = requests.post("/praktik/", typed) if typed else requests.get("/praktik/")
    request.user = AnonymousUser()
    response = respond(request, *args)
    return response.status_code, response.content.decode()


def error_pages() -> dict[str, tuple[int, str]]:
    """Pages of errors that no address answers by itself: kind → status and HTML, with something typed in them."""
    return {
        "too large": answer_of(errors.bad_request, RequestDataTooBig()),
        "form without its key": answer_of(errors.csrf_failure),
        "session over": answer_of(errors.session_expired),
        "method refused": answer_of(errors.method_not_allowed),
        "too many requests": answer_of(errors.too_many_requests),
        "failure": answer_of(errors.server_error),
    }
