"""Every kind of public page, with one address each, for what all pages must hold."""

from community import markup
from community.models import PortalSettings
from forums import services
from forums.enums import TopicKind
from forums.links import PAGE_SIZE
from forums.models import Post, Topic
from practices.models import PracticePage
from tests.factories.community import SubAspectFactory
from tests.factories.events import (
    EventPageFactory,
    NotulenBlockFactory,
    NotulenFactory,
    first_room,
    make_item,
    make_room,
    make_slot,
    make_speaker,
)
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory

# Title and words that the pages below are found by.
TITLE = "Dialog kinerja singkat setiap pekan"
QUESTION = "Atasan menunda dialog sampai akhir tahun. Dari mana mulai?"
DISCUSSION = "Catatan panjang dari papan hambatan"
TOPICS = {"question": QUESTION, "discussion": DISCUSSION}
ANSWER = (
    "Kami mulai dari kalender.\n\n1. Pilih satu bidang.\n2. Pasang jadwal.\n\n| Bulan | Batal |\n|---|--:|\n| Mei | 4 |"
)


def make_content(count: int = 9):
    """Practices to show, the first of them complete; the first one."""
    subaspect = SubAspectFactory()
    practice = PracticePageFactory(title=TITLE, complete=True, subaspects=[subaspect])
    PracticePageFactory.create_batch(count - 1, complete=True, subaspects=[subaspect])
    make_events(practice, subaspect)
    forum()
    PortalSettings.objects.update(contact_email="kontak@contoh.go.id", contact_address="Jalan Contoh 1\nKota Contoh")
    return practice


def make_events(practice, subaspect):
    """An event to come with two rooms, and one that is over with the notulen of its room."""
    people = [make_speaker(title="Kepala bidang kinerja", instansi_name="Kota Contoh Utara")]
    rooms = [
        make_room("Ruang Dialog", subaspects=[subaspect], people=people, agenda=[make_item(starts="09:00")]),
        make_room("Ruang Catatan", capacity=None),
    ]
    EventPageFactory(
        slug="fgd-uji", practices=[practice], owners=list(practice.owners.all()), slots=[make_slot(rooms=rooms)]
    )
    over = EventPageFactory(
        slug="fgd-usai",
        closed=True,
        conclusions=[("conclusion", "Dialog yang singkat bertahan.")],
        guests=[("guest", {"name": "Tamu", "title": "Asisten", "instansi": "", "part": "menyimpulkan"})],
    )
    notulen = NotulenFactory(room=first_room(over), final=True)
    for kind in ("point", "decision", "follow_up"):
        NotulenBlockFactory(notulen=notulen, kind=kind)


def forum() -> None:
    """A room with a solved question, one without an answer, and a long discussion."""
    room = RoomPageFactory(title="Ruang uji", slug="ruang-uji", guidelines="<p>Satu masalah per topik.</p>")
    question = TopicFactory(room=room, title=QUESTION)
    services.accept_answer(PostFactory(topic=question, source=ANSWER), actor=question.author)
    PostFactory(topic=question, source=markup.quote(ANSWER, "Penjawab", "/forum/pos/1/") + "Terima kasih.")
    TopicFactory(room=room)
    discussion = TopicFactory(room=room, kind=TopicKind.DISCUSSION, title=DISCUSSION)
    PostFactory.create_batch(PAGE_SIZE + 3, topic=discussion)


def path_of(title: str) -> str:
    """The address of the topic with this title."""
    return Topic.objects.select_related("room").get(title=title).get_absolute_url()


def filled(address: str, practice, **names) -> str:
    """An address with what stands in braces: `names`, and what `make_content` made, which returned `practice`."""
    names |= {name: path_of(title) for name, title in TOPICS.items() if f"{{{name}}}" in address}
    if "{agency}" in address:
        names["agency"] = practice.owners.first().code
    if "{answer}" in address:
        names["answer"] = Post.objects.get(topic__title=QUESTION, number=2).pk
    if "{other}" in address:
        others = PracticePage.objects.exclude(pk=practice.pk).order_by("pk").values_list("slug", flat=True)
        names["other"], names["third"] = others[:2]
    return address.format(**{"slug": practice.slug, "pk": practice.pk, **names})


# kind of page → its address; `filled` fills in the practice that `make_content` returned and what else it made
PAGES = {
    "home": "/",
    "library": "/praktik/",
    "library filtered": "/praktik/?masalah=perilaku&urut=terbaru",
    "library empty": "/praktik/?masalah=perilaku&tahun=1900",
    "library, picked": "/praktik/?p={slug}&p={other}",
    "practice": "/praktik/{slug}/",
    "map": "/praktik/peta/",
    "map filtered": "/praktik/peta/?masalah=perilaku&aspek=tidak-ada",
    "comparison": "/praktik/banding/?p={slug}&p={other}&p={third}",
    "comparison of one": "/praktik/banding/?p={slug}",
    "events": "/fgd/",
    "events filtered": "/fgd/?waktu=lalu&lingkup=praktik-terbaik",
    "events empty": "/fgd/?tahun=1999",
    "event": "/fgd/fgd-uji/",
    "event over": "/fgd/fgd-usai/",
    "event room": "/fgd/fgd-uji/ruang-dialog/",
    "event room over": "/fgd/fgd-usai/ruang-dialog/",
    "forum": "/forum/",
    "forum filtered": "/forum/?tampil=terjawab",
    "forum of an agency": "/forum/?instansi={agency}",
    "rooms": "/forum/ruang/",
    "room": "/forum/ruang-uji/",
    "room empty": "/forum/ruang-uji/?tampil=belum-terjawab&sesudah=0-0-1",
    "question": "{question}",
    "long topic": "{discussion}?hal=2",
    "unanswered": "/forum/belum-terjawab/",
    "ask": "/forum/tanya/?judul=dialog+kinerja",
    "ask, rooms": "/forum/tanya/?tujuan=masalah&judul=dialog+kinerja",
    "scopes": "/komunitas/",
    "scope": "/komunitas/praktik-terbaik/",
    "about": "/tentang/",
    "contact": "/kontak/",
    "feedback": "/umpan-balik/praktik/{pk}/",
    "terms": "/ketentuan/",
    "privacy": "/privasi/",
    "accessibility": "/aksesibilitas/",
    "agencies": "/instansi/?instansi=kota",
    "agencies, none": "/instansi/?nama=zzqqxx",
    "agency": "/instansi/{agency}/",
    "post history, visitor": "/forum/pos/{answer}/riwayat/",
    "sign-in": "/akun/masuk/",
    "sign-up": "/akun/daftar/",
    "password forgotten": "/akun/sandi/lupa/",
    "link expired": "/akun/sandi/baru/1-palsu/",
    "search": "/cari/?q=dialog+kinerja",
    "search narrowed": "/cari/?q=dialog&ruang=ruang-uji&dari=2020-01-01&sampai=kemarin",
    "search start": "/cari/",
    "search empty": "/cari/?q=zzqqxx&aspek=pengadaan",
    "search, long word": f"/cari/?q={'pertanggungjawaban' * 5}",
    "not found": "/tidak-ada/",
    "not found, near": "/praktik/dialog-kinerja-lama/",
    "address verification": "/akun/verifikasi/",
    "address verification failed": "/akun/verifikasi/bukan-kunci/",
    "password sent": "/akun/sandi/lupa/terkirim/",
    "password done": "/akun/sandi/baru/selesai/",
    "inactive": "/akun/tidak-aktif/",
    "bad request": "/cari/?q=%00",
    "method not taken": "/bahasa/",
}
